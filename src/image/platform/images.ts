import { sha256 } from '../../digest.ts'
import { NotAMask, PhasesUnnamed, SeveralMasks } from '../../errors/index.ts'
import { isDicom } from '../dicom/file.ts'
import type { SourceImage } from '../dicom/select-source.ts'
import type { DicomVolume } from '../dicom/series.ts'
import { sopClass, tag } from '../dicom/tags.ts'
import { component } from '../formats/voxels.ts'
import { readLabelNames } from '../regions/label-names.ts'
import type { Regions, WhichRegion } from '../regions/regions.ts'
import { checkTimes, type Dynamic } from '../sequences/dynamic.ts'
import { imageOfFile } from '../sequences/volumes-of-file.ts'
import type { Mask, Volume } from '../volume.ts'
import { everyTime, type ImageStore, type Once, onceInMemory } from './image-store.ts'
import { labelsOf, nameBeside, regionAbove } from './labels.ts'
import { readFromStore } from './read-from-store.ts'

/** An image with what was taken or computed, in words, where its path is a DICOM file or folder. */
export type OpenedImage = Pick<SourceImage, 'image' | 'failed'> & { note?: string }

export interface OpenOptions {
  times?: readonly number[]
  uneven?: number
}

/** The images and masks of a store. Their voxels are shared: nobody writes to them. */
export interface Images {
  /**
   * An image: a NRRD, NIfTI or MetaImage file, a DICOM file, or a folder of DICOM files.
   * source  which image of a folder, or which map of it (see `imageFromSource`); needed where it holds several
   * times   seconds of the phases after the first, where the files do not say
   * uneven  how far slices may lie from an even grid, in mm, where that is more than rounding
   */
  open: (path: string, source?: string, options?: OpenOptions) => Promise<OpenedImage>
  /** The image whose quality a source's rests on (see `acquiredFromSource`); a file that is not DICOM is that itself. */
  acquired: (path: string, source?: string) => Promise<Volume>
  /** The phases of the dynamic series in a DICOM folder, one at a time; none where it holds no such series. */
  phases: (path: string, source?: string) => AsyncGenerator<Volume>
  /**
   * The phases of a dynamic series: of a DICOM folder (`source` names the series where it has several, as before the
   * last comma of a map's), or one image a file in `files`, before contrast first; `times` are then the seconds of each
   * after the first.
   */
  dynamic: (path: string, options: { source?: string; files?: readonly string[]; times?: number[] }) => Promise<Dynamic>
  /**
   * A mask: a label image (NRRD with 3D Slicer's segments, NIfTI, MetaImage; ITK-SNAP's label descriptors beside it, in a
   * `.label` or `.txt` file of the same name, give names), a DICOM SEG or an RT Structure Set, the last two drawn on the
   * image's grid.
   * region     its name or number: then the mask holds that region only (a label image asked for by number stays as it
   *            is); several labels are one region, with the first as its label
   * threshold  of a mask of probabilities: voxels from this value on are the region, with the label 1
   */
  mask: (path: string, image: Volume, imagePath: string, region?: WhichRegion, threshold?: number) => Promise<Mask>
  /**
   * The regions of a DICOM SEG or RT Structure Set, in a file or alone in a folder; of several files in a folder, those of
   * the one that has the region.
   * threshold  of a fractional SEG: from which share on a voxel counts
   */
  regions: (path: string, region?: string, threshold?: number) => Promise<Regions>
  /** All bytes of a file that is no image, such as a network. Throws FileNotFound. */
  bytes: (path: string) => Promise<Uint8Array>
  /** Keeps what is computed from images like the images themselves (see `Once`). */
  once: Once
  /** SHA-256 over everything that an image or mask is read from: its file and those beside it, or its folder's files. */
  contentHash: (path: string) => Promise<string>
}

/**
 * Opens what a store holds; with an `once` that keeps, each file is hashed and decoded once.
 *
 * @param store lists and reads files: a folder, a browser's files, a server
 * @param once keeps what was decoded
 * @returns the functions that open images, masks, phases and regions of that store
 */
