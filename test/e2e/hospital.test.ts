import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { writeSegmentation } from '../../src/image/dicom/seg-write.ts'
import { readSeries } from '../../src/image/dicom/series.ts'
import { type Attribute, encodeDicom } from '../../src/image/dicom/write.ts'
import { nomoscope } from '../support/cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-hospital-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const kinds = { image: '1.2.840.10008.5.1.4.1.1.4', structures: '1.2.840.10008.5.1.4.1.1.481.3' }
const side = 20
const slices = 8

/** One slice of a phase: a body of 300 with a lesion in it that takes up contrast. */
function slice(patient: string, number: number, phase: number, z: number): Uint8Array {
  const data = new Uint16Array(side * side)
  const lesion = [200, 420, 380][phase]
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      data[y * side + x] =
        Math.hypot(x - 9 - (number % 3), y - 10, 2 * (z - 4)) < 4.2
          ? lesion + ((x * number + y * 3 + z) % 23)
          : 300 + ((x * y + z + number) % 17)
  const attributes: Attribute[] = [
    [0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\M'],
    [0x00080016, 'UI', kinds.image],
    [0x00080018, 'UI', `2.25.${number}${phase}${z}1`],
    [0x00080022, 'DA', '20240601'],
    [0x00080032, 'TM', ['090000', '090200', '090700'][phase]],
    [0x00080060, 'CS', 'MR'],
    [0x0008103e, 'LO', ['ax dyn pre', 'ax dyn 1st pass', 'ax dyn 2nd pass'][phase]],
    [0x00100010, 'PN', `Synthetic^${patient}`],
    [0x00100020, 'LO', patient],
    [0x00180081, 'DS', '2.4'],
    [0x0020000d, 'UI', `2.25.${number}`],
    [0x0020000e, 'UI', `2.25.${number}${phase}`],
    [0x00200011, 'IS', String(4 + phase)],
    [0x00200032, 'DS', `0\\0\\${2 * z}`],
    [0x00200037, 'DS', '1\\0\\0\\0\\1\\0'],
    [0x00200052, 'UI', `2.25.${number}9`],
    [0x00280002, 'US', [1]],
    [0x00280004, 'CS', 'MONOCHROME2'],
    [0x00280010, 'US', [side]],
    [0x00280011, 'US', [side]],
    [0x00280030, 'DS', '1\\1'],
    [0x00280100, 'US', [16]],
    [0x00280101, 'US', [16]],
    [0x00280102, 'US', [15]],
    [0x00280103, 'US', [0]],
    [0x7fe00010, 'OW', new Uint8Array(data.buffer)],
  ]
  return encodeDicom(kinds.image, `2.25.${number}${phase}${z}1`, attributes)
}

/** A lesion of octagons, one a slice. */
function structureSet(patient: string, number: number): Uint8Array {
  const contours = [3, 4, 5].map((z): Attribute[] => [
    [0x30060042, 'CS', 'CLOSED_PLANAR'],
    [0x30060046, 'IS', '8'],
    [
      0x30060050,
      'DS',
      Array.from({ length: 8 }, (_, k) => {
        const turn = (Math.PI * (k + 0.5)) / 4
        return `${(11.1 + 3.6 * Math.cos(turn)).toFixed(3)}\\${(10.1 + 3.6 * Math.sin(turn)).toFixed(3)}\\${2 * z}`
      }).join('\\'),
    ],
  ])
  const one = (...attributes: Attribute[]) => [attributes]
  return encodeDicom(kinds.structures, `2.25.${number}71`, [
    [0x00080016, 'UI', kinds.structures],
    [0x00080018, 'UI', `2.25.${number}71`],
    [0x00080060, 'CS', 'RTSTRUCT'],
    [0x00100020, 'LO', patient],
    [0x0020000d, 'UI', `2.25.${number}`],
    [0x0020000e, 'UI', `2.25.${number}7`],
    [0x30060020, 'SQ', one([0x30060022, 'IS', '1'], [0x30060024, 'UI', `2.25.${number}9`], [0x30060026, 'LO', 'GTV'])],
    [0x30060039, 'SQ', one([0x30060040, 'SQ', contours], [0x30060084, 'IS', '1'])],
  ])
}

const ids = ['H-001', 'H-002', 'H-003']
for (const [i, id] of ids.entries()) {
  const at = (name: string) => join(folder, 'export', id, name)
  for (const name of ['dicom', 'roi']) mkdirSync(at(name), { recursive: true })
  // The third folder was exported under the wrong name: it is the first patient's.
  const patient = i === 2 ? ids[0] : id
  const files = [0, 1, 2].flatMap((phase) =>
    Array.from({ length: slices }, (_, z) => slice(patient, 100 + i, phase, z)),
  )
  for (const [k, bytes] of files.entries()) writeFileSync(at(`dicom/IM${String((k * 5) % 24).padStart(4, '0')}`), bytes)
  if (i !== 1) {
    const volumes = await readSeries(files.slice(8, 16).map((bytes, k) => ({ name: `${k}`, read: () => bytes })))
    const { geometry } = volumes[0]
    const data = new Uint8Array(side * side * slices)
    for (let z = 0; z < slices; z++)
      for (let y = 0; y < side; y++)
        for (let x = 0; x < side; x++)
          if (Math.hypot(x - 9 - ((100 + i) % 3), y - 10, 2 * (z - 4)) < 4.2) data[x + side * (y + side * z)] = 1
    const mask = { ...geometry, pixelType: 'uint8' as const, data, segments: new Map([[1, 'lesion']]) }
    writeFileSync(at('roi/SEG.dcm'), await writeSegmentation(mask, volumes[0], '1'))
  } else writeFileSync(at('roi/RS.dcm'), structureSet(patient, 100 + i))
}
writeFileSync(join(folder, 'cohort.csv'), 'id,age\nH-001,51\nH-002,62\nH-003,47\n')

test('a hospital’s folder goes from init over check to run as docs/quickstart.md has it', () => {
  expect(nomoscope('init', folder).status).toBe(0)
  const file = join(folder, 'study.yaml')
  const draft = readFileSync(file, 'utf8')
  expect(draft).toContain('path: "export/{patient}/dicom"')
  expect(draft).toContain('source: phase 2')
  expect(draft).toContain('mask: "export/{patient}/roi"')
  const checked = nomoscope('check', file, '--sheet', join(folder, 'sheet.html'))
  // Whose images they are is told; nothing else is wrong.
  expect(checked.status).toBe(3)
  expect(checked.stdout).toMatch(/H-003.*PatientID H-001, which is another patient/)
  expect(checked.stdout).toMatch(/3 of 3 cases can be extracted; 1 fault\./)
  // The answer: enhancement in place of the phase, and without the wrong folder.
  writeFileSync(file, `${draft.replace('source: phase 2', 'source: pe')}`)
  writeFileSync(join(folder, 'cohort.csv'), 'id,age\nH-001,51\nH-002,62\n')
  const out = join(folder, 'results')
  const ran = nomoscope('run', file, '--out', out, '--quiet')
  expect([ran.status, ran.stderr]).toEqual([0, ''])
  expect(existsSync(join(out, 'results.json'))).toBe(true)
  // From 200 to 422 of a signal that a texture of 0 to 22 is added to: 100 to 110%.
  const words = ['extract', join(folder, 'export/H-001/dicom'), join(folder, 'export/H-001/roi'), '--source', 'pe']
  const mean = JSON.parse(nomoscope(...words).stdout).original_firstorder_Mean
  expect(mean).toBeGreaterThan(100)
  expect(mean).toBeLessThan(110)
})
