import { withoutZeros } from '../../cohort/tables/row-identity.ts'
import type { Table } from '../../cohort/tables/table.ts'
import type { Picked, PickedOutcome, PickedSurvival } from './pick-columns.ts'

/** What was found in a folder that could be a study: its files' paths (with /) and the table that names the patients. */
export interface Found {
  /** All files below the folder, and folders that hold DICOM slices, as paths relative to it. */
  paths: readonly string[]
  /** Of these, DICOM files and folders that hold a segmentation or a structure set. */
  masks?: readonly string[]
  /** By an image folder of one patient: which of its images could be meant. */
  sources?: ReadonlyMap<string, DraftSource>
  tableFile: string
  /** Of a workbook with several. */
  sheet?: string
  table: Table
  picked: PickedColumns
  /** The table of features: the same, or another. */
  features?: { file: string; sheet?: string; id: string; count: number }
}

export interface PickedColumns {
  id: Picked
  patient?: Picked
  outcome?: PickedOutcome
  survival: PickedSurvival[]
  /** What is known at baseline and may predict. */
  clinical: string[]
  /** Columns that make groups. */
  groups: string[]
}

/** What `source:` of a folder could be: drafted where its images say it, with all that there is. */
export interface DraftSource {
  source?: string
  choices: string[]
}

/** A parameter file to begin with: 1 mm voxels, normalised signal, original and filtered images. */
export const draftParams = `# A PyRadiomics parameter file. MR signal has no unit: look at --normalise and at the bin width.
setting: { binWidth: 25, label: 1, resampledPixelSpacing: [1, 1, 1], interpolator: sitkBSpline }
imageType: { Original: {}, Wavelet: {}, LoG: { sigma: [2.0, 4.0] } }
featureClass: { shape: [], firstorder: [], glcm: [], glrlm: [], glszm: [], gldm: [] }
`

interface Template {
  path: string
  /** One of the paths that it stands for. */
  example: string
  patients: number
}

const maskWord = /mask|label|seg|roi|lesion|tumou?r|läsion|kontur|contour|勾画|分割|掩膜|标注|标签|病灶/i
const readerWord = /(reader|radiologist|rater|observer|leser|befunder|r)[-_ ]?(\d+|[ab])(?![a-z0-9])/i

