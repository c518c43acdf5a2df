import { expect, test } from 'vitest'
import { draftFolder } from './draft-folder.ts'

/** Folders by their files; what stands in an image is not looked at. */
const drafted = (files: Record<string, string>) => {
  const bytes = (name: string) => new TextEncoder().encode(files[name] ?? '')
  const folder = { read: async (name: string) => bytes(name), head: async (name: string) => bytes(name) }
  return draftFolder(folder, Object.keys(files).sort(), 'folder')
}
const ids = Array.from({ length: 12 }, (_, i) => `P${String(i + 1).padStart(2, '0')}`)
const table = ['ID,age,pCR', ...ids.map((id, i) => `${id},${40 + i},${i % 2}`)].join('\n')
const each = (paths: (id: string) => string[]) => Object.fromEntries(ids.flatMap(paths).map((path) => [path, '']))

test('what is outlined is no image, in Chinese and German, too; sequences have their usual names', async () => {
  const { study } = await drafted({
    'a.csv': table,
    ...each((id) => [
      `影像/${id}/增强.nii.gz`,
      `影像/${id}/弥散.nii.gz`,
      `勾画/医生1/${id}.nii.gz`,
      `勾画/医生2/${id}.nii.gz`,
    ]),
  })
  expect(study).toMatch(/ {2}dce: .*\n {4}path: "影像\/\{patient\}\/增强.nii.gz"\n {4}mask: FILL-IN/)
  expect(study).toMatch(/ {2}dwi: .*\n {4}path: "影像\/\{patient\}\/弥散.nii.gz"/)
  // Masks that stand beside no image are listed, so that one can be copied.
  expect(study).toContain('#   "勾画/医生1/{patient}.nii.gz"\n    #   "勾画/医生2/{patient}.nii.gz"')
  expect(study.match(/path: /g)).toHaveLength(2)
})

test('other tables of a folder are told; a parameter file is drafted for images only', async () => {
  const found = await drafted({ 'a.csv': table, 'b.csv': table, 'study.yaml': 'study: x' })
  expect([found.table.file, ...found.table.otherFiles].sort()).toEqual(['a.csv', 'b.csv'])
  expect(found.params).toBeUndefined()
  expect((await drafted({ 'a.csv': table, ...each((id) => [`${id}/T2.nii.gz`]) })).params).toBeDefined()
})
