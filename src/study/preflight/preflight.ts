import { filesOf } from '../../cases/case-files.ts'
import type { CaseInspection, CaseOwner } from '../../cases/inspect.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import {
  ActivityUnits,
  CaseFailed,
  CaseIncomplete,
  RegionConstant,
  RegionCut,
  RegionEverywhere,
  RegionInAir,
  RegistrationRejected,
} from '../../errors/index.ts'
import { readSettings } from '../../features/settings/settings.ts'
import type { SlicePicture } from '../../image/quality/picture.ts'
import { isFailure } from '../../jobs/failure.ts'
import type { Case } from '../cases/extract-all.ts'
import { imageFolders } from '../cases/image-folders.ts'
import { normalisationFaults } from '../cases/learn-histograms.ts'
import { networkFaults } from '../cases/network.ts'
import { imageCases, paramsOf, readersOfSome } from '../cases/study-cases.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import { secondReadings } from '../file/second-readings.ts'
import { studyCohort } from '../stages/cohort.ts'
import { availability, openFeatureTable, studyFeatures } from '../stages/features.ts'
import { flaggedFaults, type ImageQuality } from '../stages/image-quality.ts'
import { studyCurves } from '../stages/time-signal-curves.ts'
import { withoutAbsentColumns } from '../stages/without-absent-columns.ts'
import { readersOverlap, sameImages, unlikeRanges, unlikeRegions, unlikeSpacing } from './compare-images.ts'
import { identityFaults, masksOfOthers, mixedUnits } from './identity.ts'
import { modelFaults } from './model-faults.ts'

/** A case that was looked at; `picture` where it cannot be extracted, but drawn. */
export interface SeenCase {
  patient: string
  sequence: string
  reader: string
  image: string
  owner?: CaseOwner
  glance?: CaseInspection
  picture?: SlicePicture
}

export interface Preflight {
  assessed: number
  analysed: number
  cases: SeenCase[]
  /** Of patients whom the criteria leave out, the cases whose image stands out: they are only looked at. */
  leftOut?: SeenCase[]
  /** What was measured of each image, and which measures stand out. */
  quality?: Pick<ImageQuality, 'patient' | 'sequence' | 'values' | 'flagged'>[]
  /** Of two readers' regions, where a sequence has more than one reader. */
  overlaps?: { patient: string; sequence: string; readers: [string, string]; dice: number; again?: boolean }[]
  faults: Fault[]
}

