import { Problem } from '../../errors/index.ts'
import { volumeTitle } from '../../image/dicom/choose.ts'
import { isDicom } from '../../image/dicom/file.ts'
import { phasesAcrossSeries } from '../../image/dicom/phases.ts'
import { readSeries } from '../../image/dicom/series.ts'
import { sopClass } from '../../image/dicom/tags.ts'
import type { DraftSource } from './draft.ts'

/** A folder that a study is drafted from. */
export interface DraftFolder {
  read: (path: string) => Promise<Uint8Array>
  /** The first bytes of a file. */
  head: (path: string, length: number) => Promise<Uint8Array>
}

/** DICOM among the files of a folder: folders of images, and files or folders of masks. */
export interface FoundDicom {
  /** All that is no DICOM. */
  others: string[]
  images: string[]
  masks: string[]
}

const otherName = /\.(csv|tsv|xlsx|ya?ml|json|txt|md|pdf|nrrd|nhdr|nii|gz|mha|mhd|raw|html?)$/i

/** Tells images from segmentations and structure sets by their class, whatever the files are called. */
export async function findDicom({ head }: DraftFolder, paths: readonly string[]): Promise<FoundDicom> {
  const found: FoundDicom = { others: [], images: [], masks: [] }
  const byFolder = new Map<string, { images: number; masks: string[] }>()
  for (const path of paths) {
    const first = otherName.test(path) ? undefined : await head(path, 1024)
    if (!first || !isDicom(first)) {
      found.others.push(path)
      continue
    }
    const text = new TextDecoder('latin1').decode(first)
    if (text.includes(sopClass.directory)) continue
    const isMask = [sopClass.segmentation, sopClass.labelMap, sopClass.structureSet].some((uid) => text.includes(uid))
    const at = folderOf(path)
    const own = byFolder.get(at) ?? { images: 0, masks: [] }
    if (isMask) own.masks.push(path)
    else own.images++
    byFolder.set(at, own)
  }
  for (const [at, { images, masks }] of byFolder) {
    if (images > 0) found.images.push(at)
    // A mask alone in its folder may have another name for each patient.
    if (images === 0 && masks.length === 1) found.masks.push(at)
    else found.masks.push(...masks)
  }
  return found
}

/** Looks into the folder of one patient. */
export async function sourceOfFolder({ read }: DraftFolder, paths: readonly string[]): Promise<DraftSource> {
  const sources = paths.map((path) => ({
    name: path,
    read: () => read(path),
  }))
  const volumes = (await readSeries(sources)).filter(({ unusable, localiser }) => !unusable && !localiser)
  const choices = volumes.map(volumeTitle)
  if (volumes.length < 2) return { choices }
  if (volumes.some(({ bValue }) => (bValue ?? 0) > 0) && new Set(volumes.map(({ series }) => series.uid)).size === 1)
    return { source: 'adc', choices }
  try {
    const phases = phasesAcrossSeries(volumes, folderOf(paths[0])).filter(({ phase }) => phase !== undefined)
    if (phases.length > 1 && phases.length === volumes.length) return { source: 'phase 2', choices }
    return { choices: [...choices, ...(phases.length > 1 ? ['pe, ser, subtraction of the phases'] : [])] }
  } catch (uncertain) {
    if (!(uncertain instanceof Problem)) throw uncertain
    return { choices: [...choices, `phases: ${uncertain.remedy}`] }
  }
}

const folderOf = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.')
