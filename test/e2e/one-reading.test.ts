import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { init } from '../../src/cli/init.ts'
import { writeSheet } from '../../src/cohort/tables/write-xlsx.ts'
import { pathFor } from '../../src/study/cases/patient-path.ts'
import { preflight } from '../../src/study/preflight/preflight.ts'
import { runStudy } from '../../src/study/study.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture } from '../support/needs.ts'
import { opened } from '../support/try-study.ts'

/** Studies whose tables have one right reading: the numbers are counted by hand from how the tables are made. */

const folder = scratchFolder()
const n = 120
/** Age, size and the outcome have nothing to do with one another beyond chance: 43 of 120 have the outcome. */
const patients = Array.from({ length: n }, (_, i) => ({
  id: `N${String(i + 1).padStart(3, '0')}`,
  age: 35 + ((i * 17) % 41),
  size: 5 + ((i * 29) % 37),
  has: (i * 43) % n < 43,
}))
type Patient = (typeof patients)[number]

function write(name: string, files: Record<string, string | Uint8Array>): string {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, file)), { recursive: true })
    writeFileSync(join(folder, name, file), content)
  }
  return join(folder, name)
}
const csv = (head: string, row: (patient: Patient, i: number) => unknown[]) =>
  `${head}\n${patients.map((patient, i) => row(patient, i).join(',')).join('\n')}\n`

/** What `check` tells, and what `run` finds: its faults, or the refusal. */
async function tried(name: string, files: Record<string, string>) {
  const file = join(write(name, files), 'study.yaml')
  const checking = await opened(file)
  const told = (await preflight(checking.study, checking.context)).faults
  const { study, context } = await opened(file)
  const ran = await runStudy(study, context).catch((refusal: Error) => refusal)
  const output = ran instanceof Error ? undefined : ran
  return { told, output, refusal: ran instanceof Error ? ran.message : '' }
}
const said = (faults: readonly { code: string; patient?: string; column?: string; what: string }[]) =>
  faults.map(({ code, patient, column, what }) => [code, patient, column, what].join(' ')).join('\n')

const models = 'split: none\nmodels:\n  m: { terms: [age, size] }\nvalidation: { bootstrap: 0 }\n'
const outcome = (positive: string) =>
  `study: s\nseed: 1\ndate: 2024-03-01\ncohort: { file: c.csv, id: id }\noutcome: { column: y, positive: ${positive} }\n${models}`

describe('the outcome', () => {
  test.each([
    ['a third value', 'Positive', 'Negative', 'Equivocal'],
    ['a value mistyped', 'responder', 'progressor', 'respnder'],
  ])('%s is no control: it is asked about, by column, value and number', async (name, has, not, third) => {
    const { told, refusal } = await tried(`third ${name}`, {
      'c.csv': csv('id,y,age,size', ({ id, has: isPositive, age, size }, i) => [
        id,
        i % 30 === 7 ? third : isPositive ? has : not,
        age,
        size,
      ]),
      'study.yaml': outcome(has),
    })
    for (const text of [said(told), refusal]) expect(text).toMatch(new RegExp(`\\by\\b[^]*${third}[^]*\\b4\\b`))
  })

  test.each([
    ['1', ['1.0', '0.0']],
    ['2.0', ['2.0', '1.0']],
    ['1', ['1', '0']],
    ['True', ['True', 'False']],
    ['true', ['TRUE', 'FALSE']],
    ['"yes"', ['YES', 'no']],
  ])('positive: %s means %j: 43 of 120', async (positive, [has, not]) => {
    const { output, refusal } = await tried(`positive ${positive} ${has}`, {
      'c.csv': csv('id,y,age,size', (p) => [p.id, p.has ? has : not, p.age, p.size]),
      'study.yaml': outcome(positive),
    })
    expect([refusal, output?.models.results[0].events]).toEqual(['', 43])
  })

  test('positive: False means the 77 that are False', async () => {
    const { output } = await tried('positive false', {
      'c.csv': csv('id,y,age,size', (p) => [p.id, p.has ? 'True' : 'False', p.age, p.size]),
      'study.yaml': outcome('False'),
    })
    expect(output?.models.results[0].events).toBe(77)
  })
})

