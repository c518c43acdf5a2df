import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fixture, shared, sharedTest, toolTest } from '../../../test/support/needs.ts'
import { toPoint } from '../grid/geometry.ts'
import { openImage, openMask, openRegions } from '../platform/open.node.ts'
import { readImageFile } from '../platform/read.node.ts'
import { drawRegions, listLabels } from '../regions/regions.ts'
import type { Geometry, Mask } from '../volume.ts'
import { readSegmentation } from './seg.ts'
import { writeSegmentation } from './seg-write.ts'
import { readSeries } from './series.ts'

const dcmqi = (...path: string[]) => shared('real', 'dicom', 'dcmqi', ...path)
const inside = (data: ArrayLike<number>, label?: number) =>
  Array.from(data, (value) => ((label === undefined ? value !== 0 : value === label) ? 1 : 0))

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
/** Made by test/fixtures/image/make_seg.py. */
const made: {
  grid: Geometry
  cases: { name: string; file: string; segments: { number: number; name: string; voxels: number[] }[] }[]
} = JSON.parse(readFileSync(fixture('image', 'seg.json'), 'utf8'))

describe.each(made.cases)('$name', ({ file, segments }) => {
  test('has its segments in their voxels', async () => {
    const regions = await readSegmentation(bytesOf(file), 'seg.dcm')
    expect(regions.regions).toEqual(segments.map(({ number, name }) => ({ number, name })))
    for (const { number, voxels } of segments) {
      const { data, outside } = regions.draw(number, made.grid)
      expect([...data.keys()].filter((i) => data[i])).toEqual(voxels)
      expect(outside).toBe(0)
      // On a grid that lacks the last three slices.
      const [nx, ny] = made.grid.size
      const cut = regions.draw(number, { ...made.grid, size: [nx, ny, 3] })
      expect(cut.outside).toBeCloseTo(voxels.filter((i) => i >= 3 * nx * ny).length / voxels.length, 12)
    }
  })
})

/** Made by test/fixtures/image/make_dicom.py. */
const series: { name: string; files: Record<string, string> }[] = JSON.parse(
  readFileSync(fixture('image', 'dicom.json'), 'utf8'),
).series

async function written(name: string) {
  const { files } = series.find((one) => one.name === name)!
  const [volume] = await readSeries(Object.entries(files).map(([name, text]) => ({ name, read: () => bytesOf(text) })))
  const { geometry } = volume
  const data = Uint8Array.from({ length: 3 * 4 * geometry.size[2] }, (_, i) => (i % 5 === 0 ? 3 : i % 7 === 0 ? 9 : 0))
  const mask: Mask = {
    ...geometry,
    pixelType: 'uint8',
    data,
    segments: new Map([
      [3, 'Läsion'],
      [9, '坏死'],
    ]),
  }
  return { mask, volume, bytes: await writeSegmentation(mask, volume, '0.1.0') }
}

test.each(['axial', 'oblique', 'enhanced, rescaled frame by frame'])(
  'a mask of a series (%s) is written and read',
  async (name) => {
    const { mask, volume, bytes } = await written(name)
    expect(await writeSegmentation(mask, volume, '0.1.0')).toEqual(bytes)
    const image = { ...volume.geometry, pixelType: 'uint8' as const, data: mask.data }
    const again = drawRegions(await readSegmentation(bytes, 'seg.dcm'), image, 'image')
    // Segments are numbered from 1 in the order of their labels.
    expect(again.segments).toEqual(
      new Map([
        [1, 'Läsion'],
        [2, '坏死'],
      ]),
    )
    expect([...again.data]).toEqual([...mask.data].map((label) => [0, 3, 9].indexOf(label)))
    await expect(writeSegmentation({ ...mask, origin: [0, 0, 0] }, volume, '0.1.0')).rejects.toMatchObject({
      code: 'NS-DCM-15',
    })
  },
)

toolTest('dciodvfy finds no error in a written segmentation', ['dciodvfy', '-version'], 2, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nomoscope-seg-'))
  writeFileSync(join(folder, 'seg.dcm'), (await written('oblique')).bytes)
  const { stderr } = spawnSync('dciodvfy', [join(folder, 'seg.dcm')], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  expect(stderr).toMatch(/Segmentation/)
  expect(stderr).not.toMatch(/Error/)
})

