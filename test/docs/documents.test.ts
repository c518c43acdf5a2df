import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { entryPoints } from '../../scripts/docs/api.mjs'
import { allErrors } from '../../scripts/docs/errors.mjs'
import { exportsOf } from '../../scripts/docs/exports.mjs'
import { exampleKeys, schemaKeys } from '../../scripts/docs/study-file.mjs'
import { sections } from '../../scripts/docs/study-file-examples.mjs'
import { readStudyConfig } from '../../src/study/file/read.ts'

test('every page that is generated is as npm run docs writes it', () => {
  expect(() =>
    execFileSync(process.execPath, ['scripts/docs/write.mjs', '--check'], { encoding: 'utf8', stdio: 'pipe' }),
  ).not.toThrow()
})

test.each(entryPoints as [string, string][])(
  '%s: every name is described, every parameter and result of a function',
  (_, file) => {
    const gaps = exportsOf(file).flatMap(({ name, kind, params, doc }) => {
      if (doc === '') return [`${name}: no docstring`]
      if (kind !== 'function') return []
      const described = [...doc.matchAll(/^@param (\w+) \S/gm)].map(([, param]) => param)
      const differs =
        params.length !== described.length ||
        params.some((param: string | undefined, i: number) => param && param.replace(/^_/, '') !== described[i])
      return [
        ...(differs ? [`${name}: parameters ${params.join(', ')}, described ${described.join(', ')}`] : []),
        ...(/^@returns \S/m.test(doc) ? [] : [`${name}: no @returns`]),
      ]
    })
    expect(gaps).toEqual([])
  },
)

test('every key of a study file is shown in an example of docs/study-file.md', () => {
  const shown = exampleKeys()
  expect([...schemaKeys().keys()].filter((key) => !shown.has(key))).toEqual([])
})

test.each(sections.flatMap(({ title, examples }) => examples.map((example): [string, string] => [title, example])))(
  'the example of %s is a valid part of a study file: %s',
  (_, example) => {
    const has = (key: string) => new RegExp(`^${key}:`, 'm').test(example)
    const rest = [
      has('study') ? '' : 'study: s',
      has('cohort') ? '' : 'cohort: { file: c.csv, id: patient }',
      has('outcome') ? '' : 'outcome: { column: y, positive: 1 }',
      has('blocks') ? '' : 'blocks: { clinical: [age], radiomics: features }',
      has('features') ? '' : 'features: { table: features.csv }',
    ]
    expect(() => readStudyConfig([example, ...rest].join('\n'), 'study.yaml')).not.toThrow()
  },
)

test('errors: each code once, each name once, a remedy that is a sentence, no number of a stage skipped by hand', () => {
  const errors = allErrors()
  expect(errors.length).toBeGreaterThan(150)
  for (const key of ['code', 'name'] as const)
    expect(new Set(errors.map((error: Record<typeof key, string>) => error[key])).size).toBe(errors.length)
  for (const { code, remedy, exit } of errors) {
    expect(code).toMatch(/^NS-[A-Z]{3}-\d\d$/)
    expect(remedy, code).toMatch(/[.?!`)]$/)
    expect([2, 3]).toContain(exit)
  }
})

test('every link of the documents leads to a file', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').filter((name) => name.endsWith('.md'))]
  for (const page of pages) {
    const folder = page === 'README.md' || page === 'CONTRIBUTING.md' ? '' : 'docs/'
    for (const [, link] of readFileSync(folder + page, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g))
      expect(() => readFileSync(folder + link), `${page}: ${link}`).not.toThrow()
  }
})

test('every threat of docs/security.md names tests that are there, by their words', () => {
  const rows = readFileSync('docs/security.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| (?!what comes|--)/.test(line))
  expect(rows.length).toBeGreaterThan(10)
  const wrong = rows.flatMap((row) => {
    const held = [
      ...row
        .split(' | ')
        .at(-1)!
        .matchAll(/`([^`]+)` \(([^)]+)\)/g),
    ]
    if (held.length === 0) return [`no test: ${row}`]
    return held.flatMap(([, file, words]) => (readFileSync(file, 'utf8').includes(words) ? [] : [`${file}: ${words}`]))
  })
  expect(wrong).toEqual([])
})
