import { type Checklist, checklistTable, type Evidence } from '../../report/checklists/checklist.ts'
import { checklists } from '../../report/checklists/index.ts'
import type { Cell, Lineage, Report, Section, Table } from '../../report/document.ts'
import type { Messages } from '../../text/locales/index.ts'
import { plainText } from '../../text/with-numbers.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyCohort } from '../stages/cohort.ts'
import { fileName } from './methods/facts.ts'

type Bound = Pick<Report, 'sections' | 'tables' | 'figures'>

/** The reporting checklists, filled in with where this report answers each item: a last section and its tables. */
export function studyChecklists(
  messages: Messages,
  study: StudyConfig,
  patients: StudyCohort,
  bound: Bound,
  from: Lineage,
  files: { models: string[]; nomograms: string[] },
): { section: Section; tables: Table[] } {
  const answers = answersOf(messages, study, patients, bound, files)
  const applies: Record<Checklist['concerns'], boolean> = {
    prediction: patients.outcome !== undefined || Object.values(study.models).some(({ cox }) => cox),
    radiomics: study.features !== undefined,
  }
  const filled = checklists.filter(({ concerns }) => applies[concerns])
  const tables = filled.map((checklist, i) => ({
    ...checklistTable({ number: `S${i + 1}`, checklist, answers, messages }),
    from,
  }))
  return {
    section: {
      id: 'checklists',
      title: messages.checklists.title,
      from,
      blocks: [
        {
          kind: 'paragraph',
          text: plainText(messages.checklists.paragraph),
        },
        ...tables.map(({ id }) => ({ kind: 'table' as const, id })),
      ],
    },
    tables,
  }
}

/** What the report shows, by name, with the place; only what is really there. */
function answersOf(
  messages: Messages,
  study: StudyConfig,
  studied: StudyCohort,
  { sections, tables, figures }: Bound,
  files: { models: string[]; nomograms: string[] },
): Partial<Record<Evidence, Cell>> {
  const { checklists: words } = messages
  const section = (id: string) => sections.find((one) => one.id === id)?.title
  const table = (...ids: string[]) => {
    const found = tables.filter((one) => ids.some((id) => one.id === id || one.id.startsWith(`${id}-`)))
    return found.length > 0 ? words.tables(found.map((one) => one.number).join(', ')) : undefined
  }
  const figure = (id: string) => {
    const found = figures.find((one) => one.id === id || one.id.startsWith(`${id}-`))
    return found && words.figure(found.number)
  }
  const { heads } = messages.methods
  const methods = (part: keyof typeof heads) => (section('methods') ? words.methods(heads[part]) : undefined)
  const patients = methods(studied.outcome ? 'patientsAndOutcome' : 'patients')
  const models = Object.keys(study.models).length > 0
  const extracted = study.features !== undefined && 'params' in study.features
  const heldOut = studied.validation.length > 0
  const { nested, bootstrap } = study.validation
  const readers = Object.values(study.images ?? {}).some((one) => Object.keys(one.masks ?? {}).length > 1)
  const selects = (step: string) => study.selection.some((one) => step in one)
  const scored = Object.values(study.models).some(
    (model) => 'terms' in model && model.terms.some((term) => typeof term === 'object' && 'score' in term),
  )
  const plain = Object.values(study.models).some(
    (model) => 'terms' in model && model.terms.every((term) => typeof term === 'string' || !('score' in term)),
  )
  // A threshold belongs to a model of the outcome that was cross-validated.
  const thresholds = nested !== undefined && Object.values(study.models).some(({ cox }) => !cox)
  const inUse = [...files.nomograms, ...files.models].join(', ')
  const places: Partial<Record<Evidence, (string | false | undefined)[]>> = {
    title: [study.study],
    dataSource: [patients],
    criteria: [study.criteria && patients],
    flow: [figure('flow')],
    outcome: [studied.outcome && patients],
    predictors: [models && methods('models'), study.cohort.codebook && fileName(study.cohort.codebook)],
    readers: [readers && methods('features')],
    resampling: [extracted && methods('features')],
    preprocessing: [extracted && methods('features')],
    discretisation: [extracted && methods('features')],
    imageTypes: [extracted && methods('features')],
    extraction: [extracted && methods('features')],
    featureClasses: [extracted && methods('features')],
    featureCount: [study.features && methods('features')],
    defaults: [extracted && methods('features')],
    dataChecks: [section('faults'), patients],
    missing: [models && methods('models')],
    split: [models && methods('models'), section('split')],
    scaling: [selects('lasso') && methods('models')],
    reliability: [selects('icc') && methods('models')],
    selection: [study.selection.length > 0 && methods('models')],
    modelType: [models && methods('models')],
    tuning: [selects('lasso') && methods('models')],
    internalValidation: [(nested || bootstrap > 0) && models && methods('models')],
    measures: [models && methods('models')],
    intervals: [table('performance')],
    comparison: [table('comparison')],
    nonRadiomic: [scored && plain && table('performance')],
    utility: [figure('leading') ?? figure('calibration') ?? figure('validation'), table('net-benefit')],
    threshold: [thresholds && methods('models'), thresholds && table('performance')],
    classBalance: [models && methods('models')],
    sampleSize: [table('sample-size')],
    clusters: [table('centres')],
    subgroups: [table('subgroups')],
    differences: [heldOut && table('split', 'training')],
    baseline: [table('baseline', 'clinical', 'table-1')],
    counts: [figure('flow'), table('performance')],
    specification: [table('coefficients'), models && files.models.join(', ')],
    performance: [table('performance'), figure('leading'), figure('validation')],
    calibration: [figure('leading'), figure('validation'), figure('calibration')],
    pipeline: [figure('folds')],
    selectedFeatures: [section('selection')],
    explanation: [figure('effects'), figure('nomogram')],
    limitations: [section('limitations')],
    inputQuality: [inUse !== '' && words.ranges(inUse)],
    parameters: [
      extracted && study.features && 'params' in study.features ? fileName(study.features.params) : undefined,
    ],
    code: ['study.yaml, reproduce.R, provenance.json'],
    features: [extracted && 'features.csv'],
    modelFile: [files.models.join(', ')],
    tool: [files.nomograms.join(', ')],
    checklists: [words.thisSection],
  }
  const answers: Partial<Record<Evidence, Cell>> = {}
  for (const [name, found] of Object.entries(places)) {
    const text = found.filter((one): one is string => typeof one === 'string' && one !== '').join('; ')
    if (text) answers[name as Evidence] = plainText(text)
  }
  return answers
}