const python = process.env.NOMOSCOPE_PYTHON ?? 'python3'
toolTest('pydicom reads a written segmentation', [python, '-c', 'import pydicom, numpy'], 1, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nomoscope-seg-'))
  const { mask, bytes } = await written('oblique')
  writeFileSync(join(folder, 'seg.dcm'), bytes)
  const script = `import json, sys, pydicom
d = pydicom.dcmread(sys.argv[1])
print(json.dumps([d.pixel_array.sum((1, 2)).tolist(), [str(s.SegmentLabel) for s in d.SegmentSequence]]))`
  const { stdout } = spawnSync(python, ['-c', script, join(folder, 'seg.dcm')], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  const count = (label: number) =>
    Array.from({ length: 5 }, (_, z) => mask.data.subarray(12 * z, 12 * z + 12).filter((one) => one === label).length)
  expect(JSON.parse(stdout)).toEqual([
    [...count(3), ...count(9).filter((n) => n > 0)],
    ['Läsion', '坏死'],
  ])
})

toolTest(
  'highdicom puts a written segmentation where the mask was',
  [python, '-c', 'import highdicom'],
  7,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nomoscope-seg-'))
    const script = `import json, sys, highdicom, numpy
out = []
for path in sys.argv[1:]:
    seg = highdicom.seg.segread(path)
    volume = seg.get_volume(combine_segments=True)
    points = {}
    for number in seg.segment_numbers:
        inside = numpy.argwhere(volume.array == number)
        place = volume.map_indices_to_reference(inside)
        points[seg.get_segment_description(number).segment_label] = [len(inside), place.mean(0).tolist()]
    out.append([seg.segmentation_type.value, points])
print(json.dumps(out))`
    const names = ['axial', 'oblique', 'enhanced, rescaled frame by frame']
    const made = []
    for (const [i, name] of names.entries()) {
      made.push(await written(name))
      writeFileSync(join(folder, `${i}.dcm`), made[i].bytes)
    }
    const paths = names.map((_, i) => join(folder, `${i}.dcm`))
    const { stdout } = spawnSync(python, ['-W', 'ignore', '-c', script, ...paths], { encoding: 'utf8' })
    rmSync(folder, { recursive: true })
    const read: [string, Record<string, [number, number[]]>][] = JSON.parse(stdout)
    expect(read.map(([kind]) => kind)).toEqual(names.map(() => 'BINARY'))
    for (const [i, { mask }] of made.entries())
      for (const [label, name] of mask.segments!) {
        const [nx, ny] = mask.size
        const inside = [...mask.data.keys()].filter((v) => mask.data[v] === label)
        const points = inside.map((v) => toPoint(mask, [v % nx, Math.floor(v / nx) % ny, Math.floor(v / nx / ny)]))
        const mean = [0, 1, 2].map((k) => points.reduce((sum, point) => sum + point[k], 0) / points.length)
        const [count, place] = read[i][1][name]
        const off = Math.max(...place.map((at, k) => Math.abs(at - mean[k])))
        expect([count, off < 1e-6]).toEqual([inside.length, true])
      }
  },
)

sharedTest('a segmentation equals its label image voxel for voxel', 4, async () => {
  const image = await openImage(dcmqi('ct-3slice'))
  const mask = await openMask(dcmqi('liver.dcm'), image, 'ct-3slice')
  expect(inside(mask.data)).toEqual(inside(readImageFile(dcmqi('liver_seg.nrrd')).data))
  expect(mask.segments).toEqual(new Map([[1, 'Liver']]))
  expect(listLabels(mask)).toMatchObject([{ number: 1, name: 'Liver', slices: 3 }])
  const small = await openMask(
    dcmqi('23x38x3', 'seg', 'label.seg'),
    await openImage(dcmqi('23x38x3', 'image')),
    'image',
  )
  expect(inside(small.data)).toEqual(inside(readImageFile(dcmqi('23x38x3', 'nrrd', 'label.nrrd')).data))
})

sharedTest('overlapping segments are read one by one, and refused in one mask', 7, async () => {
  const image = await openImage(dcmqi('ct-3slice'))
  const { regions } = await openRegions(dcmqi('partial_overlaps.dcm'))
  expect(regions.map(({ name }) => name)).toEqual(['GREEN', 'ORANGE', 'PURPLE', 'LIGHT_BLUE', 'DARK_BLUE'])
  const truths = [1, 2, 3].map((i) => readImageFile(dcmqi(`partial_overlaps-${i}.nrrd`)))
  for (const { number, name } of regions) {
    const { data } = await openMask(dcmqi('partial_overlaps.dcm'), image, 'ct-3slice', name)
    const truth = truths.find((one) => one.data.includes(number))!
    expect(inside(data)).toEqual(inside(truth.data, number))
  }
  await expect(openMask(dcmqi('partial_overlaps.dcm'), image, 'ct-3slice')).rejects.toMatchObject({ code: 'NS-DCM-10' })
})