/** A first study file from what is in a folder; what could not be told from it stands in comments, with the choices. */
export function draftStudy(tables: Found): string {
  const { paths, sources, tableFile, sheet, table, picked, features } = tables
  const { id, patient, outcome, survival, clinical } = picked
  const templates = pathTemplates(paths, idsOf(table, patient?.name ?? id.name))
  const ofMasks = new Set(tables.masks)
  const isMask = ({ path, example }: Template) =>
    ofMasks.has(example) || (maskWord.test(path) && !tables.sources?.has(example))
  const images = templates.filter((one) => !isMask(one))
  const masks = templates.filter(isMask)
  const cohort = [
    `file: ${yamlText(tableFile)}`,
    ...(sheet === undefined ? [] : [`sheet: ${yamlText(sheet)}`]),
    `id: ${yamlText(id.name)}`,
    ...(patient ? [`patient: ${yamlText(patient.name)}`] : []),
    'codebook: codebook.yaml',
  ]
  const lines = [
    `study: ${yamlText(titleOf(tableFile))}`,
    'seed: 1',
    `cohort: { ${cohort.join(', ')} }   # id: ${id.why}${patient ? `; patient: ${patient.why}` : ''}`,
    ...(patient ? ['unit: lesion   # rows are lesions or scans; or `aggregate: mean` for one row a patient'] : []),
    ...outcomeLines(outcome),
    '# criteria: { include: [age >= 18], exclude: [] }',
  ]
  const blocks: string[] = []
  const models: string[] = []
  if (images.length > 0) {
    lines.push('images:')
    const taken = new Set<string>()
    for (const { path, example, patients } of images) {
      const name = unlike(sequenceName(path), taken)
      lines.push(
        `  ${name}:   # ${patients} patients`,
        `    path: ${yamlText(path)}`,
        ...sourceLines(sources?.get(example)),
        ...maskLines(name, path, masks),
      )
    }
    lines.push('features: { params: params.yaml }   # a PyRadiomics parameter file')
  } else if (features) {
    const isOwn = features.file === tableFile && features.sheet === sheet
    const own = `${features.sheet === undefined || isOwn ? '' : `, sheet: ${yamlText(features.sheet)}`}${isOwn ? '' : `, id: ${yamlText(features.id)}`}`
    lines.push(
      `features: { table: ${yamlText(features.file)}${own} }   # ${features.count} columns named like features`,
    )
  } else lines.push('# images: { t2: { path: "images/{patient}/t2.nrrd", mask: "images/{patient}/mask.nrrd" } }')
  if (clinical.length > 0) {
    blocks.push(`clinical: [${clinical.map(yamlText).join(', ')}]`)
    models.push(clinical.length > 6 ? '  clinical: { lasso: [clinical] }' : '  clinical: { terms: [clinical] }')
  }
  if (images.length > 0 || features) {
    blocks.push('radiomics: features')
    models.push('  radiomics: { terms: [{ score: radiomics }] }')
    lines.push(
      'selection: [ { variance: 0.1 }, { correlation: 0.8, keep: outcome }, { lasso: { folds: 10, lambda: min } } ]',
    )
  } else if (clinical.length > 6) lines.push('selection: [ { lasso: { folds: 10, lambda: min } } ]')
  if (blocks.length > 0) lines.push(`blocks: { ${blocks.join(', ')} }`)
  else lines.push('# blocks: { clinical: [age, ...] }')
  const mark = outcome ? '' : '# '
  for (const line of models.length > 0 ? ['models:', ...models] : ['# models: { clinical: { terms: [clinical] } }'])
    lines.push(line.startsWith('#') ? line : `${mark}${line}`)
  lines.push(...survivalLines(survival, outcome, picked.groups))
  if (outcome) {
    lines.push(
      'split: none   # nested cross-validation uses every patient; { by: centre, validation: [...] } holds some out',
    )
    lines.push('validation: { nested: { folds: 10, repeats: 1 }, bootstrap: 200 }')
  }
  return `${lines.join('\n')}\n`
}

function outcomeLines(outcome: PickedOutcome | undefined): string[] {
  if (!outcome)
    return ['# outcome: { column: ..., positive: ... }   # no column of two values is called like an outcome']
  const { name, positive, negative, values, why, isSure } = outcome
  const without = negative === undefined ? '' : `, negative: ${yamlText(negative)}`
  const choices = values.map(({ value, count }) => `${value} (${count})`).join(', ')
  const asked = isSure
    ? `${why}: ${choices}`
    : `check: which value is the outcome? It is ${choices}; the rarer one was taken`
  return [`outcome: { column: ${yamlText(name)}, positive: ${yamlText(positive)}${without} }   # ${asked}`]
}

function survivalLines(survival: PickedSurvival[], outcome: PickedOutcome | undefined, groups: string[]): string[] {
  const by = outcome?.name ?? groups[0]
  if (survival.length === 0 || by === undefined) return []
  return [
    'survival:',
    ...survival.map(({ time, event, value, values }) => {
      const said =
        value === undefined ? yamlText(event.name) : `{ column: ${yamlText(event.name)}, value: ${yamlText(value)} }`
      const asked =
        value === undefined ? values.join(', ') : `check: which value is the event? It is ${values.join(', ')}`
      return `  - { time: ${yamlText(time.name)}, event: ${said}, by: ${yamlText(by)} }   # ${asked}`
    }),
  ]
}

