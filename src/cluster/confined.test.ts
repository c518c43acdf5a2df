import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { nodeStore } from '../image/platform/image-store.node.ts'
import { confined } from './confined.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'confined-')))
afterAll(() => rmSync(folder, { recursive: true }))
for (const name of ['images', 'masks', 'images-beside']) {
  mkdirSync(join(folder, name))
  writeFileSync(join(folder, name, 'a.nrrd'), name)
}
symlinkSync(join(folder, 'images-beside'), join(folder, 'images/link'))
const store = confined(nodeStore, [join(folder, 'images'), join(folder, 'masks')])

test('files below any of the roots are read', async () => {
  for (const name of ['images', 'masks']) {
    const path = join(folder, name, 'a.nrrd')
    expect(new TextDecoder().decode(await store.bytes(path))).toBe(name)
    expect((await store.head(path, 3)).length).toBe(3)
    expect(await store.list(path)).toBeUndefined()
  }
  expect(await store.beside(join(folder, 'masks/a.nrrd'), 'a.nrrd')).toBeDefined()
})

test.each([
  '/etc/passwd',
  '/etc/no-such-file',
  'package.json',
  join(folder, 'images-beside/a.nrrd'),
  `${folder}/images/../images-beside/a.nrrd`,
  join(folder, 'images/link/a.nrrd'),
])('%s is refused by name, there or not', async (path) => {
  const refused = expect.objectContaining({ code: 'NS-CLU-10', message: expect.stringContaining(path) })
  await expect(store.bytes(path)).rejects.toEqual(refused)
  await expect(store.head(path, 3)).rejects.toEqual(refused)
  await expect(store.list(path)).rejects.toEqual(refused)
  await expect(store.beside(path, 'a.raw')).rejects.toEqual(refused)
})
