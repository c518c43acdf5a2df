import { statSync } from 'node:fs'
import { FileNotFound } from '../errors.ts'
import { isDicom } from './dicom-file.ts'
import { dicomSources, firstBytes } from './dicom-folder.node.ts'
import { readImageFile } from './read.node.ts'
import type { Volume } from './volume.ts'

/**
 * Opens an image: a NRRD, NIfTI or MetaImage file, a DICOM file, or a folder of DICOM files.
 *
 * source  which image of a folder (see `chooseVolume`); needed where it holds several
 */
export async function openImage(path: string, source?: string): Promise<Volume> {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw FileNotFound(path)
  if (found.isFile() && !isDicom(firstBytes(path))) return readImageFile(path)
  const [{ readSeries }, { chooseVolume }, { readDicomVolume }] = await Promise.all([
    import('./dicom-series.ts'),
    import('./dicom-choose.ts'),
    import('./dicom-volume.ts'),
  ])
  const volumes = await readSeries(dicomSources(path))
  return readDicomVolume(chooseVolume(volumes, path, source), volumes)
}
