/**
 * Moves labels along a line until none touches another, each as near as can be to where it belongs.
 * wanted  centre of each label, in any order; sizes their lengths along the line; gap the space between two.
 * Gives the centres, kept within [low, high] as far as they fit there.
 */
export function spreadLabels(
  wanted: readonly number[],
  sizes: readonly number[],
  gap: number,
  low = Number.NEGATIVE_INFINITY,
  high = Number.POSITIVE_INFINITY,
): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b] || a - b)
  // Neighbours that would touch become one block, placed so that its members' moves average out.
  const blocks: { members: number[]; start: number; length: number }[] = []
  for (const index of order) {
    let block = { members: [index], start: wanted[index] - sizes[index] / 2, length: sizes[index] }
    block.start = within(block.start, block.length)
    while (
      blocks.length > 0 &&
      blocks[blocks.length - 1].start + blocks[blocks.length - 1].length + gap > block.start
    ) {
      const before = blocks.pop()!
      const members = [...before.members, ...block.members]
      const length = before.length + gap + block.length
      block = { members, length, start: within(bestStart(members), length) }
    }
    blocks.push(block)
  }
  const centres = new Array<number>(wanted.length)
  for (const { members, start } of blocks) {
    let at = start
    for (const index of members) {
      centres[index] = at + sizes[index] / 2
      at += sizes[index] + gap
    }
  }
  return centres

  function bestStart(members: readonly number[]) {
    let at = 0
    let sum = 0
    for (const index of members) {
      sum += wanted[index] - (at + sizes[index] / 2)
      at += sizes[index] + gap
    }
    return sum / members.length
  }

  function within(start: number, length: number) {
    return Math.max(low, Math.min(high - length, start))
  }
}
