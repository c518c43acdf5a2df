import { TableBeyondMemory } from '../../errors/index.ts'
import type { StudyContext } from '../context.ts'

/** How many times the bytes of its table a run holds while it lays out what was read. */
const least = 2
/**
 * What it takes beside that with a selection that ends with LASSO, with filters before it or without (measured by
 * `bench/wide.ts`): of parts that are held up to four times the table, of larger ones no more than this.
 */
const [beside, mostBeside] = [4, 1.5 * 2 ** 30]

/**
 * Says so where the features of a study may take more memory than the machine has, before they are read.
 * Throws TableBeyondMemory where they cannot be held at all.
 */
export function foreseeMemory(
  file: string,
  columns: number,
  rows: number,
  { memory = Number.POSITIVE_INFINITY, say }: Pick<StudyContext, 'memory' | 'say'>,
): void {
  const bytes = columns * rows * Float64Array.BYTES_PER_ELEMENT
  if (least * bytes > memory) throw TableBeyondMemory(file, columns, rows, least * bytes, memory)
  const usual = least * bytes + Math.min(beside * bytes, mostBeside)
  if (usual <= memory) return
  const { message, remedy } = TableBeyondMemory(file, columns, rows, usual, memory)
  say(`${message} ${remedy}`)
}
