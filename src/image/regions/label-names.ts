/**
 * Reads ITK-SNAP's label descriptors: lines of index, colour, opacity, visibility and a name in quotes.
 * Gives the names by label; lines that are none are left.
 */
export function readLabelNames(text: string): Map<number, string> {
  const names = new Map<number, string>()
  for (const line of text.split(/\r?\n/)) {
    const found = /^\s*(\d+)(?:\s+[\d.]+){3,6}\s+"(.*)"\s*$/.exec(line)
    if (found && Number(found[1]) !== 0) names.set(Number(found[1]), found[2])
  }
  return names
}
