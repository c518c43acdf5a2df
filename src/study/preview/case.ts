import { openCase } from '../../cases/open-case.ts'
import { MaskUnnamed } from '../../errors/index.ts'
import { filteredImages } from '../../features/filters/index.ts'
import { prepare } from '../../features/prepare.ts'
import { discretise } from '../../features/regions/discretise.ts'
import { readSettings } from '../../features/settings/settings.ts'
import type { Drawing } from '../../figures/canvas/svg.ts'
import { contactSheet, type SliceImage } from '../../figures/charts/slice.ts'
import type { Images, Mask, Volume } from '../../image/index.ts'
import { imageCases } from '../cases/study-cases.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'

/** One case as the extraction sees it: its slice of most region at each step, and what is counted there. */
export interface CasePreview {
  drawing: Drawing
  /** Voxels of the region and grey levels in it, of each image. */
  images: { name: string; voxels: number; levels: number }[]
  notes: string[]
}

const mostImages = 24

/**
 * The first region of a patient on a sequence with the settings of a parameter file: as read, resampled, and every filtered
 * image, whole and in grey levels. The same functions as the extraction's. Throws what reading and extraction throw.
 */
export async function previewCase(
  study: StudyConfig,
  { params, file }: { params: string; file: string },
  { patient, sequence }: { patient: string; sequence: string },
  context: StudyContext,
  images: Images,
): Promise<CasePreview> {
  const settings = readSettings(params, file)
  const found = imageCases(study, [patient], { text: params, file }, context)
  const one = found.find(({ input }) => input.sequence === sequence)
  if (!one) throw MaskUnnamed(sequence)
  const { n4: _, normalise: __, ...task } = one.task
  const { setting } = settings
  const { image, mask, label, notes } = await openCase(task, images, setting.label)
  setting.label = label
  const prepared = prepare(image, mask, setting)
  const shown: { label: string; image: SliceImage }[] = [{ label: 'as read', image: sliceOf(image, mask, label) }]
  const counted: CasePreview['images'] = []
  for (const [imageType, options] of settings.imageTypes)
    for (const made of filteredImages(prepared.image, imageType, options, { ...setting }, { mask: prepared.mask })) {
      if (counted.length >= mostImages) break
      const levels = levelsOf(made.image, prepared.mask, { ...setting, ...options } as typeof setting)
      counted.push({ name: made.name, voxels: levels.voxels, levels: levels.levels })
      shown.push({ label: made.name, image: sliceOf(made.image, prepared.mask, label) })
      if (counted.length === 1)
        shown.push({
          label: `${made.name}, ${levels.levels} levels`,
          image: sliceOf(levels.image, prepared.mask, label),
        })
    }
  return { drawing: contactSheet(shown, 4), images: counted, notes }
}

/** The region's grey levels in an image, and the image with them in place of its values. */
function levelsOf(
  image: Volume,
  { data }: Mask,
  { label, binWidth, binCount }: ReturnType<typeof readSettings>['setting'],
) {
  const inside = Array.from(data.keys()).filter((i) => data[i] === label)
  const values = Float64Array.from(inside, (i) => image.data[i])
  const { index, grey } = discretise(values, binCount ? { binCount, single: false } : { binWidth })
  const shown = new Float32Array(image.data.length).fill(Number.NaN)
  for (const [k, i] of inside.entries()) shown[i] = grey[index[k]]
  return { voxels: inside.length, levels: grey.length - 1, image: { ...image, data: shown } as Volume }
}

/** The slice with most of the region, with some of what lies around it. */
function sliceOf({ data, size, spacing }: Volume, mask: Mask, label: number): SliceImage {
  const [nx, ny, nz] = size
  const area = nx * ny
  const counts = new Uint32Array(nz)
  let [left, right, top, bottom] = [nx, 0, ny, 0]
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] !== label) continue
    const [x, y] = [i % nx, Math.floor(i / nx) % ny]
    counts[Math.floor(i / area)]++
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  const z = counts.indexOf(Math.max(...counts))
  const around = [Math.ceil(surroundings / spacing[0]), Math.ceil(surroundings / spacing[1])]
  const [x0, x1] = [Math.max(0, left - around[0]), Math.min(nx, right + around[0] + 1)]
  const [y0, y1] = [Math.max(0, top - around[1]), Math.min(ny, bottom + around[1] + 1)]
  const [columns, rows] = [x1 - x0, y1 - y0]
  const at = (from: ArrayLike<number>) =>
    Float64Array.from(
      { length: columns * rows },
      (_, k) => from[z * area + (y0 + Math.floor(k / columns)) * nx + x0 + (k % columns)],
    )
  return {
    columns,
    rows,
    spacing: [spacing[0], spacing[1]],
    values: at(data),
    mask: at(mask.data).map((value) => Number(value === label)),
  }
}

/** What is shown around the region, mm. */
const surroundings = 12
