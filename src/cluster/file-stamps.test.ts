import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { CaseTask } from '../cases/case.ts'
import { stampsOf } from './file-stamps.ts'

const folder = mkdtempSync(join(tmpdir(), 'stamps-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string) => join(folder, name)
const write = (name: string, text = name) => {
  mkdirSync(dirname(at(name)), { recursive: true })
  writeFileSync(at(name), text)
}

const task: CaseTask = {
  image: at('series'),
  mask: at('mask.nii.gz'),
  drawn: { image: at('drawn.mhd'), register: 'rigid' },
  derive: { margin: 2, clip: { mask: at('clip.nrrd') } },
  n4: { mask: at('n4.nhdr') },
  normalise: { zscore: 'tissue', mask: at('tissue.hdr') },
  habitats: {
    maps: [
      { name: 'adc', image: at('adc/DICOMDIR'), n4: { mask: at('adc-n4.nrrd') } },
      { name: 't2', image: at('t2.nrrd'), normalise: { zscore: 'tissue', mask: at('t2-tissue.nrrd') } },
    ],
  },
} as CaseTask
write('drawn.mhd', 'ObjectType = Image\nElementDataFile = voxels.raw\n')
write('n4.nhdr', 'NRRD0004\ndata file: LIST\na.raw\nb.raw\n')
write('clip.nrrd', 'NRRD0004\nencoding: raw\n\nvoxels')
write('adc/DICOMDIR', `${'\0'.repeat(128)}DICM1.2.840.10008.1.3.10`)

// Each file on which an answer depends: named by the study, in a folder, named by a header, or beside by its name.
test.each([
  'series/deep/1.dcm',
  'series/2.dcm',
  'mask.nii.gz',
  'mask.label',
  'mask.txt',
  'mask.bval',
  'drawn.mhd',
  'voxels.raw',
  'clip.nrrd',
  'n4.nhdr',
  'a.raw',
  'b.raw',
  'tissue.hdr',
  'tissue.img',
  'tissue.img.gz',
  'adc/1.dcm',
  'adc-n4.nrrd',
  't2.nrrd',
  't2-tissue.nrrd',
])('a case is another one when %s is another file', async (name) => {
  const before = await stampsOf(task)
  expect(await stampsOf(task)).toEqual(before)
  // In place of what was there, or of nothing.
  let text = 'anew'
  try {
    text = `${readFileSync(at(name), 'latin1')} `
  } catch {}
  write(name, text)
  expect(await stampsOf(task)).not.toEqual(before)
})

test('a file of the same size and time in place of another is told from it', async () => {
  const time = new Date(2020, 1, 1)
  write('t2.nrrd', 'one')
  utimesSync(at('t2.nrrd'), time, time)
  const before = await stampsOf(task)
  rmSync(at('t2.nrrd'))
  write('t2.nrrd', 'two')
  utimesSync(at('t2.nrrd'), time, time)
  expect(await stampsOf(task)).not.toEqual(before)
})

test('what cannot be looked at is left to the worker', async () => {
  expect(await stampsOf({ image: '/dev/null', mask: at('absent.nrrd') })).toHaveLength(2)
})
