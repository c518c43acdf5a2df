import { expect, test } from 'vitest'
import type { CaseInspection } from '../../cases/inspect.ts'
import type { StudyContext } from '../context.ts'
import { readersOverlap, sameImages, unlikeRanges, unlikeRegions } from './compare-images.ts'
import { contactSheet } from './contact-sheet.ts'

const glance = (of: Partial<CaseInspection> = {}): CaseInspection => ({
  size: [4, 3, 2],
  spacing: [1, 1, 2],
  pixelType: 'int16',
  labels: [[1, 6]],
  names: [[1, 'tumour <left>']],
  label: 1,
  voxels: 6,
  millilitres: 0.012,
  slices: 2,
  range: [0, 900],
  regionRange: [10, 90],
  hash: String(Math.random()),
  maskHash: String(Math.random()),
  picture: { slice: 1, size: [4, 3], spacing: [1, 1], png: Uint8Array.of(1, 2, 3), outline: 'M0 0H1' },
  ...of,
})
const seen = (patient: string, of: Partial<CaseInspection> = {}, reader = '') => ({
  patient,
  sequence: 'dce',
  reader,
  image: `${patient}.nrrd`,
  glance: glance(of),
})
const task = (patient: string, mask = 'mask.nrrd') => ({ image: `${patient}.nrrd`, mask })

test('one image under two names is found, and two readers of one image are not', () => {
  const cases = [
    seen('A', { hash: 'x' }, 'r1'),
    seen('A', { hash: 'x' }, 'r2'),
    seen('B', { hash: 'y' }),
    seen('C', { hash: 'x' }),
  ]
  const found = sameImages(
    cases,
    cases.map(({ patient }) => task(patient)),
  )
  expect(found.map(({ code, patient, what }) => [code, patient, what])).toEqual([
    ['NS-CHK-01', 'C', 'dce of C holds the same voxels as that of A.'],
  ])
})

test('one region under two names is found, and two readers who drew the same voxels', async () => {
  const cases = [seen('A', { maskHash: 'x' }, 'r1'), seen('A', { maskHash: 'x' }, 'r2'), seen('B', { maskHash: 'x' })]
  const tasks = cases.map(({ patient, reader }) => task(patient, `${patient}${reader}.nrrd`))
  expect(sameImages(cases, tasks).map(({ code, patient, what }) => [code, patient, what])).toEqual([
    ['NS-CHK-05', 'B', 'The region on dce of B is that of A, voxel for voxel.'],
  ])
  const map = async (_: string, asked: unknown[]) => asked.map(() => ({ dice: 1 }))
  const own = tasks.map((one) => ({ input: {}, task: one }))
  const overlaps = await readersOverlap(own, cases, { map } as unknown as StudyContext)
  expect(overlaps.map(({ fault }) => [fault?.code, fault?.file])).toEqual([['NS-CHK-04', 'Ar1.nrrd']])
})

test('an intensity range of another kind is noted once an image, an ordinary spread of scanners is not', () => {
  const highs = [900, 1100, 1000, 1900, 700, 1050, 1, 255]
  const cases = highs.map((high, i) => seen(`P${i}`, { range: [0, high] }))
  const twice = [...cases, { ...cases[6], reader: 'r2' }]
  const tasks = twice.map(({ patient }) => task(patient))
  expect(unlikeRanges(twice, tasks).map(({ severity, patient, what }) => [severity, patient, what])).toEqual([
    ['note', 'P6', "Intensities of dce of P6 span 0 to 1, where the cohort's span about 950."],
  ])
})

test('a region in one slice, and one of another size than on the first sequence, are noted', () => {
  const cases = [2, 3, 1, 5, 4, 2.5, 4].flatMap((millilitres, i) => [
    seen(`P${i}`, { millilitres, slices: i === 1 ? 1 : 4 }),
    { ...seen(`P${i}`, { millilitres: (i === 4 ? 0.05 : 0.8 + 0.02 * i) * millilitres }), sequence: 't2' },
  ])
  const tasks = cases.map(({ patient, sequence }) => task(patient, `${patient}-${sequence}.nrrd`))
  expect(unlikeRegions(cases, tasks).map(({ code, file, what }) => [code, file, what])).toEqual([
    ['NS-CHK-07', 'P1-dce.nrrd', 'The region on dce of P1 is on a single slice.'],
    ['NS-CHK-08', 'P4-t2.nrrd', "The region of P4 has 0.20 mL on t2 and 4.00 mL on dce, a ratio unlike the cohort's."],
  ])
})

test('readers are compared pair by pair', async () => {
  const cases = [seen('A', {}, 'r1'), seen('A', {}, 'r2'), seen('B', {}, 'r1')]
  const own = cases.map(({ patient, reader }) => ({ input: {}, task: task(patient, `${reader}.nrrd`) }))
  const asked: unknown[] = []
  const map = async (name: string, tasks: unknown[]) => {
    asked.push(name, ...tasks)
    return tasks.map(() => ({ dice: 0.61 }))
  }
  const found = await readersOverlap(own, cases, { map } as unknown as StudyContext)
  expect(asked).toEqual(['glance/readers', { image: 'A.nrrd', mask: 'r1.nrrd', other: 'r2.nrrd' }])
  expect(found).toMatchObject([{ patient: 'A', readers: ['r1', 'r2'], dice: 0.61, fault: { code: 'NS-CHK-02' } }])
})

test('the contact sheet shows what is noted first, with the image it concerns, and escapes names', () => {
  const cases = [seen('A'), seen('B', {}, 'r1'), { ...seen('C'), glance: undefined }]
  const fault = {
    code: 'NS-X',
    severity: 'note' as const,
    file: 'B.nrrd',
    patient: 'B',
    what: 'low signal',
    repair: '',
  }
  const html = contactSheet('Study & more', {
    assessed: 3,
    analysed: 3,
    cases,
    overlaps: [{ patient: 'B', sequence: 'dce', readers: ['r1', 'r2'], dice: 0.81 }],
    faults: [fault],
  })
  expect(html.indexOf('>B · dce · r1')).toBeLessThan(html.indexOf('>A · dce'))
  expect(html.match(/note: low signal/g)).toHaveLength(1)
  expect(html).toContain('Study &#38; more')
  expect(html).toContain('tumour &#60;left&#62;')
  expect(html).toContain('Dice) 0.81')
  expect(html).toContain('could not be read')
  expect(html).toContain('data:image/png;base64,AQID')
})
