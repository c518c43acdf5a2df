import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { beforeAll, describe, expect, test } from 'vitest'
import { writeModelFile } from '../../src/model/predict/model-file.ts'
import type { ModelFile } from '../../src/model/predict/model-schema.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { cellsOf, simulatedStudy } from '../support/simulated-study.ts'

/** `predict` and `validate` on tables as hospitals send them: what is wrong is said, and what is sound is answered. */

const folder = scratchFolder()
const model = join(folder, 'model.json')
let text: string
let file: ModelFile
beforeAll(async () => {
  const { files, table, positive } = await simulatedStudy(
    [{ name: 'combined', terms: ['type', 'edge', 'age', 'size', { score: 'radiomics' }] }],
    { bootstrap: 40 },
  )
  file = files[0]
  text = await writeModelFile(file)
  writeFileSync(model, text)
  all = Array.from(positive, (flag, row) => ({ id: `N${row}`, her2: flag, ...cellsOf(table, row) }))
  sound = all.slice(0, 40)
}, 60_000)
let sound: Record<string, string | number>[]
let all: typeof sound

function csv(name: string, rows: Record<string, string | number>[], without: string[] = []): string {
  const names = Object.keys(rows[0]).filter((column) => !without.includes(column))
  const path = join(folder, name)
  writeFileSync(
    path,
    `${[names, ...rows.map((row) => names.map((column) => row[column]))].map((line) => line.join(',')).join('\n')}\n`,
  )
  return path
}

function predicted(...words: string[]) {
  const { status, stdout, stderr } = nomoscope('predict', model, ...words)
  const { data } = Papa.parse<Record<string, string>>(stdout.trim(), { header: true })
  return { status, stderr, rows: data }
}

test('a column that is missing is named, and nothing is foretold', () => {
  const { status, stdout, stderr } = nomoscope('predict', model, '--data', csv('lacks.csv', sound, ['edge', 'age']))
  expect(status).toBe(3)
  expect(stdout).toBe('')
  expect(stderr).toContain('needs edge, age, which the table lacks')
})

test('a column under a like name is told beside the one that is missing, and nothing is said to replace it', () => {
  const renamed = sound.map(({ age, size, ...row }) => ({ ...row, Age: age, 'size (mm)': size }))
  const { status, stderr } = nomoscope('predict', model, '--data', csv('renamed.csv', renamed))
  expect(status).toBe(3)
  expect(stderr).toContain('needs age, size, which the table lacks; it has Age, size (mm).')
  expect(stderr).not.toContain('is missing in all')
})

test('where no column tells who patients are, none of the model’s is taken for it', () => {
  const told = predicted('--data', csv('named.csv', sound))
  const nameless = predicted('--data', csv('nameless.csv', sound, ['id']))
  expect(nameless.status).toBe(0)
  expect(nameless.stderr).toContain('No column tells who the patients are')
  expect(nameless.rows.map(({ id }) => id)).toEqual(sound.map((_, i) => `row ${i + 2}`))
  expect(nameless.rows.map(({ risk }) => risk)).toEqual(told.rows.map(({ risk }) => risk))
})

test('a horizon asked of a model without time is refused', () => {
  const { status, stdout, stderr } = nomoscope('predict', model, '--data', csv('sound.csv', sound), '--horizon', '24')
  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toContain('--horizon says nothing of it')
})

test('rows that cannot be answered say why, and the others are answered', () => {
  const [one, two, three, four, five, six] = sound
  const { status, stderr, rows } = predicted(
    '--data',
    csv('mixed.csv', [
      one,
      { ...two, edge: 'spiky' },
      { ...three, age: 'about 50' },
      Object.fromEntries(Object.keys(four).map((name) => [name, name === 'id' ? 'N3' : ''])),
      { ...five, size: 31, age: 'NA' },
      { ...six, type: '1.0' },
    ]),
  )
  expect(status).toBe(3)
  expect(rows.map(({ risk }) => risk !== '')).toEqual([true, false, false, false, true, true])
  expect(rows[1].error).toContain('edge is spiky, which the model does not know (smooth, blur, burr)')
  expect(rows[2].error).toContain('age is about 50, which is not a number')
  expect(rows[3].error).toMatch(/^none of type, edge, age, size, .* is given$/)
  expect(rows[4].warnings).toContain('size is 31, outside the training cohort (0 to 14)')
  expect(rows[4].warnings).toMatch(/age is not given; taken to be \d+/)
  expect(rows[0].interval).toBe('refits')
  expect(stderr).toContain('N1: edge is spiky')
  for (const row of rows) expect(row.notice).toContain('Research use only, not a medical device.')
})

test('a column in another unit by a factor of ten is warned of in every row', () => {
  const { status, rows } = predicted(
    '--data',
    csv(
      'mm.csv',
      sound.map((row) => ({ ...row, age: Number(row.age) * 10 })),
    ),
  )
  expect(status).toBe(0)
  for (const { warnings, risk } of rows) {
    expect(warnings).toContain('age looks 10 times too large: is it in years?')
    expect(Number(risk)).toBeGreaterThan(0)
  }
})

