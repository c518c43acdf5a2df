import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readingOnly, requireAnswer } from './asked.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'asked-')))
afterAll(() => rmSync(folder, { recursive: true }))
const root = join(folder, 'root')
const name = `answers/${'0f'.repeat(32)}.json`

test('an answer is written below the root, in a folder that is there or not', () => {
  mkdirSync(join(root, 'there/answers'), { recursive: true })
  for (const inside of ['there', 'new.csv.queue']) requireAnswer([`${folder}/other`, root], join(root, inside, name))
})

test('a place outside the root, by its name or by a link, and any other name are refused', () => {
  mkdirSync(join(folder, 'outside/answers'), { recursive: true })
  symlinkSync(join(folder, 'outside'), join(root, 'link'))
  mkdirSync(join(folder, 'root-beside'))
  for (const path of [
    join(folder, 'outside', name),
    join(folder, 'root-beside', name),
    `${root}/../outside/${name}`,
    join(root, 'link', name),
    name,
    join(root, 'answers/notes.json'),
    join(root, `${name}.sh`),
    join(root, name.slice('answers/'.length)),
    undefined,
    { toString: 1 },
  ])
    expect(() => requireAnswer([root], path)).toThrow(expect.objectContaining({ code: 'NS-CLU-09' }))
})

test('a job names no folder for a cache or for images', () => {
  const asked = {
    image: 'a.nrrd',
    mask: 'b.nrrd',
    images: '/etc',
    cache: { folder: '/etc', resume: true, version: '0' },
  }
  expect(readingOnly(asked)).toEqual({ image: 'a.nrrd', mask: 'b.nrrd' })
})
