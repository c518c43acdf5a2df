import { strToU8, zipSync } from 'fflate'
import { randomStream } from '../../src/statistics/resampling/random.ts'

type Cell = string | number | undefined

/**
 * A registry's workbook as they are: headings over several columns (merged cells) above the names, a row that explains
 * the codes, NP and NC for what was not done, days since a hidden date, treatments beside what was known before them, and
 * a second sheet of notes. 120 invented patients.
 */
export function registryWorkbook(): Uint8Array {
  const random = randomStream(7, 'registry')
  const heads: Cell[][] = [
    ['Breast MRI registry, invented patients'],
    [
      'Patient',
      undefined,
      'Tumor',
      undefined,
      undefined,
      'MRI',
      undefined,
      'Treatment',
      undefined,
      'Follow-up',
      undefined,
    ],
    [
      'Patient ID',
      'Age (days)',
      'ER',
      'HER2',
      'Grade',
      'Size (mm)',
      'Multifocal',
      'Adjuvant chemotherapy',
      'Surgery',
      'RFS days',
      'Recurrence event',
    ],
  ]
  const legend: Cell[] = [
    undefined,
    undefined,
    '0 = negative, 1 = positive',
    '0 = negative, 1 = positive, 2 = borderline',
    '1 = low, 2 = intermediate, 3 = high',
    undefined,
    '0 = no, 1 = yes',
    '0 = no, 1 = yes',
    '0 = lumpectomy, 1 = mastectomy',
    undefined,
    '0 = no, 1 = yes',
  ]
  const rows = Array.from({ length: 120 }, (_, i): Cell[] => {
    const er = Number(random.uniform() < 0.7)
    const her2 = random.uniform() < 0.06 ? 2 : Number(random.uniform() < (er ? 0.2 : 0.45))
    const size = 8 + 40 * random.uniform() + 6 * her2
    const relapsed = Number(random.uniform() < 0.25)
    return [
      `REG_${String(1000 + 7 * i)}`,
      -Math.round(365.25 * (32 + 45 * random.uniform())),
      er,
      her2,
      1 + random.below(3),
      random.uniform() < 0.08 ? (random.uniform() < 0.5 ? 'NP' : 'NC') : Math.round(10 * size) / 10,
      Number(random.uniform() < 0.3),
      Number(random.uniform() < (her2 === 1 ? 0.9 : 0.4)),
      random.below(2),
      Math.round(200 + 2500 * random.uniform()),
      relapsed,
    ]
  })
  const notes: Cell[][] = [['Notes'], ['NP: not performed'], ['NC: not collected'], ['Days count from a hidden date']]
  return workbook(
    { Data: [...heads, legend, ...rows], Notes: notes },
    { Data: ['A2:B2', 'C2:E2', 'F2:G2', 'H2:I2', 'J2:K2'] },
  )
}

function workbook(sheets: Record<string, Cell[][]>, merged: Record<string, string[]>): Uint8Array {
  const names = Object.keys(sheets)
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const files: Record<string, string> = {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${names.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
  }
  for (const [i, name] of names.entries()) {
    const body = sheets[name].map(
      (row, r) => `<row r="${r + 1}">${row.map((cell, c) => cellXml(cell, r, c)).join('')}</row>`,
    )
    const merges = merged[name] ?? []
    const list =
      merges.length > 0
        ? `<mergeCells count="${merges.length}">${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`
        : ''
    files[`xl/worksheets/sheet${i + 1}.xml`] =
      `${head}<worksheet xmlns="${main}"><sheetData>${body.join('')}</sheetData>${list}</worksheet>`
  }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))
}

function cellXml(cell: Cell, row: number, column: number): string {
  if (cell === undefined) return ''
  const at = `${String.fromCharCode(65 + column)}${row + 1}`
  return typeof cell === 'number'
    ? `<c r="${at}"><v>${cell}</v></c>`
    : `<c r="${at}" t="inlineStr"><is><t>${cell.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</t></is></c>`
}
