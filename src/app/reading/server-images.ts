import { FileNotFound } from '../../errors/index.ts'
import {
  type DicomVolume,
  type ImageStore,
  type Images,
  imagesFrom,
  onceInMemory,
  readSeries,
  useCodecs,
} from '../../image/index.ts'
import type { ReadingImage } from '../../study/readings/readings.ts'
import { readings } from '../reading-client.ts'

useCodecs(() => import('../../image/dicom/pixels/codecs.ts'))

/** Which images of a study are asked for, and in whose name. */
export interface Case {
  study: string
  patient: string
  sequence: string
  reader?: string
}

/** An image of the server's with the names under which `images` opens it, its phases and the reader's mask. */
export interface ServedCase {
  images: Images
  description: ReadingImage
  /** The image: a file, or a folder of DICOM files. */
  path: string
  phases: string[]
  maskPath: string
  maskBytes: () => Promise<Uint8Array>
  /** The images of the DICOM folder; none where it is not one. */
  series: () => Promise<DicomVolume[]>
}

/**
 * The files of a case as a store: `image` (or `image/NAME` where it is one file), `phases/N/NAME` and `mask/NAME`.
 * Throws ServerFault.
 */
export async function openServed({ study, patient, sequence, reader }: Case): Promise<ServedCase> {
  const description = await readings.image(study, patient, sequence, reader)
  const { files, phases, mask } = description
  const places = new Map([
    ...files.map((name, i): [string, number] => [`image/${name}`, i]),
    ...phases.map((name, i): [string, number] => [`phases/${i}/${name}`, files.length + i]),
  ])
  const maskPath = `mask/${mask}`
  const kept = new Map<string, Promise<Uint8Array>>()
  const bytes = (path: string) => {
    const place = places.get(path)
    if (place === undefined && path !== maskPath) throw FileNotFound(path)
    const known = kept.get(path)
    if (known) return known
    const asked =
      place === undefined
        ? readings.mask(study, patient, sequence, reader)
        : readings.imageBytes(study, patient, sequence, place, reader)
    kept.set(path, asked)
    return asked
  }
  const store: ImageStore = {
    bytes: async (path) => bytes(path),
    head: async (path, length) => (await bytes(path)).subarray(0, length),
    list: async (path) =>
      path === 'image' ? [...places.keys()].filter((name) => name.startsWith('image/')).sort() : undefined,
    beside: async (path, name) => {
      const other = path.replace(/[^/]*$/, name)
      return places.has(other) ? bytes(other) : undefined
    },
  }
  const single = files.length === 1
  return {
    images: imagesFrom(store, onceInMemory(1 << 30)),
    description,
    path: single ? `image/${files[0]}` : 'image',
    phases: phases.map((name, i) => `phases/${i}/${name}`),
    maskPath,
    maskBytes: () => bytes(maskPath),
    series: () => readSeries(files.map((name) => ({ name, read: () => bytes(`image/${name}`) }))),
  }
}
