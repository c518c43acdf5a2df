import { expect, test } from 'vitest'
import type { CaseGlance } from '../run/glance.ts'
import { contactSheet } from './contact-sheet.ts'
import type { StudyContext } from './context.ts'
import { readersOverlap, sameImages, unlikeQuality } from './preflight-images.ts'

const glance = (of: Partial<CaseGlance> = {}): CaseGlance => ({
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
  hash: String(Math.random()),
  quality: { signalToNoise: 20, clipped: 0, wrap: 0 },
  picture: { slice: 1, size: [4, 3], spacing: [1, 1], png: Uint8Array.of(1, 2, 3), outline: 'M0 0H1' },
  ...of,
})
const seen = (patient: string, of: Partial<CaseGlance> = {}, reader = '') => ({
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

test('quality that stands out at the bad end is noted once an image', () => {
  const ratios = [20, 21, 19, 22, 20.5, 19.5, 4, 60]
  const cases = ratios.map((signalToNoise, i) =>
    seen(`P${i}`, { quality: { signalToNoise, clipped: i === 2 ? 0.02 : 0, wrap: i === 3 ? 0.05 : 0 } }),
  )
  const twice = [...cases, { ...cases[6], reader: 'r2' }]
  const found = unlikeQuality(
    twice,
    twice.map(({ patient }) => task(patient)),
  )
  expect(found.map(({ severity, patient, what }) => [severity, patient, what])).toEqual([
    ['note', 'P6', 'The signal-to-noise ratio of dce of P6, 4.0, stands out from the cohort.'],
    ['note', 'P2', 'The share of clipped voxels of dce of P2, 2.00%, stands out from the cohort.'],
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
  expect(html.indexOf('B · dce · r1')).toBeLessThan(html.indexOf('A · dce'))
  expect(html.match(/note: low signal/g)).toHaveLength(1)
  expect(html).toContain('Study &#38; more')
  expect(html).toContain('tumour &#60;left&#62;')
  expect(html).toContain('Dice) 0.81')
  expect(html).toContain('could not be read')
  expect(html).toContain('data:image/png;base64,AQID')
})