export function imagesFrom(store: ImageStore, once: Once = everyTime): Images {
  // What is said of a file in a word is kept by each thread, which need not ask the others for it.
  const told = once === everyTime ? everyTime : onceInMemory(Number.POSITIVE_INFINITY)
  const isDicomPath = (path: string) =>
    told(`is DICOM ${path}`, async () => (await folderOf(path)) !== undefined || isDicom(await head(path)))
  const head = (path: string) => store.head(path, headLength)

  /** The files of a folder; a DICOMDIR stands for the folder that it lies in. Undefined where the path is any other file's. */
  async function folderOf(path: string): Promise<string[] | undefined> {
    const listed = await store.list(path)
    if (listed) return listed
    return isDirectory(await head(path)) ? store.list(path.replace(/[^\\/]*$/, '') || '.') : undefined
  }

  const filesOf = async (path: string) => (await folderOf(path)) ?? [path]

  async function dicomFiles(path: string): Promise<string[]> {
    const files: string[] = []
    for (const name of await filesOf(path)) {
      const first = await head(name)
      if (isDicom(first) && !isDirectory(first)) files.push(name)
    }
    return files
  }

  /** A file's voxels; its hash is made by the same thread, which has just read the bytes. */
  const file = (path: string) =>
    once(`file ${path}`, async () => {
      const read = await readFromStore(store, path)
      await once(`hash ${path}`, () => hashOfFile(path, read.beside))
      return read
    })

  async function hashOfFile(path: string, beside: readonly string[]): Promise<string> {
    const hashes = [await sha256(await store.bytes(path))]
    for (const name of [...beside, ...labelFiles(path)]) {
      const bytes = await store.beside(path, name)
      if (bytes) hashes.push(name, await sha256(bytes))
    }
    return sha256(JSON.stringify(hashes))
  }

  async function hashOfFolder(path: string): Promise<string> {
    const hashes: string[] = []
    for (const name of await filesOf(path)) hashes.push(await sha256(await store.bytes(name)))
    return sha256(JSON.stringify(hashes))
  }

  async function volumesOf(path: string, uneven?: number): Promise<DicomVolume[]> {
    const [{ readSlices, slicesFrom }, { volumesFrom }] = await Promise.all([
      import('../dicom/frames/slices.ts'),
      import('../dicom/series.ts'),
    ])
    const slices = await once(`slices ${path}`, async () => {
      const read = await readSlices(await dicomFiles(path), store.bytes)
      await once(`hash ${path}`, () => hashOfFolder(path))
      return read
    })
    const { frames, leftOut } = slicesFrom(slices, store.bytes)
    return volumesFrom(frames, leftOut, uneven).map((volume) => ({ ...volume, once }))
  }

  const bValues = (path: string) => told(`b-values ${path}`, () => bValuesBeside(store, path))
  const labels = (path: string) => told(`label names ${path}`, () => labelNames(store, path))

  const selecting = () => import('../dicom/select-source.ts')

  const images: Images = {
    once,
    bytes: store.bytes,
    async open(path, source, { times, uneven } = {}) {
      if (!(await isDicomPath(path)))
        return imageOfFile(await file(path), path, source, { times, bValues: await bValues(path) })
      return (await selecting()).imageFromSource(await volumesOf(path, uneven), path, source, times)
    },
    async acquired(path, source) {
      if (!(await isDicomPath(path))) {
        const whole = await file(path)
        return (whole.components ?? 1) > 1 ? component(whole, 0) : whole
      }
      return (await selecting()).acquiredFromSource(await volumesOf(path), path, source)
    },
    async *phases(path, source) {
      if (!(await isDicomPath(path))) return
      yield* (await selecting()).phasesOfSource(await volumesOf(path), path, source)
    },
    async dynamic(path, { source, files, times }) {
      if (files) {
        if (times) checkTimes(files.length, times)
        const phases: Volume[] = []
        for (const one of files) phases.push((await images.open(one)).image)
        return { phases, times }
      }
      if (!(await isDicomPath(path))) throw PhasesUnnamed(path)
      const [{ readDynamic }, { phasesAcrossSeries, phasesFromList }] = await Promise.all([
        selecting(),
        import('../dicom/phases.ts'),
      ])
      const within = source?.split(',').slice(0, -1).join(',') || undefined
      const found = await volumesOf(path)
      if (within?.includes('+'))
        return readDynamic(phasesFromList(found, path, within), path, 'the phases', undefined, times)
      const volumes = found.some(({ phase }) => phase !== undefined) && within ? found : phasesAcrossSeries(found, path)
      return readDynamic(volumes, path, 'the phases', within, times)
    },
    async mask(path, image, imagePath, region, threshold) {
      if (await isDicomPath(path)) {
        const named = typeof region === 'string' ? region : undefined
        const [regions, { drawRegions }] = await Promise.all([
          images.regions(path, named, threshold),
          import('../regions/regions.ts'),
        ])
        return drawRegions(regions, image, imagePath, region)
      }
      const stored = await file(path)
      const mask = threshold === undefined ? stored : regionAbove(stored, threshold)
      const names = mask.layers || mask.segments ? undefined : await labels(path)
      return labelsOf(mask, path, names, region)
    },
    async regions(path, region, threshold) {
      const [{ isSegmentation, readSegmentation }, { isStructureSet, readStructureSet }, { readAttributes, text }] =
        await Promise.all([import('../dicom/seg.ts'), import('../dicom/rtstruct.ts'), import('../dicom/file.ts')])
      const files = await dicomFiles(path)
      const found: Regions[] = []
      const seen = new Set<string>()
      for (const name of files) {
        const bytes = await store.bytes(name)
        const { file: parsed, damage } = readAttributes(bytes, name)
        if (damage && files.length === 1) throw damage
        const uid = text(parsed.dataset, tag.SOPInstanceUID) ?? name
        if (damage || seen.has(uid) || !(isSegmentation(parsed) || isStructureSet(parsed))) continue
        seen.add(uid)
        found.push(
          isSegmentation(parsed) ? await readSegmentation(bytes, name, threshold) : readStructureSet(bytes, name),
        )
      }
      return onlyFile(found, path, region)
    },
    async contentHash(path) {
      if (await isDicomPath(path)) return once(`hash ${path}`, () => hashOfFolder(path))
      const mayNameOthers = namesOthers.test(path)
      // What its header names is known when it has been read; that makes its hash.
      if (mayNameOthers) await file(path)
      return once(`hash ${path}`, async () =>
        hashOfFile(path, mayNameOthers ? (await readFromStore(store, path)).beside : []),
      )
    },
  }
  return images
}

