import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { readTranscript } from '../../src/audit/read-transcript.ts'
import { draftTranscript, readPaper } from '../../src/audit/reading/index.ts'
import { toParquet } from '../../src/cases/feature-table.ts'
import { parseCodebook } from '../../src/cohort/codebook/codebook.ts'
import { parseExpression } from '../../src/cohort/rules/expression.ts'
import { openParquet } from '../../src/cohort/tables/read-parquet.ts'
import { readTable } from '../../src/cohort/tables/read-table.ts'
import { writeSheet } from '../../src/cohort/tables/write-xlsx.ts'
import { readSettings } from '../../src/features/settings/settings.ts'
import { readModelFile, sha256 } from '../../src/model/predict/model-file.ts'
import { predict } from '../../src/model/predict/predict.ts'
import { readStudyConfig } from '../../src/study/file/read.ts'
import { fixture } from './needs.ts'
import { writeRandomStudy } from './random-studies.ts'
import { asHtml, asJats, asPdf, asWord } from './written-paper.ts'

const dejaVu = 'node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf'

interface Parser {
  /** Where the parser is written, from src/ on. */
  source: RegExp
  seeds: Uint8Array[]
  read: (bytes: Uint8Array) => Promise<{ data: ArrayBufferView }>
}

const none = { data: new Uint8Array() }
const utf8 = (text: string) => new TextEncoder().encode(text)

