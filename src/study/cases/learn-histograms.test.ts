import { expect, test } from 'vitest'
import type { CaseTask } from '../../cases/case.ts'
import { readSettings } from '../../features/settings/settings.ts'
import type { StudyContext } from '../context.ts'
import { studySchema } from '../file/schema.ts'
import type { Case } from './extract-all.ts'
import { learnHistograms, normalisationFaults, normalisationOf } from './learn-histograms.ts'

const study = studySchema.parse({
  study: 'Test',
  cohort: { file: 'cohort.csv', id: 'patient' },
  outcome: { column: 'her2', positive: 1 },
  images: {
    t2: { path: '{patient}/t2', masks: { r1: 'a', r2: 'b' }, normalise: 'nyul' },
    dce: { path: '{patient}/dce', mask: 'c', normalise: { zscore: 'tissue', mask: '{patient}/muscle' } },
    t1: { path: '{patient}/t1', mask: 'c', normalise: { zscore: 'surroundings' } },
    dwi: { path: '{patient}/dwi', mask: 'c', source: 'adc', normalise: 'whitestripe' },
    b800: { path: '{patient}/dwi', mask: 'c', source: 'b800', n4: true },
    pe: { path: '{patient}/dce', mask: 'c', source: 'pe', n4: true },
  },
})
const cases = ['A', 'B', 'C'].flatMap((patient): Case[] =>
  ['r1', 'r2'].map((reader) => ({
    input: { patient, sequence: 't2', reader },
    task: { image: `${patient}/t2`, mask: reader },
  })),
)

/** Percentiles of an image that rises from `low` by ten steps of `step`, the last as long as the others. */
const rising = (low: number, step: number) => Array.from({ length: 11 }, (_, k) => low + k * step)

function contextOf(answer: (task: CaseTask) => unknown, asked: string[] = []) {
  const map = async (name: string, tasks: CaseTask[]) => {
    asked.push(...tasks.map(({ image }) => `${name} ${image}`))
    return tasks.map(answer)
  }
  return { map, progress: () => () => {}, resolve: (path: string) => `/s/${path}` } as unknown as StudyContext
}

test('a common histogram is learnt from each training image once, and given to every case', async () => {
  const asked: string[] = []
  const context = contextOf(({ image }) => ({ landmarks: image === 'A/t2' ? rising(5, 1) : rising(0, 50) }), asked)
  const { cases: given, learnt } = await learnHistograms(study, cases, new Set(['A', 'C']), context)
  expect(asked).toEqual(['landmarks/learn A/t2', 'landmarks/learn C/t2'])
  expect(learnt.t2.images).toBe(2)
  expect(learnt.t2.landmarks).toMatchDigits(rising(0, 100), 1e-12)
  expect(given.map(({ task }) => task.normalise)).toEqual(
    cases.map(() => ({ nyul: { percentiles: learnt.t2.percentiles, landmarks: learnt.t2.landmarks } })),
  )
})

test('an image that cannot be read is left out, and without any the study stops', async () => {
  const one = contextOf(({ image }) => (image === 'A/t2' ? { failed: 'broken' } : { landmarks: rising(0, 3) }))
  expect((await learnHistograms(study, cases, new Set(['A', 'B']), one)).learnt.t2.images).toBe(1)
  const none = contextOf(() => ({ failed: 'broken' }))
  await expect(learnHistograms(study, cases, new Set(['A']), none)).rejects.toThrow(/common histogram of t2.*broken/)
})

test('what stands in the study file is what a case is given', () => {
  const context = contextOf(() => undefined)
  expect(normalisationOf(study.images!.dce, 'A', context)).toEqual({ zscore: 'tissue', mask: '/s/A/muscle' })
  expect(normalisationOf(study.images!.t1, 'A', context)).toEqual({ zscore: 'surroundings', from: 3, to: 15 })
  expect(normalisationOf(study.images!.t2, 'A', context)).toBeUndefined()
})

test('normalising twice, or a map with a unit, is told', () => {
  const codes = (params: string) =>
    normalisationFaults(study, readSettings(params)).map(({ code, what }) => [code, what.split(' ')[0]])
  expect(codes('{}')).toEqual([
    ['NS-NRM-04', 'dwi'],
    ['NS-NRM-06', 'A'],
  ])
  expect(codes('setting: { normalize: true }').map(([code]) => code)).toEqual([
    'NS-NRM-03',
    'NS-NRM-03',
    'NS-NRM-03',
    'NS-NRM-03',
    'NS-NRM-04',
    'NS-NRM-06',
  ])
})