/** The one file of masks, or the only one that has a region. Throws NotAMask, SeveralMasks. */
function onlyFile(found: Regions[], path: string, region: string | undefined): Regions {
  if (!found.length) throw NotAMask(path)
  const wanted = region?.trim().toLowerCase()
  const having = found.filter(({ regions }) => regions.some(({ name }) => name.toLowerCase() === wanted))
  const chosen = having.length === 1 ? having : found
  if (chosen.length === 1) return chosen[0]
  throw SeveralMasks(
    path,
    chosen.map(({ file }) => file),
  )
}

/** The b-values that dcm2niix writes beside a 4D file, in s/mm². */
async function bValuesBeside(store: ImageStore, path: string): Promise<number[] | undefined> {
  if (!/\.nii(\.gz)?$/i.test(path)) return undefined
  const bytes = await store.beside(path, nameBeside(path, '.bval'))
  const values = bytes && new TextDecoder().decode(bytes).trim().split(/\s+/).map(Number)
  return values?.every(Number.isFinite) ? values : undefined
}

/** Enough of a file to tell what it is. */
const headLength = 1024

/** Files whose voxels may lie in other files. */
const namesOthers = /\.(nrrd|nhdr|mhd|mha|hdr|img)(\.gz)?$/i

/** Whether a file is a DICOMDIR, under whatever name: its class stands in the meta header. */
const isDirectory = (head: Uint8Array) => new TextDecoder('latin1').decode(head).includes(sopClass.directory)

const labelFiles = (path: string) => ['.label', '.txt'].map((ending) => nameBeside(path, ending))

/** The names of ITK-SNAP's label descriptors beside a mask. */
async function labelNames(store: ImageStore, path: string): Promise<Map<number, string> | undefined> {
  for (const name of labelFiles(path)) {
    const bytes = await store.beside(path, name)
    if (bytes) return readLabelNames(new TextDecoder().decode(bytes))
  }
  return undefined
}
