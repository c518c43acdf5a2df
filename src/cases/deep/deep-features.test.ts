import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { platform } from '../../../test/support/platform.ts'
import { sha256 } from '../../digest.ts'
import { extractCase } from '../extract.ts'
import { type DeepTask, jobs } from './deep-features.ts'

const expected = JSON.parse(readFileSync(fixture('deep', 'expected.json'), 'utf8'))
const file = (name: string) => fixture('deep', `${name}.onnx`)
const task = async (name: string, how: Partial<DeepTask> = {}): Promise<DeepTask> => ({
  model: file(name),
  hash: await sha256(readFileSync(file(name))),
  size: [12, 10, 8],
  spacing: [1, 1, 1.5],
  normalise: 'zscore',
  masked: false,
  ...how,
})
const flat = { size: [9, 9] as [number, number], spacing: [0.8, 0.8], output: 'features' }
const params = 'featureClass: { firstorder: [Mean] }'
const of = (patient: string, deep: DeepTask) =>
  extractCase(
    {
      image: fixture('habitats', `${patient}-t2.nrrd`),
      mask: fixture('habitats', `${patient}-mask.nrrd`),
      params,
      deep,
    },
    platform,
  )
const numbers = (values: Record<string, unknown>) =>
  Object.entries(values).flatMap(([name, value]) => (name.startsWith('deep_') ? [value as number] : []))

describe("equals Python's onnxruntime on SimpleITK's patch", () => {
  test('a volume, by its own mean and deviation', async () => {
    const deep = await task('volume')
    for (const [k, patient] of ['00', '07', '19'].entries()) {
      const { values } = await of(patient, deep)
      expect(Object.keys(values).filter((name) => name.startsWith('deep_'))[0]).toBe('deep_01')
      const found = numbers(values)
      expect(found).toHaveLength(12)
      for (const [i, value] of expected.volume[[0, 7, 19][k]].entries()) expect(found[i]).toBeCloseTo(value, 5)
    }
  })
  test('the slice of largest area in three channels, from a window, 0 outside the region', async () => {
    const deep = await task('slice', { ...flat, normalise: [20, 200], masked: true })
    const found = numbers((await of('03', deep)).values)
    for (const [i, value] of expected.slice[3].entries()) expect(found[i]).toBeCloseTo(value, 5)
  })
})

test('what a network takes and gives is known before any case', async () => {
  const look = jobs(platform)['deep/network']
  expect(await look(await task('volume'))).toEqual({
    input: 'image',
    shape: [1, 1, 8, 10, 12],
    output: 'features',
    features: 12,
  })
  expect(await look(await task('slice', flat))).toMatchObject({ shape: [1, 3, 9, 9], features: 4 })
})

test('a region that is larger than the patch is said to be so', async () => {
  const { warnings } = await of('00', await task('slice', { ...flat, size: [3, 3] }))
  expect(warnings.join(' ')).toMatch(/\d+% of the region lies outside the network's patch/)
})

describe('refused by name', () => {
  const look = async (name: string, how?: Partial<DeepTask>) => jobs(platform)['deep/network'](await task(name, how))
  test.each<[string, string, Partial<DeepTask> | undefined, RegExp]>([
    ['another size', 'volume', { size: [8, 8, 8] }, /image is 1 × 1 × 8 × 10 × 12, while the patch is 8 × 8 × 8/],
    ['a slice for a volume', 'volume', flat, /a patch of 9 × 9/],
    ['an input of unknown shape', 'unknown', undefined, /of unknown shape/],
    ['several outputs', 'slice', { ...flat, output: undefined }, /features, classes, and none is named/],
    ['an output that it has not', 'slice', { ...flat, output: 'layer4' }, /no output layer4/],
    ['whole numbers for an input', 'long', undefined, /its input image is of int64, not float32/],
    ['weights in another file', 'apart', undefined, /apart\.onnx cannot be run: its weights lie in another file/],
    ['an output of no numbers', 'empty', undefined, /its output y has no numbers/],
    ['another file than the hash says', 'volume', { hash: '0'.repeat(64) }, /another network/],
  ])('%s', async (_, name, how, message) => {
    await expect(look(name, how)).rejects.toThrow(message)
  })
  test('a file that is too large', async () => {
    const large = { ...platform.images, bytes: async () => ({ length: 2 ** 30 }) as Uint8Array }
    const look = jobs({ ...platform, images: large })['deep/network']
    await expect(look({ ...(await task('volume')), model: 'large.onnx' })).rejects.toThrow(
      '1024 MB; 512 MB are the most',
    )
  })
  test('a file that is no network', async () => {
    const model = fixture('deep', 'expected.json')
    await expect(look('volume', { model, hash: await sha256(readFileSync(model)) })).rejects.toMatchObject({
      code: 'NS-ONX-01',
    })
  })
  test('NaN', async () => {
    await expect(of('00', await task('logarithm'))).rejects.toMatchObject({ code: 'NS-ONX-06' })
  })
})
