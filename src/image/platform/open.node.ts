import { existsSync, readFileSync, statSync } from 'node:fs'
import { FileNotFound, NoSuchRegion, PhasesUnnamed } from '../../errors/index.ts'
import { isDicom } from '../dicom/file.ts'
import { dicomSources, firstBytes } from '../dicom/folder.node.ts'
import type { SourceImage } from '../dicom/select-source.ts'
import { component } from '../formats/voxels.ts'
import { readLabelNames } from '../regions/label-names.ts'
import type { Regions } from '../regions/regions.ts'
import { checkTimes, type Dynamic } from '../sequences/dynamic.ts'
import type { Mask, Volume, Voxels } from '../volume.ts'
import { readImageFile } from './read.node.ts'

/**
 * Opens an image: a NRRD, NIfTI or MetaImage file, a DICOM file, or a folder of DICOM files.
 *
 * source  which image of a folder, or which map of it (see `imageFromSource`); needed where it holds several
 */
export async function openImage(path: string, source?: string): Promise<Volume> {
  return (await openSource(path, source)).image
}

/** The same, with what was taken or computed, in words, where the path is a DICOM file or folder. */
export async function openSource(
  path: string,
  source?: string,
  times?: readonly number[],
): Promise<Pick<SourceImage, 'image' | 'failed'> & { note?: string }> {
  if (!isDicomPath(path)) return { image: readImageFile(path) }
  const [{ readSeries }, { imageFromSource }] = await dicomReaders()
  return imageFromSource(await readSeries(dicomSources(path)), path, source, times)
}

/** The image whose quality a source's rests on (see `acquiredFromSource`); a file that is not DICOM is that itself. */
export async function openAcquired(path: string, source?: string): Promise<Volume> {
  if (!isDicomPath(path)) return readImageFile(path)
  const [{ readSeries }, { acquiredFromSource }] = await dicomReaders()
  return acquiredFromSource(await readSeries(dicomSources(path)), path, source)
}

/** The phases of the dynamic series in a DICOM folder, one at a time; none where it holds no such series. */
export async function* openPhases(path: string, source?: string): AsyncGenerator<Volume> {
  if (!isDicomPath(path)) return
  const [{ readSeries }, { phasesOfSource }] = await dicomReaders()
  yield* phasesOfSource(await readSeries(dicomSources(path)), path, source)
}

const dicomReaders = () => Promise.all([import('../dicom/series.ts'), import('../dicom/select-source.ts')])

/**
 * The phases of a dynamic series: of a DICOM folder (`source` names the series where it has several, as before the last
 * comma of a map's), or one image a file in `files`, before contrast first.
 *
 * times  seconds of each file after the first
 */
export async function openDynamic(
  path: string,
  { source, files, times }: { source?: string; files?: readonly string[]; times?: number[] },
): Promise<Dynamic> {
  if (files) {
    if (times) checkTimes(files.length, times)
    const phases: Volume[] = []
    for (const file of files) phases.push(await openImage(file))
    return { phases, times }
  }
  if (!isDicomPath(path)) throw PhasesUnnamed(path)
  const [{ readSeries }, { readDynamic }, { phasesAcrossSeries, phasesFromList }] = await Promise.all([
    import('../dicom/series.ts'),
    import('../dicom/select-source.ts'),
    import('../dicom/phases.ts'),
  ])
  const within = source?.split(',').slice(0, -1).join(',') || undefined
  const found = await readSeries(dicomSources(path))
  if (within?.includes('+'))
    return readDynamic(phasesFromList(found, path, within), path, 'the phases', undefined, times)
  const volumes = found.some(({ phase }) => phase !== undefined) && within ? found : phasesAcrossSeries(found, path)
  return readDynamic(volumes, path, 'the phases', within, times)
}

/**
 * Opens a mask: a label image (NRRD with 3D Slicer's segments, NIfTI, MetaImage; ITK-SNAP's label descriptors beside
 * it, in a `.label` or `.txt` file of the same name, give names), a DICOM SEG or an RT Structure Set, the last two
 * drawn on the image's grid.
 *
 * region  its name or number: then the mask holds that region only (a label image asked for by number stays as it is)
 */
export async function openMask(
  path: string,
  image: Volume,
  imagePath: string,
  region?: string | number,
): Promise<Mask> {
  if (!isDicomPath(path)) return openLabels(path, region)
  const [regions, { drawRegions }] = await Promise.all([openRegions(path), import('../regions/regions.ts')])
  return drawRegions(regions, image, imagePath, region)
}

/** The regions of a DICOM SEG or RT Structure Set, in a file or alone in a folder. */
export async function openRegions(path: string): Promise<Regions> {
  const [{ isSegmentation, readSegmentation }, { isStructureSet, readStructureSet }, { parseDicom }] =
    await Promise.all([import('../dicom/seg.ts'), import('../dicom/rtstruct.ts'), import('../dicom/file.ts')])
  for (const { name, read } of dicomSources(path)) {
    const bytes = await read()
    const file = parseDicom(bytes, name)
    if (isSegmentation(file)) return readSegmentation(bytes, name)
    if (isStructureSet(file)) return readStructureSet(bytes, name)
  }
  throw NoSuchRegion(path, '', [])
}

/** A label image with one region only, found by its name; a number leaves the mask as it is. */
function onlyRegion(mask: Mask, path: string, region: string | number | undefined): Mask {
  if (region === undefined || /^\s*\d+\s*$/.test(String(region))) return mask
  const wanted = String(region).trim().toLowerCase()
  const named = [...(mask.segments ?? [])]
  const found = named.filter(([, name]) => name.toLowerCase() === wanted)
  if (found.length !== 1)
    throw NoSuchRegion(
      path,
      String(region),
      named.map(([label, name]) => `${label} ${name}`),
    )
  const [[label]] = found
  return { ...mask, data: mask.data.map((value) => (value === label ? label : 0)) as Voxels, segments: new Map(found) }
}

function openLabels(path: string, region?: string | number): Mask {
  const mask = readImageFile(path)
  if (mask.layers) {
    if (region === undefined) return mask
    const wanted = String(region).trim().toLowerCase()
    const layer = mask.layers.find(({ name, label }) => name.toLowerCase() === wanted || String(label) === wanted)
    if (!layer)
      throw NoSuchRegion(
        path,
        String(region),
        mask.layers.map(({ label, name }) => `${label} ${name}`),
      )
    const { layers: _, ...rest } = component(mask, layer.component)
    return { ...rest, segments: new Map([[layer.label, layer.name]]) }
  }
  if (mask.segments) return onlyRegion(mask, path, region)
  const beside = ['.label', '.txt']
    .map((ending) => path.replace(/(\.nii)?\.\w+$/i, ending))
    .find((name) => existsSync(name))
  const names = beside ? readLabelNames(readFileSync(beside, 'utf8')) : new Map<number, string>()
  return onlyRegion(names.size ? { ...mask, segments: names } : mask, path, region)
}

function isDicomPath(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw FileNotFound(path)
  return found.isDirectory() || isDicom(firstBytes(path))
}
