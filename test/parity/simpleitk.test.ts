import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { readImage } from '../../src/image/formats/read.ts'
import { openImage } from '../../src/image/platform/open.node.ts'
import { readImageFile } from '../../src/image/platform/read.node.ts'
import { writeImageFile } from '../../src/image/platform/write.node.ts'
import { fixture, toolTest } from '../support/needs.ts'

const python = process.env.NOMOSCOPE_PYTHON ?? 'python3'
const itk = [python, '-c', 'import SimpleITK, numpy']

/** What SimpleITK reads from files, by test/fixtures/image/describe.py. */
function describeFiles(paths: string[]) {
  const answer = spawnSync(python, [fixture('image', 'describe.py'), ...paths], {
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  })
  return JSON.parse(answer.stdout)
}

toolTest('SimpleITK reads what is written as what was read', itk, 2380, () => {
  const folder = mkdtempSync(join(tmpdir(), 'nomoscope-itk-'))
  const cases = JSON.parse(readFileSync(fixture('image', 'cases.json'), 'utf8'))
  const written: { path: string; expected: Record<string, unknown> }[] = []
  for (const [i, { name, file, files, itk }] of cases.entries()) {
    if (!itk || !/oblique|qform|u1|u8|vectors|dimensions/.test(name)) continue
    const bytesOf = (part: string) => files[part] && new Uint8Array(Buffer.from(files[part], 'base64'))
    const volume = readImage(bytesOf(file), file, { detached: bytesOf })
    for (const extension of ['nrrd', 'nii', 'nii.gz', 'mha']) {
      const path = join(folder, `${i}.${extension}`)
      writeImageFile(volume, path)
      written.push({ path, expected: itk })
    }
  }
  const read = describeFiles(written.map(({ path }) => path))
  for (const [i, { path, expected }] of written.entries()) {
    const { pixelType, size, components, data, ...place } = read[i]
    expect({ path, pixelType, size, components }).toEqual({
      path,
      pixelType: expected.pixelType,
      size: expected.size,
      components: expected.components,
    })
    expect(data).toEqual(expected.data)
    // NIfTI holds its geometry in single precision.
    for (const property of ['spacing', 'origin', 'direction'] as const)
      expect(
        Math.max(...place[property].map((x: number, k: number) => Math.abs(x - (expected[property] as number[])[k]))),
      ).toBeLessThan(/nii/.test(path) ? 5e-6 : 1e-12)
  }
  rmSync(folder, { recursive: true })
})

toolTest('one volume is the same in DICOM, NRRD, NIfTI and MetaImage, to SimpleITK and here', itk, 72, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nomoscope-itk-'))
  const { series } = JSON.parse(readFileSync(fixture('image', 'dicom.json'), 'utf8'))
  for (const [i, { files, itk }] of series.filter((one: { itk?: unknown }) => one.itk).entries()) {
    const into = join(folder, String(i))
    mkdirSync(into)
    for (const [name, text] of Object.entries<string>(files))
      writeFileSync(join(into, name), Buffer.from(text, 'base64'))
    const dicom = await openImage(into)
    const paths = ['nrrd', 'nii', 'nii.gz', 'mha'].map((extension) => join(folder, `${i}.${extension}`))
    for (const path of paths) writeImageFile(dicom, path)
    for (const [k, theirs] of describeFiles(paths).entries()) {
      const tolerance = /nii/.test(paths[k]) ? 5e-6 : 1e-12
      // As SimpleITK reads the DICOM series, as it reads our file of it, and as we read that file.
      for (const one of [theirs, readImageFile(paths[k])]) {
        expect({ pixelType: one.pixelType, size: [...one.size], data: [...one.data] }).toEqual({
          pixelType: itk.pixelType,
          size: itk.size,
          data: itk.data,
        })
        const place = (of: typeof itk) => [...of.spacing, ...of.origin, ...of.direction]
        const worst = Math.max(...place(one).map((x, j) => Math.abs(x - place(itk)[j])))
        // GDCM knows the thickness of a lone slice by another attribute.
        if (itk.size[2] > 1) expect(worst).toBeLessThan(tolerance)
      }
    }
  }
  rmSync(folder, { recursive: true })
})

toolTest('a lesion of the reference cases is the same to SimpleITK', itk, 4, () => {
  const paths = ['lesion', 'oblique', 'flipped', 'lesion'].map((name, i) =>
    fixture('radiomics', `${name}_${i < 3 ? 'image' : 'label'}.nrrd`),
  )
  const read = describeFiles(paths)
  for (const [i, path] of paths.entries()) {
    const { data, segments: _, components: __, ...place } = readImageFile(path)
    expect({ ...place, data: [...data], components: 1 }).toEqual({
      ...read[i],
      direction: expect.anything(),
      spacing: expect.anything(),
    })
  }
})
