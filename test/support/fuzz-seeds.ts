import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { NoDicomImage } from '../../src/errors/index.ts'
import { useCodecs } from '../../src/image/dicom/pixels/pixels.ts'
import { readStructureSet } from '../../src/image/dicom/rtstruct.ts'
import { readSegmentation } from '../../src/image/dicom/seg.ts'
import { readSeries } from '../../src/image/dicom/series.ts'
import { readDicomVolume } from '../../src/image/dicom/volume.ts'
import { readImage } from '../../src/image/formats/read.ts'
import type { Geometry } from '../../src/image/volume.ts'
import { fixture } from './needs.ts'

useCodecs(() => import('../../src/image/dicom/pixels/codecs.ts'))

interface Format {
  /** Where the reader is written, from src/ on. */
  source: RegExp
  seeds: Uint8Array[]
  read: (bytes: Uint8Array) => { data: ArrayBufferView } | Promise<{ data: ArrayBufferView }>
}

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
const beside = new Uint8Array(512)

/** Every image format with sound files to damage and the reader that must bear it. */
export function fuzzedFormats(): Record<string, Format> {
  const cases: { name: string; file: string; files: Record<string, string>; itk: unknown }[] = JSON.parse(
    readFileSync(fixture('image', 'cases.json'), 'utf8'),
  )
  const one = (which: RegExp, name: string, source: RegExp): Format => ({
    source,
    seeds: cases.filter((one) => one.itk && which.test(one.name)).map(({ file, files }) => bytesOf(files[file])),
    read: (bytes) => readImage(bytes, name, { detached: () => beside }),
  })
  const {
    syntaxes,
    types,
    series,
  }: {
    syntaxes: { file: string }[]
    types: { file: string }[]
    series: { name: string; files: Record<string, string> }[]
  } = JSON.parse(readFileSync(fixture('image', 'dicom.json'), 'utf8'))
  const enhanced = series.filter(({ name }) => name.startsWith('enhanced')).flatMap(({ files }) => Object.values(files))
  // Of every manufacturer's folder the first file: mosaics, enhanced and converted ones, private attributes.
  const folders: { files: Record<string, string> }[] = JSON.parse(
    readFileSync(fixture('image', 'vendors.json'), 'utf8'),
  )
  const vendors = folders.map(({ files }) => new Uint8Array(gunzipSync(bytesOf(Object.values(files)[0]))))
  const dicom: Format = {
    source: /^image\/dicom\/(?!seg|rtstruct|.*write|pixels\/codecs)/,
    seeds: [...[...[...syntaxes, ...types].map(({ file }) => file), ...enhanced].map(bytesOf), ...vendors],
    read: async (bytes) => {
      const [volume] = await readSeries([{ name: 'x.dcm', read: () => bytes }])
      if (!volume) throw NoDicomImage('x.dcm')
      return readDicomVolume(volume)
    },
  }
  const { cases: segmentations }: { cases: { file: string }[] } = JSON.parse(
    readFileSync(fixture('image', 'seg.json'), 'utf8'),
  )
  const segmentation: Format = {
    source: /^image\/dicom\/seg\.ts/,
    seeds: segmentations.map(({ file }) => bytesOf(file)),
    read: async (bytes) => {
      const { regions, draw, grid } = await readSegmentation(bytes, 'x.dcm')
      return draw(regions[0]?.number ?? 1, grid!)
    },
  }
  const sets: { file: string; grid: Geometry }[] = JSON.parse(readFileSync(fixture('image', 'rtstruct.json'), 'utf8'))
  const small: Geometry = { ...sets[0].grid, size: [24, 20, 8], spacing: [4, 4, 4] }
  const structures: Format = {
    source: /^image\/(dicom\/rtstruct|regions\/fill-contour)\.ts/,
    // The least structure set; the long lists of coordinates of the others would only slow the damage down.
    seeds: [new Uint8Array(gunzipSync(bytesOf(sets[1].file)))],
    read: (bytes) => {
      const { regions, draw } = readStructureSet(bytes, 'x.dcm')
      return draw(regions[0]?.number ?? 1, small)
    },
  }
  return {
    dicom,
    segmentation,
    structures,
    nrrd: one(/^nrrd|written.*n(rrd|hdr)/, 'x.nrrd', /^image\/formats\/(nrrd|voxels|inflate)/),
    nifti: one(/^nifti|written.*(nii|hdr)/, 'x.hdr', /^image\/formats\/nifti/),
    metaimage: one(/^metaimage|written.*mh[ad]/, 'x.mha', /^image\/formats\/metaimage/),
  }
}
