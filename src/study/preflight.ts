import { type Fault, fault } from '../cohort/fault.ts'
import { CaseFailed, RegionCut, SpacingUnlike } from '../errors.ts'
import type { CaseTask } from '../run/case.ts'
import type { CaseGlance } from '../run/glance.ts'
import { studyCohort } from './cohort-of.ts'
import type { StudyConfig } from './config.ts'
import type { StudyContext } from './context.ts'
import { studyCurves } from './curves-of.ts'
import { availability, openFeatureTable, studyFeatures } from './features-of.ts'
import { imageCases } from './image-cases.ts'
import { imageFolders } from './image-folders.ts'
import { readersOverlap, sameImages, unlikeQuality } from './preflight-images.ts'
import { soundStudy } from './sound-study.ts'

export interface Preflight {
  assessed: number
  analysed: number
  cases: { patient: string; sequence: string; reader: string; image: string; glance?: CaseGlance }[]
  /** Of two readers' regions, where a sequence has more than one reader. */
  overlaps?: { patient: string; sequence: string; readers: [string, string]; dice: number }[]
  faults: Fault[]
}

/** Every fault of every row and case, with its repair; nothing is extracted or fitted. */
export async function preflight(study: StudyConfig, context: StudyContext): Promise<Preflight> {
  const table = await openFeatureTable(study, context)
  const of = await studyCohort(study, (cohort) => availability(study, cohort, table, context), context)
  const curves = await studyCurves(study, of, context)
  const absent = [
    ...curves.faults,
    ...soundStudy(study, of.cohort).faults,
    ...imageFolders(study, of.supplements.patients, context).faults,
  ]
  const counts = { assessed: of.flow.assessed, analysed: of.flow.analysed }
  if (!study.images || !study.features || 'table' in study.features) {
    const { faults } = await studyFeatures(study, of, table, context)
    return { ...counts, cases: [], faults: [...of.faults, ...absent, ...faults] }
  }
  const text = new TextDecoder().decode(await context.read(study.features.params))
  const cases = imageCases(
    study,
    of.cohort.patients,
    { text, file: study.features.params },
    context,
    of.supplements.patients,
  )
  const tasks = cases.map(({ task }) => task)
  const onDone = context.progress('cases checked')
  const answers = await context.map<CaseTask, CaseGlance | { failed: string }>('glance/case', tasks, { onDone })
  const faults = [...of.faults, ...absent]
  const seen = cases.map(({ input }, i) => {
    const answer = answers[i]
    const { patient, sequence, reader } = input
    const what = `${sequence}${reader ? ` by ${reader}` : ''}`
    if (!('failed' in answer)) {
      const { lost } = answer
      const where = { file: tasks[i].image, patient }
      if (lost) faults.push(fault(RegionCut(lost.region, what, lost.share), where, 'note'))
      return { patient, sequence, reader, image: tasks[i].image, glance: answer }
    }
    faults.push(fault(CaseFailed(patient, what, answer.failed), { file: tasks[i].image, patient }))
    return { patient, sequence, reader, image: tasks[i].image }
  })
  faults.push(...unlikeSpacing(seen, tasks), ...sameImages(seen, tasks), ...unlikeQuality(seen, tasks))
  const overlaps = await readersOverlap(cases, seen, context)
  faults.push(...overlaps.flatMap(({ fault }) => fault ?? []))
  return { ...counts, cases: seen, overlaps: overlaps.map(({ fault: _, ...one }) => one), faults }
}

/** Cases whose spacing is more than a tenth off the usual one of their sequence: often another protocol. */
function unlikeSpacing(cases: Preflight['cases'], tasks: readonly CaseTask[]): Fault[] {
  const found: Fault[] = []
  for (const sequence of new Set(cases.map((one) => one.sequence))) {
    const own = cases.flatMap((one, i) => (one.sequence === sequence && one.glance ? [{ ...one, i }] : []))
    const usual = [0, 1, 2].map((axis) => median(own.map(({ glance }) => glance!.spacing[axis])))
    for (const { patient, glance, i } of own) {
      const axis = glance!.spacing.findIndex((spacing, a) => Math.abs(spacing / usual[a] - 1) > 0.1)
      if (axis < 0) continue
      const problem = SpacingUnlike(sequence, 'xyz'[axis], glance!.spacing[axis], usual[axis])
      found.push(fault(problem, { file: tasks[i].image, patient }, 'note'))
    }
  }
  return found
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]
}
