import { isoDate, readingItems, writeCsv } from '../cohort/index.ts'
import { randomStream } from '../statistics/index.ts'
import { type DemoPatient, demoPatients } from './cohort.ts'
import type { ParallelMap } from '../parallel.ts'
import { type DemoFile, demoImages } from './images.ts'
import { demoCodebook, demoParams, demoReadme, demoStudy } from './texts.ts'

const demoSeed = 20240601

/** So many patients' images are made at once. */
const batch = 32

/**
 * The files of the demo's study folder, one after another: an ordinary folder that `nomoscope run` takes, all of it
 * synthetic and said to be so. The same seed gives the same bytes.
 */
export function* demoFolder(seed = demoSeed): Generator<DemoFile> {
  const patients = demoPatients(seed)
  yield* textsOf(patients, seed)
  for (const patient of imaged(patients)) yield* demoImages(patient, seed)
}

/** The same files, the images made in the threads of a pool. */
export async function* demoFolderBy(map: ParallelMap, seed = demoSeed): AsyncGenerator<DemoFile> {
  const patients = demoPatients(seed)
  yield* textsOf(patients, seed)
  const tasks = imaged(patients).map((patient) => ({ patient, seed }))
  for (let from = 0; from < tasks.length; from += batch)
    for (const files of await map('demo/images', tasks.slice(from, from + batch))) yield* files
}

const imaged = (patients: readonly DemoPatient[]) =>
  patients.filter(({ eligible, poorImages }) => eligible || poorImages)

function* textsOf(patients: readonly DemoPatient[], seed: number): Generator<DemoFile> {
  const text = (path: string, content: string): DemoFile => ({ path, bytes: new TextEncoder().encode(content) })
  yield text('README.txt', demoReadme)
  yield text('study.yaml', demoStudy(seed))
  yield text('codebook.yaml', demoCodebook)
  yield text('params.yaml', demoParams)
  yield text('cohort.csv', cohortCsv(patients))
  yield text('readings.csv', readingsCsv(patients, seed))
  yield text('visits.csv', visitsCsv(patients))
  yield text('immune-fields.csv', fieldsCsv(patients))
}

function cohortCsv(patients: readonly DemoPatient[]): string {
  const columns = Object.keys(patients[0].cells)
  return writeCsv(
    columns,
    patients.map(({ cells }) => columns.map((name) => cells[name])),
  )
}

/** Each reader misreads an item now and then, the second more often; the consensus is what cohort.csv has. */
function readingsCsv(patients: readonly DemoPatient[], seed: number): string {
  const names = readingItems.map(({ name }) => name)
  const misread = { reader1: 0.05, reader2: 0.1, consensus: 0 }
  const rows = patients.flatMap((patient) => {
    const random = randomStream(seed, 'demo', patient.id, 'readings')
    return Object.entries(misread).map(([reader, share]) => [
      patient.id,
      reader,
      ...readingItems.map(({ name, levels }) => {
        const right = levels.findIndex(({ value }) => value === patient.cells[name])
        const wrong = random.uniform() < share
        // Scales are misread by one step, the others to anything else.
        const step = 1 + random.below(levels.length - 1)
        const next = right === 0 ? 1 : right === levels.length - 1 || random.uniform() < 0.5 ? right - 1 : right + 1
        const scale = name === 'tic' || name === 'bpe'
        return levels[wrong ? (scale ? next : (right + step) % levels.length) : right].value
      }),
      'synthetic',
    ])
  })
  return writeCsv(['patient', 'reader', ...names, 'data'], rows)
}

function visitsCsv(patients: readonly DemoPatient[]): string {
  const rows = patients.flatMap(({ id, visits }) =>
    visits.map(({ date, newLesion, cea, ca153 }) => [
      id,
      isoDate(date),
      newLesion ? 'yes' : 'no',
      cea,
      ca153,
      'synthetic',
    ]),
  )
  return writeCsv(['patient', 'date', 'new_lesion', 'cea', 'ca153', 'data'], rows)
}

function fieldsCsv(patients: readonly DemoPatient[]): string {
  const rows = patients.flatMap(({ id, fields }) =>
    fields.map(({ marker, positive, counted }, i) => [id, marker, (i % 5) + 1, positive, counted, 'synthetic']),
  )
  return writeCsv(['patient', 'marker', 'field', 'positive', 'counted', 'data'], rows)
}
