import type { Drawing } from '../canvas/svg.ts'
import { columnWidth } from '../theme/theme.ts'
import { grid, headed, type SliceImage, sliceDrawing, titled } from './slice.ts'

/** What `patientRows` draws: a patient a row, and of each the same sequences. */
export interface PatientRows {
  sequences: readonly string[]
  patients: readonly { label: string; slices: readonly SliceImage[] }[]
}

const gap = 8
/** Of one picture, in points: two patients with three sequences fit on half a page. */
const widest = 132

/**
 * Patients below each other, each with its sequences side by side and the regions outlined.
 *
 * @param figure sequences, and of every patient a label and a slice for each
 * @returns the drawing
 */
export function patientRows({ sequences, patients }: PatientRows): Drawing {
  const width = Math.min(widest, (columnWidth.double - gap * (sequences.length - 1)) / sequences.length)
  const rows = patients.map(({ label, slices }) => {
    const cells = slices.map((slice, s) => titled(sequences[s], sliceDrawing(slice, width)))
    return headed(label, grid(cells, cells.length, gap))
  })
  return grid(rows, 1, 12)
}
