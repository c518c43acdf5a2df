import { TableBeyondMemory } from '../../errors/index.ts'
import type { StudyContext } from '../context.ts'

/**
 * How many times the bytes of its table a run holds while it lays out what was read, and how many it takes with a selection
 * that ends with LASSO, with filters before it or without (measured by `bench/wide.ts`).
 */
const [least, usual] = [2, 3]

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
  if (usual * bytes <= memory) return
  const { message, remedy } = TableBeyondMemory(file, columns, rows, usual * bytes, memory)
  say(`${message} ${remedy}`)
}
