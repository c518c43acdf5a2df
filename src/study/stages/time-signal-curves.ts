import type { CurveTask, RegionCurve } from '../../cases/time-signal-curve.ts'
import type { Cohort, Column, Variable } from '../../cohort/codebook/variable.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import { CaseFailed, CurveColumnTaken, NotEnhancing } from '../../errors/index.ts'
import { type CurveThresholds, type CurveType, curveChanges, curveType } from '../../image/sequences/dynamic.ts'
import { isFailure } from '../../jobs/failure.ts'
import { locales, type Messages } from '../../text/locales/index.ts'
import { imageFolders } from '../cases/image-folders.ts'
import { pathFor } from '../cases/patient-path.ts'
import { masksOf } from '../cases/study-cases.ts'
import { columnOf, sequenceName } from '../column-names.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyCohort } from './cohort.ts'

/** The time–signal curves of one sequence. */
export interface SequenceCurves {
  sequence: string
  thresholds: CurveThresholds
  /** Readers of independent masks, and whose curve counts. */
  readers: string[]
  reader: string
  /** In the order of the cohort's patients; nothing where it failed. */
  patients: { patient: string; counts: RegionCurve; byReader: RegionCurve[] }[]
  /** The columns that the cohort has by them. */
  columns: [type: string, washout: string]
}

/** The columns that the curve of a sequence gives the cohort. */
export const curveColumns = (sequence: string): [type: string, washout: string] => [
  columnOf(sequence, 'curve_type'),
  columnOf(sequence, 'curve_washout'),
]

/** What a curve type is called in the cohort: as `tic` of the structured reading. */
export const curveLevels = [
  { value: 'persistent', label: 'I (persistent)' },
  { value: 'plateau', label: 'II (plateau)' },
  { value: 'washout', label: 'III (washout)' },
]

/**
 * The time–signal curve of every analysed patient's region in each sequence that asks for it. The cohort gets two columns
 * a sequence: `SEQUENCE_curve_type`, and `SEQUENCE_curve_washout`, the percentage of the region's voxels of type III.
 * Throws CurveColumnTaken.
 */
export async function studyCurves(study: StudyConfig, patients: StudyCohort, context: StudyContext) {
  const faults: Fault[] = []
  const curves: SequenceCurves[] = []
  const { cohort } = patients
  const { names } = imageFolders(study, patients.supplements.patients, context)
  for (const [sequence, asked] of Object.entries(study.images ?? {})) {
    if (!asked.curve) continue
    const { phases, times, ...thresholds } = asked.curve
    const masks = masksOf(sequence, asked)
    const tasks = cohort.patients.map((patient): CurveTask => {
      const path = (template: string) => context.resolve(pathFor(template, names.get(patient) ?? patient))
      return {
        image: path(asked.path),
        source: asked.source,
        phases: phases?.map(path),
        times: times ?? asked.times,
        masks: masks.map(([reader, mask]) => [reader, path(mask)]),
        label: asked.label,
        threshold: asked.threshold,
        thresholds,
      }
    })
    const onDone = context.progress('time–signal curves')
    const answers = await context.map('curve/regions', tasks, { onDone })
    const reader = readerOf(study, masks)
    const found: SequenceCurves = {
      sequence,
      thresholds,
      readers: masks.map(([name]) => name).filter((name) => name !== 'consensus'),
      reader,
      patients: [],
      columns: curveColumns(sequence),
    }
    for (const [i, answer] of answers.entries()) {
      const patient = cohort.patients[i]
      const where = { file: sequence, patient }
      if (isFailure(answer)) {
        faults.push(fault(CaseFailed(patient, `time–signal curve of ${sequence}`, answer.failed), where))
        continue
      }
      const counts = reader === 'mean' ? meanCurve(answer, thresholds) : answer.find((one) => one.reader === reader)!
      found.patients.push({ patient, counts, byReader: answer })
      if (counts.type === 0) {
        const problem = NotEnhancing(
          `The region of ${patient} on ${sequence}`,
          counts.enhancement,
          thresholds.enhancing,
        )
        faults.push(fault(problem, where, 'note'))
      }
    }
    for (const column of columnsOf(found, cohort, locales[study.language].images.curves)) {
      if (cohort.columns.has(column.variable.name)) throw CurveColumnTaken(column.variable.name)
      cohort.columns.set(column.variable.name, column)
    }
    curves.push(found)
  }
  return { curves, faults }
}

/** Whose region the curve is of: the reader whose features count, where that one drew on this sequence; else the first. */
function readerOf({ features }: StudyConfig, masks: readonly [reader: string, path: string][]): string {
  const asked = features && 'params' in features ? features.reader : undefined
  if (asked === 'mean' && masks.length > 1) return 'mean'
  return masks.find(([reader]) => reader === asked)?.[0] ?? masks[0][0]
}

/** The mean of the readers' curves, a consensus left out. */
function meanCurve(all: readonly RegionCurve[], thresholds: CurveThresholds): RegionCurve {
  const curves = all.filter(({ reader }) => reader !== 'consensus')
  const mean = (values: (curve: RegionCurve) => readonly number[]) =>
    values(curves[0]).map((_, k) => curves.reduce((sum, curve) => sum + values(curve)[k], 0) / curves.length)
  const signal = mean((curve) => curve.signal)
  const { times } = curves[0]
  return {
    reader: 'mean',
    signal,
    times,
    type: curveType(signal, times, thresholds),
    ...curveChanges(signal, times, thresholds),
    voxels: mean((curve) => curve.voxels) as RegionCurve['voxels'],
  }
}

/** The level of a type in `curveLevels`; NaN for a region that does not enhance. */
export const levelOfType = (type: CurveType) => (type === 0 ? Number.NaN : type - 1)

/** Voxels of type III, in percent of the region. */
export function washoutPercent({ voxels }: RegionCurve): number {
  const all = voxels.reduce((sum, count) => sum + count, 0)
  return all > 0 ? (100 * voxels[3]) / all : Number.NaN
}

function columnsOf(
  { sequence, patients, columns: [type, washout] }: SequenceCurves,
  cohort: Cohort,
  words: Messages['images']['curves'],
): Column[] {
  const byPatient = new Map(patients.map(({ patient, counts }) => [patient, counts]))
  const values = (measure: (curve: RegionCurve) => number) =>
    Float64Array.from(cohort.patientOf, (patient) => {
      const curve = byPatient.get(cohort.patients[patient])
      return curve ? measure(curve) : Number.NaN
    })
  const variable = (name: string, label: string, more: Partial<Variable>): Variable => ({
    name,
    label,
    type: 'continuous',
    missing: [],
    measured: 'imaging',
    derivedFrom: [],
    ...more,
  })
  return [
    {
      variable: variable(type, words.typeColumn(sequenceName(sequence)), { type: 'ordinal', levels: curveLevels }),
      values: values((curve) => levelOfType(curve.type)),
    },
    {
      variable: variable(washout, words.washoutColumn(sequenceName(sequence)), { unit: '%', range: [0, 100] }),
      values: values(washoutPercent),
    },
  ]
}
