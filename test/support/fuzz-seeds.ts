import { readFileSync } from 'node:fs'
import { readImage } from '../../src/image/read.ts'
import { fixture } from './needs.ts'

interface Format {
  seeds: Uint8Array[]
  read: (bytes: Uint8Array) => { data: ArrayBufferView } | Promise<{ data: ArrayBufferView }>
}

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
const beside = new Uint8Array(64)

/** Every image format with sound files to damage and the reader that must bear it. */
export function fuzzedFormats(): Record<string, Format> {
  const cases: { name: string; file: string; files: Record<string, string>; itk: unknown }[] = JSON.parse(
    readFileSync(fixture('image', 'cases.json'), 'utf8'),
  )
  const one = (which: RegExp, name: string): Format => ({
    seeds: cases.filter((one) => one.itk && which.test(one.name)).map(({ file, files }) => bytesOf(files[file])),
    read: (bytes) => readImage(bytes, name, { detached: () => beside }),
  })
  return {
    nrrd: one(/^nrrd|written.*n(rrd|hdr)/, 'x.nrrd'),
    nifti: one(/^nifti|written.*(nii|hdr)/, 'x.hdr'),
    metaimage: one(/^metaimage|written.*mh[ad]/, 'x.mha'),
  }
}
