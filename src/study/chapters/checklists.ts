import { type Checklist, checklistTable, type Evidence } from '../../report/checklists/checklist.ts'
import { clear } from '../../report/checklists/clear.ts'
import { metrics } from '../../report/checklists/metrics.ts'
import { tripodAi } from '../../report/checklists/tripod-ai.ts'
import type { Cell, From, Report, Section, Table } from '../../report/document.ts'
import { plainText } from '../../text/with-numbers.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyCohort } from '../stages/cohort.ts'

type Bound = Pick<Report, 'sections' | 'tables' | 'figures'>

/** The reporting checklists, filled in with where this report answers each item: a last section and its tables. */
export function studyChecklists(
  study: StudyConfig,
  of: StudyCohort,
  bound: Bound,
  from: From,
): { section: Section; tables: Table[] } {
  const answers = answersOf(study, of, bound)
  // TRIPOD is about prediction.
  const predicts = of.outcome !== undefined || Object.values(study.models).some(({ cox }) => cox)
  const lists: [string, Checklist][] = predicts ? [['tripod-ai', tripodAi]] : []
  if (study.features) lists.push(['clear', clear], ['metrics', metrics])
  const tables = lists.map(([id, checklist], i) => ({
    ...checklistTable({ id, number: `S${i + 1}`, checklist, answers, language: study.language }),
    from,
  }))
  return {
    section: {
      id: 'checklists',
      title: 'Reporting checklists',
      from,
      blocks: [
        {
          kind: 'paragraph',
          text: plainText(
            'Where this report answers the items of the reporting guidelines, what is missing, and what the authors must write. The table and figure numbers are those of this report.',
          ),
        },
        ...tables.map(({ id }) => ({ kind: 'table' as const, id })),
      ],
    },
    tables,
  }
}

/** What the report shows, by name, with the place; only what is really there. */
function answersOf(
  study: StudyConfig,
  of: StudyCohort,
  { sections, tables, figures }: Bound,
): Partial<Record<Evidence, Cell>> {
  const section = (id: string) => sections.find((one) => one.id === id)?.title
  const table = (...ids: string[]) => {
    const found = tables.filter((one) => ids.some((id) => one.id === id || one.id.startsWith(`${id}-`)))
    return found.length > 0 ? `Table ${found.map((one) => one.number).join(', ')}` : undefined
  }
  const figure = (id: string) => {
    const found = figures.find((one) => one.id === id || one.id.startsWith(`${id}-`))
    return found && `Figure ${found.number}`
  }
  const methods = (part: string) => (section('methods') ? `Methods, ${part}` : undefined)
  const patients = methods(of.outcome ? 'Patients and outcome' : 'Patients')
  const models = Object.keys(study.models).length > 0
  const extracted = study.features !== undefined && 'params' in study.features
  const heldOut = of.validation.length > 0
  const { nested, bootstrap } = study.validation
  const readers = Object.values(study.images ?? {}).some((one) => Object.keys(one.masks ?? {}).length > 1)
  const selects = (step: string) => study.selection.some((one) => step in one)
  const scored = Object.values(study.models).some(
    (model) => 'terms' in model && model.terms.some((term) => typeof term === 'object' && 'score' in term),
  )
  const plain = Object.values(study.models).some(
    (model) => 'terms' in model && model.terms.every((term) => typeof term === 'string' || !('score' in term)),
  )
  const places: Partial<Record<Evidence, (string | false | undefined)[]>> = {
    title: [study.study],
    dataSource: [patients],
    criteria: [study.criteria && patients],
    flow: [figure('flow')],
    outcome: [of.outcome && patients],
    predictors: [models && methods('Models and validation'), study.cohort.codebook],
    readers: [readers && methods('Image features')],
    resampling: [extracted && methods('Image features')],
    preprocessing: [extracted && methods('Image features')],
    discretisation: [extracted && methods('Image features')],
    imageTypes: [extracted && methods('Image features')],
    extraction: [extracted && methods('Image features')],
    featureClasses: [extracted && methods('Image features')],
    featureCount: [study.features && methods('Image features')],
    defaults: [extracted && methods('Image features')],
    dataChecks: [section('faults'), patients],
    missing: [models && methods('Models and validation')],
    split: [models && methods('Models and validation'), section('split')],
    scaling: [selects('lasso') && methods('Models and validation')],
    reliability: [selects('icc') && methods('Models and validation')],
    selection: [study.selection.length > 0 && methods('Models and validation')],
    modelType: [models && methods('Models and validation')],
    tuning: [selects('lasso') && methods('Models and validation')],
    internalValidation: [(nested || bootstrap > 0) && models && methods('Models and validation')],
    measures: [models && methods('Models and validation')],
    intervals: [table('performance')],
    comparison: [table('comparison')],
    nonRadiomic: [scored && plain && table('performance')],
    utility: [figure('validation')],
    threshold: [models && methods('Models and validation')],
    classBalance: [models && methods('Models and validation')],
    sampleSize: [table('sample-size')],
    clusters: [table('centres')],
    subgroups: [table('subgroups')],
    differences: [heldOut && table('split', 'training')],
    baseline: [table('baseline', 'clinical', 'table-1')],
    counts: [figure('flow'), table('performance')],
    specification: [table('coefficients'), 'model.json'],
    performance: [table('performance'), figure('validation')],
    calibration: [figure('validation')],
    selectedFeatures: [section('selection')],
    explanation: [figure('effects'), figure('nomogram')],
    limitations: [section('limitations')],
    inputQuality: [models && 'nomogram.html, model.json (ranges, imputation)'],
    parameters: [extracted && study.features && 'params' in study.features ? study.features.params : undefined],
    code: ['study.yaml, reproduce.R, provenance.json'],
    features: [extracted && 'features.csv'],
    modelFile: [models && 'model.json'],
    tool: [figure('nomogram') && 'nomogram.html'],
    checklists: ['this section'],
  }
  const answers: Partial<Record<Evidence, Cell>> = {}
  for (const [name, found] of Object.entries(places)) {
    const text = found.filter((one): one is string => typeof one === 'string' && one !== '').join('; ')
    if (text) answers[name as Evidence] = plainText(text)
  }
  return answers
}