describe('a model file', () => {
  test.each([
    ['edited by hand', () => text.replace(/"estimate": [-\d.]+/, '"estimate": 1.5'), 'changed after it was written'],
    ['without its hash', () => text.replace(/,\s*"hash": "[0-9a-f]+"/, ''), 'changed after it was written'],
    ['cut off', () => text.slice(0, 900), 'not a model file'],
    ['of something else', () => '{"schema": "other"}', 'not a model file'],
    ['of a later version', () => text.replace('"version": 1', '"version": 2'), 'not a model file'],
  ])('%s is refused', (name, changed, words) => {
    const path = join(folder, 'changed.json')
    writeFileSync(path, changed())
    expect(changed(), name).not.toBe(text)
    for (const command of ['predict', 'validate']) {
      const { status, stdout, stderr } = nomoscope(command, path, '--data', csv('sound.csv', sound))
      expect(status).not.toBe(0)
      expect(stdout).toBe('')
      expect(stderr).toContain(words)
    }
  })
})

test('--explain tells the points and log-odds that make each risk, with a picture of each', () => {
  const pictures = join(folder, 'why')
  const { rows } = predicted('--data', csv('sound.csv', sound), '--explain', '--figures', pictures)
  const names = Object.keys(rows[0]).filter((name) => name.endsWith('_points'))
  expect(names).toEqual(['type_points', 'edge_points', 'age_points', 'size_points', 'radiomics score_points'])
  const { scale } = file.points!
  const at = rows.map((row) => {
    const points = names.reduce((sum, name) => sum + Number(row[name]), 0)
    const logOdds = names.reduce((sum, name) => sum + Number(row[name.replace('points', 'log_odds')]), 0)
    const risk = Number(row.risk)
    return { points, logOdds, lp: Math.log(risk / (1 - risk)) }
  })
  for (const one of at) {
    expect((one.points - at[0].points) / scale).toMatchDigits(one.lp - at[0].lp, 1e-8)
    expect(one.logOdds - at[0].logOdds).toMatchDigits(one.lp - at[0].lp, 1e-8)
  }
  expect(readdirSync(pictures).length).toBe(rows.length)
  const first = readFileSync(join(pictures, 'N0.svg'), 'utf8')
  expect(first).toContain(`N0: HER-2, risk ${Number(rows[0].risk).toFixed(3)}`)
  expect(first).toContain('Research use only, not a medical device.')
})

describe('validate', () => {
  test('tells that the patients are those that the model was made from, and says nothing of others', () => {
    const said = (rows: typeof sound) => nomoscope('validate', model, '--data', csv('own.csv', rows)).stderr
    expect(said(all)).toContain('are those that the model was made from')
    expect(said(all.slice(1))).not.toContain('made from')
    expect(said(all.map((row, at) => ({ ...row, size: all[(at + 1) % 40].size })))).not.toContain('made from')
  })

  test('its page is Chinese where that is asked for, with the same numbers', () => {
    const page = (language: string) => {
      const to = join(folder, `external-${language}`)
      const asked = ['--data', csv('external.csv', all.slice(1)), '--report', to, '--language', language]
      const { stderr } = nomoscope('validate', model, ...asked, '--quiet')
      expect(readdirSync(to), stderr).toEqual(expect.arrayContaining(['validation.docx', 'validation.html']))
      return readFileSync(join(to, 'validation.html'), 'utf8').replace(/<(script|style)\b[\s\S]*?<\/\1>/g, '')
    }
    const [english, chinese] = ['en', 'zh'].map(page)
    const printed = (html: string) => [...html.matchAll(/<data [^>]*value="([^"]+)"/g)].map(([, value]) => value)
    expect(printed(chinese)).toEqual(printed(english))
    expect(printed(chinese).length).toBeGreaterThan(15)
    expect(chinese).toContain('<html lang="zh')
    expect(chinese).toMatch(/按原样应用[\s\S]*校准斜率[\s\S]*净获益/)
    const prose = chinese.split(/<[^>]+>/).filter((text) => /[a-z]{2,}( [a-z]{2,}){3}/.test(text))
    // What the study and its columns are called stays as it was written.
    expect(prose).toEqual([])
  }, 60_000)

  test('answers for the rows that it can, and says which it could not', () => {
    const path = csv('validate.csv', [...sound.slice(1), { ...sound[0], edge: 'spiky' }])
    const { status, stdout } = nomoscope('validate', model, '--data', path)
    expect(status).toBe(3)
    const found = JSON.parse(stdout)
    expect(found.performance.n).toBe(39)
    expect(found.rows[39].error).toContain('spiky')
  })

  test.each([
    ['an outcome that is not there', (sound) => ({ rows: sound, words: ['--outcome', 'her3'] }), 'her3'],
    [
      'only patients with the outcome',
      (sound) => ({ rows: sound.map((row) => ({ ...row, her2: 1 })), words: [] }),
      'her2 is present in all 40 rows',
    ],
    [
      'a negative value that is not there',
      (sound) => ({ rows: sound, words: ['--positive', '1', '--negative', 'none'] }),
      'the outcome her2 never is none; it is 0 or 1',
    ],
    ['nobody with the outcome', (sound) => ({ rows: sound.map((row) => ({ ...row, her2: 0 })), words: [] }), 'outcome'],
    [
      'an outcome of other words',
      (sound) => ({ rows: sound.map((row) => ({ ...row, her2: row.her2 ? 'pos' : 'neg' })), words: [] }),
      'the outcome her2 never is 1; it is neg or pos',
    ],
  ] as [
    string,
    (rows: Record<string, string | number>[]) => { rows: Record<string, string | number>[]; words: string[] },
    string,
  ][])('with %s says so', (_, made, said) => {
    const { rows, words } = made(sound)
    const { status, stdout, stderr } = nomoscope('validate', model, '--data', csv('outcome.csv', rows), ...words)
    expect(status).not.toBe(0)
    expect(stdout).toBe('')
    expect(stderr).toContain(said)
    expect(stderr).not.toMatch(/\n\s+at /)
  })
})