describe('follow-up', () => {
  const survival = (event: string, codebook = '') =>
    `study: s\nseed: 1\ndate: 2024-03-01\ncohort: { file: c.csv, id: id${codebook} }\nsurvival: { time: days, event: ${event}, by: arm, unit: days }\n`

  test('a negative time is a fault of its patient, for check and for run; the other 119 are analysed', async () => {
    const { told, output } = await tried('negative', {
      'c.csv': csv('id,days,dead,arm', (p, i) => [
        p.id,
        i === 17 ? -12 : 30 + ((i * 53) % 900),
        Number(p.has),
        'ab'[i % 2],
      ]),
      'study.yaml': survival('dead'),
    })
    for (const faults of [told, output!.faults]) expect(said(faults)).toMatch(/N018.*days|days.*N018/)
    expect([output!.survival[0].n, output!.survival[0].events]).toEqual([
      119,
      patients.filter((p, i) => p.has && i !== 17).length,
    ])
  })

  test('a codebook that lists the event first does not make the survivors events', async () => {
    const { output } = await tried('listed first', {
      'c.csv': csv('id,days,status,arm', (p, i) => [p.id, 30 + ((i * 53) % 900), p.has ? 2 : 1, 'ab'[i % 2]]),
      'b.yaml': "variables: { status: { type: binary, levels: { '2': dead, '1': alive } } }\n",
      'study.yaml': survival('status', ', codebook: b.yaml'),
    })
    expect(output!.survival[0].events).toBe(43)
  })

  test.each([
    ['deceased', 'living'],
    ['living', 'deceased'],
  ])('%s and %s: the dead are the events, whichever word comes first', async (first, second) => {
    const { output } = await tried(`words ${first}`, {
      'c.csv': csv('id,days,vital,arm', (p, i) => [p.id, 30 + ((i * 53) % 900), p.has ? first : second, 'ab'[i % 2]]),
      'study.yaml': survival('vital'),
    })
    expect(output!.survival[0].events).toBe(first === 'deceased' ? 43 : 77)
  })
})

test('pandas’ row number and the label are no features of a table that holds both', async () => {
  const features = (i: number) =>
    Array.from({ length: 5 }, (_, j) => ((((i + 3) * (j + 7) * 7919) % 10_007) / 1000).toFixed(3))
  const heads = Array.from({ length: 5 }, (_, j) => `original_glcm_F${j}`)
  const study = `study: s\nseed: 1\ndate: 2024-03-01\ncohort: { file: c.csv, id: ID }\noutcome: { column: label, positive: 1 }\nsplit: none\nblocks: { radiomics: features }\nfeatures: { table: c.csv, id: ID, exclude: [label] }\nselection: [{ variance: 0 }, { lasso: { folds: 3, lambda: min } }]\nmodels:\n  r: { terms: [{ score: radiomics }] }\nvalidation: { bootstrap: 0 }\n`
  const { told, output } = await tried('one table', {
    'c.csv': csv(['', 'ID', 'label', ...heads].join(','), (p, i) => [i, p.id, Number(p.has), ...features(i)]),
    'study.yaml': study,
  })
  expect(output!.models.results[0].candidates).toBe(5)
  expect(said(told)).toMatch(/column 1.*numbers the rows/)
})

test('boxes of a form that nobody filled are missing, those of a filled one are not', async () => {
  const dictionary = `Variable / Field Name,Form Name,Field Type,Field Label,"Choices, Calculations, OR Slider Labels"
record_id,base,text,Record,
age,base,text,Age,
y,base,radio,Outcome,"0, No | 1, Yes"
findings,mri,checkbox,Findings,"1, Mass | 2, Oedema"
depth,mri,text,Depth,
`
  // Every third form is unfilled: 40 of 120; of the 80 others those with an even number have a mass.
  const { told, output } = await tried('redcap', {
    'c.csv': csv('record_id,age,y,findings___1,findings___2,depth,mri_complete', (p, i) =>
      i % 3
        ? [p.id, p.age, Number(p.has), Number(i % 2 === 0), 0, p.size, 2]
        : [p.id, p.age, Number(p.has), 0, 0, '', 0],
    ),
    'd.csv': dictionary,
    'study.yaml': `study: s\nseed: 1\ndate: 2024-03-01\ncohort: { file: c.csv, id: record_id, redcap: d.csv }\noutcome: { column: y, positive: 1 }\nsplit: none\nmodels:\n  m: { terms: [age] }\nvalidation: { bootstrap: 0 }\n`,
  })
  expect(said(told)).toMatch(/mri.*\b40\b/)
  const box = output!.cohort.cohort.columns.get('findings___1')!.values
  expect([box.filter(Number.isNaN).length, box.filter((value) => value === 1).length]).toEqual([40, 40])
})