/** Every parser of text, tables and models with sound input to damage. */
export async function fuzzedParsers(): Promise<Record<string, Parser>> {
  const { study, codebook, cohort } = randomFiles()
  const of = (...paths: string[]) => paths.map((path) => new Uint8Array(readFileSync(path)))
  const ofText = (source: RegExp, seeds: Uint8Array[], parse: (text: string) => unknown): Parser => ({
    source,
    seeds,
    read: async (bytes) => {
      await parse(new TextDecoder().decode(bytes))
      return none
    },
  })
  const workbook = await writeSheet(
    'Data',
    ['id', 'age', 'sex'],
    [
      ['P1', 40, 'f'],
      ['P2', 51.5, 'm'],
      ['P3', null, '=1+1'],
    ],
  )
  const table = (source: RegExp, seeds: Uint8Array[], name: string): Parser => ({
    source,
    seeds,
    read: async (bytes) => {
      await readTable(bytes, name)
      return none
    },
  })
  // A table each: a whole paper would take its time to read, and most damage would fall on what is read last.
  const [first, ...others] = readFileSync('examples/her2-breast-mri/audit.yaml', 'utf8').split('\n\n')
  const sections = others.map((text) => utf8(`${first}\n${/^ +- /.test(text) ? 'tables:\n' : ''}${text}\n`))
  // Written by `run` for 80 simulated patients: a number, a factor. And as a Cox model with refits.
  const small = readFileSync(fixture('models', 'small.json'), 'utf8')
  const cox = JSON.stringify({
    ...JSON.parse(small),
    family: 'cox',
    baseline: { time: [6, 12, 24], survival: [0.9, 0.8, 0.6] },
    horizons: [12, 24],
    uncertainty: {
      kind: 'refits',
      members: [0.9, 1.1].map((k) => ({ intercept: -3 * k, estimates: [0.05 * k, -0.1], survival: [0.8 * k, 0.6] })),
    },
  })
  const paper = (source: RegExp, seed: Uint8Array, name: string, packed = (bytes: Uint8Array) => bytes): Parser => ({
    source,
    seeds: [seed],
    read: async (bytes) => {
      draftTranscript(await readPaper(packed(bytes), name), name)
      return none
    },
  })
  // What is in an archive is damaged before it is packed: a damaged archive is refused by its check sums.
  const document = unzipSync(asWord())['word/document.xml']
  const parts = unzipSync(workbook)
  const features = await toParquet(
    ['P1', 'P2', 'P3'].map((ID, i) => ({
      input: { ID },
      status: 'done',
      reason: '',
      values: { a: i / 3, b: i === 1 ? null : Number.NaN, c: 'x' },
    })),
    ['a', 'b', 'c'],
    ['ID'],
  )
  return {
    study: ofText(
      /^study\/file\/(read|.*schema)/,
      [...study, ...of('examples/ispy1/study.yaml', 'examples/breast-dce/study.yaml')],
      (text) => readStudyConfig(text, 'study.yaml'),
    ),
    codebook: ofText(/^cohort\/codebook\/codebook/, [...codebook, ...of('examples/breast-dce/codebook.yaml')], (text) =>
      parseCodebook(text, 'codebook.yaml'),
    ),
    parameters: ofText(
      /^features\/settings\//,
      of(fixture('radiomics', 'params', 'paper.yaml'), 'examples/breast-dce/params.yaml'),
      (text) => readSettings(text),
    ),
    expression: ofText(
      /^cohort\/rules\/expression/,
      [
        "age >= 18 and (stage = 'II' or grade in [1, 2])",
        'not missing(size) and 2 * size / 3 > 1e-3',
        "sequences = 'complete'",
      ].map(utf8),
      (text) => parseExpression(text),
    ),
    transcript: ofText(/^audit\/(read-transcript|transcript|cells|statement-grammar)/, sections, (text) =>
      readTranscript(text, 'audit.yaml'),
    ),
    csv: table(
      /^cohort\/tables\/(read-table|head-rows|text-encoding|row-identity)/,
      [cohort[0].slice(0, 3000), utf8('id;x\n1;2,5\n2;"a ""b"""\n'), utf8('\ufeffid\tx\r\n1\t2\r\n')],
      'cohort.csv',
    ),
    workbook: table(
      /^cohort\/tables\/(read-)?xlsx/,
      [workbook, ...of('examples/registry/registry.xlsx')],
      'cohort.xlsx',
    ),
    sheet: {
      source: /^cohort\/tables\/(read-)?xlsx/,
      seeds: [parts['xl/worksheets/sheet1.xml']],
      read: async (bytes) => {
        await readTable(zipSync({ ...parts, 'xl/worksheets/sheet1.xml': bytes }), 'cohort.xlsx')
        return none
      },
    },
    parquet: {
      source: /^cohort\/tables\/(read-parquet|parquet-)/,
      seeds: [features],
      read: async (bytes) => {
        const { names, read, table } = await openParquet('features.parquet', 'ID', async () => bytes)
        await read(names, Int32Array.from(table.columns[0].cells.keys()))
        return none
      },
    },
    model: ofText(/^model\/predict\/(model-file|predict)/, [small, cox].map(utf8), predictBy),
    page: paper(/^audit\/reading\/(markup|draft|index|paper)/, utf8(asHtml()), 'paper.html'),
    jats: paper(/^audit\/reading\/(markup|performance-table|row-names|understood)/, utf8(asJats()), 'paper.xml'),
    word: paper(/^audit\/reading\/word/, document, 'paper.docx', (bytes) => zipSync({ 'word/document.xml': bytes })),
    pdf: paper(/^audit\/reading\/(pdf|columns)/, await asPdf(dejaVu, false), 'paper.pdf'),
  }
}

/** Files of a dozen random studies: small ones, which together have most keys. */
function randomFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'nomoscope-seeds-'))
  for (let k = 1; k <= 12; k++) writeRandomStudy(join(folder, String(k)), k)
  const all = (name: string) =>
    Array.from({ length: 12 }, (_, i) => join(folder, String(i + 1), name))
      .filter((path) => existsSync(path))
      .map((path) => new Uint8Array(readFileSync(path)))
  const files = { study: all('study.yaml'), codebook: all('b.yaml'), cohort: all('c.csv') }
  rmSync(folder, { recursive: true })
  return files
}

/** Reads a model that somebody edited, its hash made anew, and predicts with it. */
async function predictBy(text: string) {
  const file = await readModelFile(await withHash(text), 'model.json')
  const cellsOf = (number: string) => file.columns.map(({ name, levels }) => [name, levels?.[0]?.value ?? number])
  predict(
    file,
    ['50', '1', ''].map((number) => Object.fromEntries(cellsOf(number))),
  )
}

async function withHash(text: string): Promise<string> {
  try {
    const { hash: _, ...rest } = JSON.parse(text)
    return JSON.stringify({ ...rest, hash: await sha256(JSON.stringify(rest)) })
  } catch {
    return text
  }
}
