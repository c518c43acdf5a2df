import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openImage } from './open.node.ts'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-outside-'))
afterAll(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'images'))
writeFileSync(join(folder, 'secret.raw'), Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))
writeFileSync(join(folder, 'images/own.raw'), Uint8Array.of(8, 7, 6, 5, 4, 3, 2, 1))
symlinkSync(join(folder, 'secret.raw'), join(folder, 'images/link.raw'))

const headers: Record<string, (data: string) => string> = {
  'x.nhdr': (data) => `NRRD0004\ntype: uint8\ndimension: 3\nsizes: 2 2 2\nencoding: raw\ndata file: ${data}\n`,
  'x.mhd': (data) => `NDims = 3\nDimSize = 2 2 2\nElementType = MET_UCHAR\nElementDataFile = ${data}\n`,
}

test.each(Object.entries(headers))(
  '%s takes its data from its own folder alone, wherever links lead',
  async (name, header) => {
    const path = join(folder, 'images', name)
    writeFileSync(path, header('own.raw'))
    expect([...(await openImage(path)).data]).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
    for (const data of ['../secret.raw', join(folder, 'secret.raw'), 'link.raw', '../images/../secret.raw']) {
      writeFileSync(path, header(data))
      await expect(openImage(path)).rejects.toMatchObject({ code: expect.stringMatching(/^NS-IMG-/) })
    }
  },
)
