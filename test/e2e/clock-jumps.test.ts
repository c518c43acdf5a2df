import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { type Jumped, whileClockJumps } from '../support/jumping-clock.ts'
import { fixture, toolTest } from '../support/needs.ts'
import { writeSmallStudy } from '../support/small-study.ts'

// The clock of a machine is set while it works: by hand, by NTP after a sleep, by a host that moves its guest.

const folder = scratchFolder()
const at = (name: string) => join(folder, name)
const faketime = ['faketime', '--version']

const files = ['lesion', 'oblique'].map(
  (name) => `${fixture('radiomics', `${name}_image.nrrd`)},${fixture('radiomics', `${name}_label.nrrd`)}`,
)
const cases = at('cases.csv')
writeFileSync(cases, `ID,Image,Mask\n${Array.from({ length: 10 }, (_, i) => `c${i},${files[i % 2]}`).join('\n')}\n`)

/** What was said has no time below 0 and none of an hour or more: the work took seconds. */
function expectPlausible({ status, stderr, count }: Jumped) {
  expect([status, count > 2], stderr).toEqual([0, true])
  expect(stderr.replaceAll(folder, '')).not.toMatch(/-\d|NaN|Infinity/) // a folder's random name may have -6
  const minutes = [...stderr.matchAll(/(\d+) min\b/g)].map(([, text]) => Number(text))
  expect(minutes.filter((one) => one >= 60)).toEqual([])
}

toolTest(
  'extract --cases: the same bytes, and a trace of plausible times',
  faketime,
  5,
  async () => {
    nomoscope('extract', '--cases', cases, '--out', at('whole.csv'), '--quiet')
    const traced = ['--trace', at('trace.json')]
    const jumped = await whileClockJumps(folder, 'extract', '--cases', cases, '--out', at('jumped.csv'), ...traced)
    expectPlausible(jumped)
    expect(readFileSync(at('jumped.csv'), 'utf8')).toBe(readFileSync(at('whole.csv'), 'utf8'))
    const { traceEvents } = JSON.parse(readFileSync(at('trace.json'), 'utf8')) as {
      traceEvents: { ph: string; ts?: number; dur?: number }[]
    }
    const hour = 3600e6
    const odd = traceEvents.filter(({ ts = 0, dur = 0 }) => !(ts >= 0 && ts < hour && dur >= 0 && dur < hour))
    expect(odd).toEqual([])
  },
  120_000,
)

toolTest(
  'submit --local and gather: the same bytes',
  faketime,
  8,
  async () => {
    nomoscope('extract', '--cases', cases, '--out', at('one.csv'), '--quiet')
    const whole = readFileSync(at('one.csv'), 'utf8')
    const words = ['submit', '--cases', cases, '--out', at('parts.csv'), '--local', '2', '--parts', '4']
    expectPlausible(await whileClockJumps(folder, ...words))
    expect(readFileSync(at('parts.csv'), 'utf8')).toBe(whole)
    const gathered = await whileClockJumps(folder, 'gather', at('parts.csv.parts'), '--out', at('again.csv'))
    expectPlausible({ ...gathered, count: 3 }) // it ends before many jumps
    expect(readFileSync(at('again.csv'), 'utf8')).toBe(whole)
  },
  180_000,
)

toolTest(
  'run: the same files to the byte',
  faketime,
  5,
  async () => {
    mkdirSync(at('study'))
    const study = writeSmallStudy(at('study'), 'models: { plain: { terms: [age, grade] } }')
    const text = readFileSync(study, 'utf8').replace(
      /^validation:.*/m,
      'validation: { bootstrap: 20, permutations: 0 }',
    )
    writeFileSync(study, text)
    nomoscope('run', study, '--out', at('still'), '--quiet')
    const jumped = await whileClockJumps(folder, 'run', study, '--out', at('moved'))
    expectPlausible(jumped)
    const named = (out: string) =>
      readdirSync(at(out), { recursive: true, encoding: 'utf8' }).filter((name) => /^[^.].*\.\w+$/.test(name))
    expect(named('moved')).toEqual(named('still'))
    const differ = named('still').filter(
      (name) => !readFileSync(at(`still/${name}`)).equals(readFileSync(at(`moved/${name}`))),
    )
    expect(differ).toEqual([])
  },
  180_000,
)