/** Paths in which an identifier was found, with {patient} in its place, those of most patients first. */
export function pathTemplates(paths: readonly string[], ids: readonly string[]): Template[] {
  const known = new Set(ids)
  const patients = new Map<string, Set<string>>()
  const examples = new Map<string, string>()
  for (const path of paths) {
    const parts = path.split(/[/._-]/)
    // Excel takes leading zeros from a table's identifiers, and folders keep theirs; a run finds them likewise.
    const found =
      parts.find((part) => known.has(part)) ??
      parts.find((part) => /^0\d+$/.test(part) && known.has(withoutZeros(part))) ??
      ids.find((id) => id.length > 2 && path.includes(id))
    if (!found) continue
    const template = path.replaceAll(found, '{patient}')
    if (!patients.has(template)) patients.set(template, new Set())
    if (!examples.has(template)) examples.set(template, path)
    patients.get(template)!.add(found)
  }
  return [...patients]
    .map(([path, found]) => ({ path, example: examples.get(path)!, patients: found.size }))
    .filter(({ patients: n }) => n > 1 || ids.length === 1)
    .sort((a, b) => b.patients - a.patients || a.path.localeCompare(b.path))
}

function sourceLines(draft: DraftSource | undefined): string[] {
  if (!draft || draft.choices.length < 2) return []
  const listed = draft.choices.map((choice) => `    #   ${choice}`)
  if (draft.source) return [`    source: ${draft.source}   # check; the folder holds`, ...listed]
  return ['    source: FILL-IN   # one of these', ...listed]
}

function maskLines(name: string, path: string, masks: Template[]): string[] {
  const named = masks.filter((mask) => mask.path.toLowerCase().includes(name))
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const own = named.length > 0 ? named : masks.filter((mask) => mask.path.startsWith(folder))
  if (own.length === 0 && masks.length > 0)
    return [
      '    mask: FILL-IN   # one of these, or of several readers `masks: { reader1: ..., reader2: ... }`',
      ...masks.map((mask) => `    #   ${yamlText(mask.path)}`),
    ]
  if (own.length === 0) return ['    mask: FILL-IN']
  if (own.length === 1) return [`    mask: ${yamlText(own[0].path)}`]
  const readers = own.map(
    (mask, i) =>
      `${readerWord.exec(mask.path)?.[0].toLowerCase().replace(/[-_ ]/g, '') ?? `reader${i + 1}`}: ${yamlText(mask.path)}`,
  )
  return [`    masks: { ${readers.join(', ')} }`]
}

/** A name that is not taken yet: dce, then dce2. */
function unlike(name: string, taken: Set<string>): string {
  let own = name
  for (let copy = 2; taken.has(own); copy++) own = `${name}${copy}`
  taken.add(own)
  return own
}

/** What sequences are called elsewhere. */
const otherNames: [RegExp, string][] = [
  [/增强|动态/, 'dce'],
  [/弥散|扩散|diff/i, 'dwi'],
]

function sequenceName(path: string): string {
  const known = /dce|dwi|adc|t1|t2|flair|ct|pet|pre|post/i.exec(path.slice(path.lastIndexOf('}') + 1))
  if (known) return known[0].toLowerCase()
  const told = otherNames.find(([word]) => word.test(path.slice(path.lastIndexOf('}') + 1)))
  if (told) return told[1]
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\..*$/, '')
  return (
    file
      .replace('{patient}', '')
      .replace(/[^a-z0-9]+/gi, '')
      .toLowerCase() || 'image'
  )
}

export function idsOf(table: Table, id: string): string[] {
  return table.columns.find((column) => column.name === id)?.cells.filter((cell) => cell !== '') ?? []
}

function titleOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
}

/** A YAML scalar: plain where that is unambiguous, else in double quotes. */
function yamlText(text: string): string {
  return /^[A-Za-z_][\w ./-]*$/.test(text) && !/^(y|n|yes|no|true|false|on|off|null)$/i.test(text)
    ? text
    : JSON.stringify(text)
}
