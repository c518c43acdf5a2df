import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { CaseTask } from '../cases/case.ts'
import { readTable } from '../cohort/tables/read-table.ts'
import { columnOf } from '../cohort/tables/table.ts'
import { UnusableValue } from '../errors/index.ts'
import { ibsiConfigurations } from '../features/ibsi/configurations.ts'
import { readNamed, readNamedText } from '../jobs/read-named.node.ts'
import type { Case } from '../study/cases/extract-all.ts'

/** What holds for every case. */
export type Settings = Pick<
  CaseTask,
  | 'params'
  | 'paramsFile'
  | 'label'
  | 'threshold'
  | 'source'
  | 'times'
  | 'uneven'
  | 'region'
  | 'derive'
  | 'standard'
  | 'drawn'
  | 'n4'
  | 'normalise'
>

/** PyRadiomics' batch file: columns Image and Mask, their paths taken from its folder; Label, Source, Region and
 * DrawnOn where it has them. */
export async function readCases(file: string, settings: Settings): Promise<Case[]> {
  const table = await readTable(await readNamed(file), file, { id: 'Image' })
  const folder = dirname(resolve(file))
  const images = columnOf(table, 'Image').cells
  const masks = columnOf(table, 'Mask').cells
  const cells = (column: string) => table.columns.find(({ name }) => name === column)?.cells
  const [labels, sources, regions, drawnOn] = ['Label', 'Source', 'Region', 'DrawnOn'].map(cells)
  return images.map((image, i) => ({
    input: Object.fromEntries(table.columns.map(({ name, cells }) => [name, cells[i]])),
    task: {
      ...settings,
      // An empty cell is no path: it would be the folder of the list.
      image: image ? pathIn(folder, image) : '',
      mask: masks[i] ? pathIn(folder, masks[i]) : '',
      label: labels?.[i] ? labelsOf(labels[i]) : settings.label,
      source: sources?.[i] || settings.source,
      region: regions?.[i] || settings.region,
      drawn: drawnOn?.[i]
        ? { register: 'rigid', ...settings.drawn, image: pathIn(folder, drawnOn[i]) }
        : settings.drawn,
    },
  }))
}

/** The path of a cell; one written on Windows (`sub\\t2.nrrd`) is found elsewhere too. */
function pathIn(folder: string, cell: string): string {
  const path = resolve(folder, cell)
  const there = !cell.includes('\\') || existsSync(path)
  return there ? path : resolve(folder, cell.replaceAll('\\', '/'))
}

/** The parameter file's text; of IBSI also the name of one of its configurations. */
export async function readParameters(path: string | undefined, standard: 'pyradiomics' | 'ibsi') {
  if (path === undefined) return undefined
  if (standard === 'ibsi' && Object.hasOwn(ibsiConfigurations, path)) return `preset: ${path}`
  return readNamedText(path)
}

/** Numbers with commas between them. Throws UnusableValue. */
export function numbersOf(option: string, text: string, wanted = 'numbers, such as 0,60,120'): number[] {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  if (!numbers.every(Number.isFinite)) throw UnusableValue(option, text, wanted)
  return numbers
}

/** A label, or several with commas that are one region. */
export function labelsOf(text: string | undefined): number | number[] | undefined {
  if (text === undefined) return undefined
  const wanted = 'whole numbers from 1 on, such as 1 or 1,2,4'
  const labels = numbersOf('--label', text, wanted)
  if (labels.some((label) => !Number.isInteger(label) || label < 1)) throw UnusableValue('--label', text, wanted)
  return labels.length === 1 ? labels[0] : labels
}
