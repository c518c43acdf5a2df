import { type Fault, fault } from '../../cohort/fault.ts'
import { NearlyOutcome, Problem, problemOr } from '../../errors/index.ts'
import type { ModelStudy } from '../../model/index.ts'
import { modelsNotFitted } from '../../model/validate/validate-models.ts'
import type { ParallelMap } from '../../parallel.ts'
import type { StudyConfig } from '../file/schema.ts'
import { isPredicted, type StudyCohort } from '../stages/cohort.ts'
import { coxGroups, coxModelStudy } from '../stages/cox-models.ts'
import type { StudyFeatures } from '../stages/features.ts'
import { outcomeModelStudy } from '../stages/outcome-models.ts'
import type { StudyPredictors } from '../stages/predictors.ts'
import { studySurvival } from '../stages/survival.ts'
import { withoutAbsentColumns } from '../stages/without-absent-columns.ts'

/**
 * What the run would say of the models and survival analyses before it validates anything: predictors that are refused,
 * names that are none, events that nobody has, horizons beyond the follow-up, groups without levels, models that cannot be
 * fitted (each is fitted once). By the same code; features that images are to give are not known yet, so models that may
 * name one are not planned.
 */
export async function modelFaults(
  asked: StudyConfig,
  patients: StudyCohort,
  features: StudyFeatures,
  map: ParallelMap,
): Promise<Fault[]> {
  if (patients.questions.length > 0) return []
  const { study } = withoutAbsentColumns(asked, patients.cohort)
  const { file } = study.cohort
  const told: Fault[] = []
  const tell = async (
    found: { found: Pick<StudyPredictors, 'faults' | 'suspected'>; fitted: ModelStudy } | Problem,
  ) => {
    if (found instanceof Problem) told.push(fault(found, { file }))
    else {
      const problems = await modelsNotFitted(found.fitted, map)
      const suspected = found.found.suspected.map(({ column, reason }) =>
        fault(NearlyOutcome(column, reason), { file, column }, 'note'),
      )
      told.push(...found.found.faults, ...suspected, ...problems.map((problem) => fault(problem, { file })))
    }
  }
  const isExtracted = study.features !== undefined && !('table' in study.features)
  if (!isExtracted) {
    if (isPredicted(patients)) await tell(problemOr(() => outcomeModelStudy(study, patients, features)))
    for (const group of coxGroups(study)) await tell(problemOr(() => coxModelStudy(study, group, patients, features)))
  }
  told.push(...(await studySurvival(study, patients.cohort, map)).faults)
  const seen = new Set<string>()
  return told.filter(({ code, column, what }) => {
    const key = `${code} ${column} ${what}`
    return !seen.has(key) && seen.add(key)
  })
}
