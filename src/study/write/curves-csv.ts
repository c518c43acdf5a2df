import type { RegionCurve } from '../../cases/time-signal-curve.ts'
import { writeCsv } from '../../cohort/tables/write-csv.ts'
import type { SequenceCurves } from '../stages/time-signal-curves.ts'

const types = ['', 'persistent', 'plateau', 'washout']

/** Every region's curve as CSV: a row a patient, sequence and reader, with the voxels of each type, then each phase. */
export function curvesCsv(all: readonly SequenceCurves[]): string {
  const rows = all.flatMap(({ sequence, patients }) =>
    patients.flatMap(({ patient, byReader }) => byReader.map((curve) => ({ patient, sequence, curve }))),
  )
  const phases = Math.max(0, ...rows.map(({ curve }) => curve.signal.length))
  const numbers = Array.from({ length: phases }, (_, k) => k)
  const columns = [
    'patient',
    'sequence',
    'reader',
    'type',
    'early_enhancement_percent',
    'change_percent',
    ...['none', ...types.slice(1)].map((type) => `voxels_${type}`),
    ...numbers.flatMap((k) => [`seconds_${k + 1}`, `signal_${k + 1}`]),
  ]
  const cells = ({ reader, type, enhancement, change, voxels, signal, times }: RegionCurve) => [
    reader,
    types[type],
    enhancement,
    change,
    ...voxels,
    ...numbers.flatMap((k) => [times?.[k], signal[k]]),
  ]
  return writeCsv(
    columns,
    rows.map(({ patient, sequence, curve }) => [patient, sequence, ...cells(curve)]),
  )
}