describe('init', () => {
  const silent = { summary: () => {}, say: () => {}, fault: () => {}, progress: () => () => {}, result: () => {} }
  const table = csv('Patient,Age (years),Number of lesion(s),Response', (p) => [
    p.id,
    p.age,
    p.size,
    p.has ? 'yes' : 'no',
  ])

  test.each([['.'], ['./'], ['data//'], ['data']])(
    'of %s drafts the table that is there, without units of plurals',
    async (path) => {
      const at = write(`init ${path.replaceAll('/', '-')}`, { 'data/table.csv': table })
      const before = process.cwd()
      process.chdir(path.startsWith('.') ? join(at, 'data') : at)
      try {
        await init(path, {}, silent)
      } finally {
        process.chdir(before)
      }
      expect(readFileSync(join(at, 'data/study.yaml'), 'utf8')).toMatch(/file: table\.csv/)
      const codebook = readFileSync(join(at, 'data/codebook.yaml'), 'utf8')
      expect(codebook).toMatch(/Age \(years\): \{.*unit: years/)
      expect(codebook).not.toMatch(/unit: s\b/)
    },
  )

  test('of a workbook takes the sheet of patients, or the one that is named', async () => {
    const { strFromU8, strToU8, unzipSync, zipSync } = await import('fflate')
    const rows = patients.map((p) => [p.id, p.age, Number(p.has)])
    const book = unzipSync(await writeSheet('Cohort', ['Patient', 'Age', 'Response'], rows))
    const notes = unzipSync(await writeSheet('Notes', ['On', 'What'], [['2024', 'Begun']]))
    const name = (of: typeof book) => Object.keys(of).find((file) => /worksheets\/sheet1\.xml$/.test(file))!
    const also = (file: string, text: (old: string) => string) => ({ [file]: strToU8(text(strFromU8(book[file]))) })
    const workbook = zipSync({
      ...book,
      'xl/worksheets/sheet2.xml': notes[name(notes)],
      ...also('xl/workbook.xml', (old) =>
        old.replace('</sheets>', '<sheet name="Notes" sheetId="2" r:id="rIdNotes"/></sheets>'),
      ),
      ...also('xl/_rels/workbook.xml.rels', (old) =>
        old.replace(
          '</Relationships>',
          '<Relationship Id="rIdNotes" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>',
        ),
      ),
    })
    for (const options of [{}, { sheet: 'Cohort' }]) {
      const at = write(`sheets ${JSON.stringify(options).length}`, { 'registry.xlsx': workbook })
      await init(at, options, silent)
      expect(readFileSync(join(at, 'study.yaml'), 'utf8')).toMatch(/sheet: Cohort/)
    }
  })
})

describe('words of the command line and the study file', () => {
  const image = fixture('radiomics', 'lesion_image.nrrd')
  const mask = fixture('radiomics', 'lesion_label.nrrd')

  test.each([
    [['extract', image, mask, '--label', '1,x'], /label.*1,x/],
    [['extract', image, mask, '--shard', '2/3'], /--shard.*--cases/],
    [['extract', image, mask, '--source', 'wash-out'], /source|wash-out/],
    [['extract', image, mask, '--source', 'adc'], /adc/],
    [['run', 'study.yaml', '--seed', 'one'], /seed.*one/],
  ])('%j is refused with what is wrong', (words, expected) => {
    const { status, stderr } = nomoscope(...words)
    expect([2, 3]).toContain(status)
    expect(stderr.replace(/\s+/g, ' ')).toMatch(expected)
    expect(stderr).not.toMatch(/^ {4}at /m)
  })

  test.each([
    ['a date as nobody reads it', 'date: 2024-03-01', 'date: 15.07.2024', /date/],
    ['an alias that leads nowhere', 'seed: 1', 'seed: *a', /alias|\*a/],
    ['permutations without folds', 'bootstrap: 0', 'bootstrap: 0, permutations: 200', /permut/],
  ])('%s is told', (name, from, to, expected) => {
    const at = write(`words ${name}`, {
      'c.csv': csv('id,y,age,size', (p) => [p.id, Number(p.has), p.age, p.size]),
      'study.yaml': outcome('1').replace(from, to),
    })
    const { status, stdout, stderr } = nomoscope('check', join(at, 'study.yaml'))
    expect([0, 2, 3]).toContain(status)
    expect(stdout + stderr).toMatch(expected)
    expect(stderr).not.toMatch(/^ {4}at /m)
  })

  test('an empty mask of a list is told as such, and the case beside it is done', () => {
    const at = write('empty mask', { 'cases.csv': `ID,Image,Mask\na,${image},\nb,${image},${mask}\n` })
    cpSync(mask, join(at, 'other_label.nrrd'))
    const { status, stderr } = nomoscope('extract', '--cases', join(at, 'cases.csv'), '--out', join(at, 'f.json'))
    expect(status).toBe(3)
    expect(stderr).toMatch(/\ba\b.*Mask/)
    const rows = JSON.parse(readFileSync(join(at, 'f.json'), 'utf8')) as { ID: string; status: string }[]
    expect(rows.map(({ ID, status: done }) => [ID, done])).toEqual([
      ['a', expect.stringMatching(/^fail/)],
      ['b', 'done'],
    ])
  })

  test('an identifier with $ takes the images of its own folder', () => {
    for (const id of ['P$$1', 'P$&', "P$'"])
      expect(pathFor('images/{patient}/t2.nrrd', id)).toBe(`images/${id}/t2.nrrd`)
  })
})
