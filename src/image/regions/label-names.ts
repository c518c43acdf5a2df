/**
 * Reads ITK-SNAP's label descriptors: lines of index, colour, opacity, visibility and a name in quotes.
 * Gives the names by label; lines that are none are left.
 *
 * @param text of the descriptor file
 * @returns name by label, without label 0
 * @example
 * ```ts
 * import { readLabelNames } from 'nomoscope/image'
 * readLabelNames('1  255 0 0  1  1 1  "Tumour"') // → Map(1) { 1 => 'Tumour' }
 * ```
 */
export function readLabelNames(text: string): Map<number, string> {
  const names = new Map<number, string>()
  for (const line of text.split(/\r?\n/)) {
    const found = /^\s*(\d+)(?:\s+[\d.]+){3,6}\s+"(.*)"\s*$/.exec(line)
    if (found && Number(found[1]) !== 0) names.set(Number(found[1]), found[2])
  }
  return names
}
