import { readFileSync } from 'node:fs'
import { readTranscript } from '../../src/audit/read-transcript.ts'
import { draftTranscript, readPaper } from '../../src/audit/reading/index.ts'
import { parseCodebook } from '../../src/cohort/codebook/codebook.ts'
import { parseExpression } from '../../src/cohort/rules/expression.ts'
import { readTable } from '../../src/cohort/tables/read-table.ts'
import { writeSheet } from '../../src/cohort/tables/write-xlsx.ts'
import { demoFolder } from '../../src/demo/demo.ts'
import { readSettings } from '../../src/features/settings/settings.ts'
import { readModelFile, sha256 } from '../../src/model/predict/model-file.ts'
import { predict } from '../../src/model/predict/predict.ts'
import { readStudyConfig } from '../../src/study/file/read.ts'
import { fixture } from './needs.ts'

interface Parser {
  seeds: Uint8Array[]
  read: (bytes: Uint8Array) => Promise<{ data: ArrayBufferView }>
}

const none = { data: new Uint8Array() }
const utf8 = (text: string) => new TextEncoder().encode(text)

/** Every parser of text, tables and models with sound input to damage. */
export async function fuzzedParsers(): Promise<Record<string, Parser>> {
  const files: Record<string, Uint8Array> = {}
  for (const { path, bytes } of demoFolder(1)) {
    files[path] = bytes
    if (['study.yaml', 'codebook.yaml', 'cohort.csv'].every((name) => name in files)) break
  }
  const of = (...paths: string[]) => paths.map((path) => new Uint8Array(readFileSync(path)))
  const ofText = (seeds: Uint8Array[], parse: (text: string) => unknown): Parser => ({
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
  const table = (seeds: Uint8Array[], name: string): Parser => ({
    seeds,
    read: async (bytes) => {
      await readTable(bytes, name)
      return none
    },
  })
  const page = utf8(
    '<html><body><h1>Title</h1><table><caption>Table 1</caption><tr><th>n</th><td>12 (40%)</td></tr></table></body></html>',
  )
  return {
    study: ofText([files['study.yaml'], ...of('examples/ispy1/study.yaml', 'examples/breast-dce/study.yaml')], (text) =>
      readStudyConfig(text, 'study.yaml'),
    ),
    codebook: ofText([files['codebook.yaml'], ...of('examples/ispy1/codebook.yaml')], (text) =>
      parseCodebook(text, 'codebook.yaml'),
    ),
    parameters: ofText(of(fixture('radiomics', 'params', 'paper.yaml'), 'examples/breast-dce/params.yaml'), (text) =>
      readSettings(text),
    ),
    expression: ofText(
      [
        "age >= 18 and (stage = 'II' or grade in [1, 2])",
        'not missing(size) and 2 * size / 3 > 1e-3',
        "sequences = 'complete'",
      ].map(utf8),
      (text) => parseExpression(text),
    ),
    transcript: ofText(of('examples/her2-breast-mri/audit.yaml'), (text) => readTranscript(text, 'audit.yaml')),
    csv: table(
      [files['cohort.csv'].slice(0, 6000), utf8('id;x\n1;2,5\n2;"a ""b"""\n'), utf8('\ufeffid\tx\r\n1\t2\r\n')],
      'cohort.csv',
    ),
    workbook: table([workbook, ...of('examples/registry/registry.xlsx')], 'cohort.xlsx'),
    // Written by `run` for 80 simulated patients: a number, a factor.
    model: ofText(of(fixture('models', 'small.json')), predictBy),
    page: {
      seeds: [page],
      read: async (bytes) => {
        draftTranscript(await readPaper(bytes, 'paper.html'), 'paper.html')
        return none
      },
    },
  }
}

/** Reads a model that somebody edited, its hash made anew, and predicts with it. */
async function predictBy(text: string) {
  const file = await readModelFile(await withHash(text), 'model.json')
  predict(file, [Object.fromEntries(file.columns.map(({ name }) => [name, '1']))])
}

async function withHash(text: string): Promise<string> {
  try {
    const { hash: _, ...rest } = JSON.parse(text)
    return JSON.stringify({ ...rest, hash: await sha256(JSON.stringify(rest)) })
  } catch {
    return text
  }
}
