import type { Table } from '../../cohort/tables/table.ts'

/** What was found in a folder that could be a study: its files' paths (with /) and the table that names the patients. */
export interface Found {
  /** All files below the folder, and folders that hold DICOM slices, as paths relative to it. */
  paths: readonly string[]
  tableFile: string
  table: Table
  id: string
}

interface Template {
  path: string
  patients: number
}

const maskWord = /mask|label|seg|roi|lesion|tumou?r/i
const readerWord = /(reader|radiologist|rater|observer|r)[-_ ]?(\d+|[ab])(?![a-z0-9])/i
const outcomeWord = /her-?2|status|outcome|response|pcr|recur|death|event|label|target/i

/** A first study file from what is in a folder, with what could not be told from it left as comments. */
export function draftStudy({ paths, tableFile, table, id }: Found): string {
  const templates = pathTemplates(paths, idsOf(table, id))
  const images = templates.filter(({ path }) => !maskWord.test(path))
  const masks = templates.filter(({ path }) => maskWord.test(path))
  const outcome = table.columns.find(
    (column) => column.name !== id && outcomeWord.test(column.name) && isTwoValued(column.cells),
  )
  const positive = outcome && rarest(outcome.cells)
  const lines = [
    `study: ${yamlText(titleOf(tableFile))}`,
    'seed: 1',
    `cohort: { file: ${yamlText(tableFile)}, id: ${yamlText(id)}, codebook: codebook.yaml }`,
    outcome
      ? `outcome: { column: ${yamlText(outcome.name)}, positive: ${yamlText(positive!)} }   # check: which value is the positive one?`
      : 'outcome: { column: FILL-IN, positive: FILL-IN }   # no column with two values looks like an outcome',
    '# criteria: { include: [age >= 18], exclude: [] }',
  ]
  if (images.length > 0) {
    lines.push('images:')
    for (const { path, patients } of images) {
      const name = sequenceName(path)
      lines.push(`  ${name}:   # ${patients} patients`, `    path: ${yamlText(path)}`, ...maskLines(name, path, masks))
    }
    lines.push('features: { params: params.yaml }   # a PyRadiomics parameter file')
    lines.push('blocks: { radiomics: features }')
    lines.push(
      'selection: [ { variance: 0.1 }, { correlation: 0.8, keep: outcome }, { lasso: { folds: 10, lambda: min } } ]',
    )
    lines.push('models:', '  radiomics: { terms: [{ score: radiomics }] }')
  } else {
    lines.push('# images: { t2: { path: "images/{patient}/t2.nrrd", mask: "images/{patient}/mask.nrrd" } }')
    lines.push('# blocks: { clinical: [age, ...] }', '# models: { clinical: { terms: [clinical] } }')
  }
  lines.push('split: { training: 0.7, stratify: outcome }')
  lines.push('validation: { nested: { folds: 10, repeats: 1 }, bootstrap: 200, permutations: 20 }')
  return `${lines.join('\n')}\n`
}

/** Paths in which an identifier was found, with {patient} in its place, those of most patients first. */
export function pathTemplates(paths: readonly string[], ids: readonly string[]): Template[] {
  const known = new Set(ids)
  const patients = new Map<string, Set<string>>()
  for (const path of paths) {
    const found =
      path.split(/[/._-]/).find((part) => known.has(part)) ?? ids.find((id) => id.length > 2 && path.includes(id))
    if (!found) continue
    const template = path.replaceAll(found, '{patient}')
    if (!patients.has(template)) patients.set(template, new Set())
    patients.get(template)!.add(found)
  }
  return [...patients]
    .map(([path, found]) => ({ path, patients: found.size }))
    .filter(({ patients: n }) => n > 1 || ids.length === 1)
    .sort((a, b) => b.patients - a.patients || a.path.localeCompare(b.path))
}

function maskLines(name: string, path: string, masks: Template[]): string[] {
  const named = masks.filter((mask) => mask.path.toLowerCase().includes(name))
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const own = named.length > 0 ? named : masks.filter((mask) => mask.path.startsWith(folder))
  if (own.length === 0) return ['    mask: FILL-IN']
  if (own.length === 1) return [`    mask: ${yamlText(own[0].path)}`]
  const readers = own.map(
    (mask, i) =>
      `${readerWord.exec(mask.path)?.[0].toLowerCase().replace(/[-_ ]/g, '') ?? `reader${i + 1}`}: ${yamlText(mask.path)}`,
  )
  return [`    masks: { ${readers.join(', ')} }`]
}

function sequenceName(path: string): string {
  const known = /dce|dwi|adc|t1|t2|flair|ct|pet|pre|post/i.exec(path.slice(path.lastIndexOf('}') + 1))
  if (known) return known[0].toLowerCase()
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\..*$/, '')
  return (
    file
      .replace('{patient}', '')
      .replace(/[^a-z0-9]+/gi, '')
      .toLowerCase() || 'image'
  )
}

function idsOf(table: Table, id: string): string[] {
  return table.columns.find((column) => column.name === id)?.cells.filter((cell) => cell !== '') ?? []
}

function isTwoValued(cells: readonly string[]): boolean {
  return new Set(cells.filter((cell) => cell !== '')).size === 2
}

function rarest(cells: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const cell of cells) if (cell !== '') counts.set(cell, (counts.get(cell) ?? 0) + 1)
  return [...counts].sort((a, b) => a[1] - b[1])[0][0]
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