/** Every fault of every row and case, with its repair; nothing is extracted or validated. */
export async function preflight(study: StudyConfig, context: StudyContext): Promise<Preflight> {
  const table = await openFeatureTable(study, context)
  const studied = await studyCohort(
    study,
    (cohort) => availability(study, cohort, table, context),
    context,
    table?.features,
  )
  const everyone = studied.supplements.patients
  const faults = [
    ...studied.questions.map((question) => fault(question, { file: study.cohort.file })),
    ...studied.faults,
    ...(await studyCurves(study, studied, context)).faults,
    ...withoutAbsentColumns(study, studied.cohort).faults,
    ...imageFolders(study, everyone, context).faults,
  ]
  const fromTable = table ? await studyFeatures(study, studied, table, context) : undefined
  if (fromTable) faults.push(...fromTable.faults)
  const features = fromTable ?? { names: [], values: [], faults: [], rows: [] }
  faults.push(...(await modelFaults(study, studied, features, context.map)))
  const counts = { assessed: studied.flow.assessed, analysed: studied.flow.analysed }
  if (!study.images) return { ...counts, cases: [], faults }
  const params = await paramsOf(study, context)
  const casesOf = (patients: readonly string[]) => imageCases(study, patients, params, context, everyone)
  const cases = casesOf(studied.cohort.patients)
  faults.push(...(await networkFaults(study, context)))
  const tasks = cases.map(({ task }) => task)
  const onDone = context.progress('cases checked')
  const answers = await context.map('glance/case', tasks, { onDone })
  const seen = cases.map(({ input }, i): SeenCase => {
    const answer = answers[i]
    const { patient, sequence, reader } = input
    const what = `${sequence}${reader ? ` by ${reader}` : ''}`
    if (!isFailure(answer)) {
      const { lost } = answer
      const where = { file: tasks[i].image, patient }
      if (lost) faults.push(fault(RegionCut(lost.region, what, lost.share), where, 'note'))
      const rejected = answer.registration?.rejected
      if (rejected !== undefined) faults.push(fault(RegistrationRejected(what, rejected), where, 'note'))
      const { activity, inAir = 0, owner } = answer
      if (activity) faults.push(fault(ActivityUnits(activity), where, 'note'))
      const { regionRange, everywhere = 0 } = answer
      if (regionRange[0] === regionRange[1])
        faults.push(fault(RegionConstant(patient, sequence, regionRange[0]), where, 'note'))
      if (everywhere > halfOfImage) faults.push(fault(RegionEverywhere(patient, sequence, everywhere), where, 'note'))
      if (inAir > halfInAir) faults.push(fault(RegionInAir(patient, sequence, inAir), where, 'note'))
      return { patient, sequence, reader, image: tasks[i].image, owner, glance: answer }
    }
    faults.push(fault(CaseFailed(patient, what, answer.failed), { file: tasks[i].image, patient }))
    return { patient, sequence, reader, image: tasks[i].image, owner: answer.owner, picture: answer.picture }
  })
  const quality = studied.quality ?? []
  faults.push(
    ...normalisationFaults(study, readSettings(params.text, params.file)),
    ...unlikeSpacing(seen, tasks),
    ...sameImages(seen, tasks),
    ...identityFaults(seen, tasks, everyone),
    ...masksOfOthers(seen, tasks),
    ...mixedUnits(seen),
    ...readersOfSome(study, cases, studied.cohort.patients),
    ...unlikeRanges(seen, tasks),
    ...unlikeRegions(seen, tasks),
    ...flaggedFaults(quality),
    ...incomplete(casesOf(everyone), new Set(studied.cohort.patients), context),
  )
  const overlaps = await readersOverlap(cases, seen, context, secondReadings(study))
  faults.push(...overlaps.flatMap(({ fault }) => fault ?? []))
  const measured = quality.map(({ patient, sequence, values, flagged }) => ({ patient, sequence, values, flagged }))
  const leftOut = await flaggedLeftOut(casesOf, quality, new Set(studied.cohort.patients), context)
  return {
    ...counts,
    cases: seen,
    leftOut,
    quality: measured,
    overlaps: overlaps.map(({ fault: _, ...one }) => one),
    faults,
  }
}

/** Pictures of images that stand out in patients who are not analysed: what is told of them is to be looked at. */
async function flaggedLeftOut(
  casesOf: (patients: readonly string[]) => Case[],
  quality: readonly ImageQuality[],
  analysed: ReadonlySet<string>,
  context: StudyContext,
): Promise<SeenCase[]> {
  const flagged = quality.filter((one) => one.flagged.length > 0 && !analysed.has(one.patient))
  const cases = casesOf([...new Set(flagged.map(({ patient }) => patient))]).filter(({ input }) =>
    flagged.some((one) => one.patient === input.patient && one.sequence === input.sequence),
  )
  const answers = await context.map(
    'glance/case',
    cases.map(({ task }) => task),
  )
  return cases.map(({ input, task }, i) => {
    const { patient, sequence, reader } = input
    const answer = answers[i]
    const seen = isFailure(answer) ? { picture: answer.picture } : { glance: answer }
    return { patient, sequence, reader, image: task.image, ...seen }
  })
}

/** A region that lies so in the air around the patient is hardly where it was drawn. */
const halfInAir = 0.5
/** A lesion does not take half of an image and reach its edges. */
const halfOfImage = 0.5

/** Patients who are not analysed and have some of their files but not all: often the reason. */
function incomplete(cases: readonly Case[], analysed: ReadonlySet<string>, context: StudyContext): Fault[] {
  const patients = [...new Set(cases.map(({ input }) => input.patient))].filter((patient) => !analysed.has(patient))
  return patients.flatMap((patient) => {
    const files = [
      ...new Set(cases.filter(({ input }) => input.patient === patient).flatMap(({ task }) => filesOf(task))),
    ]
    const lacking = files.filter((path) => !context.exists(path))
    if (lacking.length === 0 || lacking.length === files.length) return []
    return [fault(CaseIncomplete(patient, lacking), { file: lacking[0], patient }, 'note')]
  })
}
