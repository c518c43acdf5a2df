import type { Triple } from '../../image/volume.ts'
import { boundingBox } from '../regions/region.ts'
import type { Grid } from './interpolate.ts'
import type { IbsiRegion, Tagged } from './region.ts'

/** The standard's diagnostic features: what each step of the image processing left of image and region. */
export function ibsiDiagnostics(
  initial: Grid & { morphological: Uint8Array },
  interpolated: Grid & { morphological: Uint8Array },
  region: IbsiRegion,
): Tagged {
  return {
    ...ofImage('init_img', initial),
    ...ofImage('interp_img', interpolated),
    ...ofRegion('init_roi', initial.size, initial.data, initial.morphological, initial.morphological, initial.size),
    ...ofRegion(
      'interp_roi',
      interpolated.size,
      interpolated.data,
      interpolated.morphological,
      interpolated.morphological,
      interpolated.size,
    ),
    ...ofRegion('reseg_roi', region.size, region.image, region.intensity, region.morphological, interpolated.size),
  }
}

function ofImage(step: string, { size, spacing, data }: Grid): Tagged {
  const { mean, low, high } = summary(data)
  return {
    ...axes((axis) => [`img_dim_${axis}_${step}`, size]),
    ...axes((axis) => [`vox_dim_${axis}_${step}`, spacing]),
    [`mean_int_${step}`]: mean,
    [`min_int_${step}`]: low,
    [`max_int_${step}`]: high,
  }
}

/** whole  size of the image that the region's block was cut from */
function ofRegion(
  step: string,
  size: Triple,
  data: Float64Array,
  intensity: Uint8Array,
  morphological: Uint8Array,
  whole: Triple,
): Tagged {
  const { mean, low, high } = summary(data, intensity)
  const extents = { int: extentOf(size, intensity), morph: extentOf(size, morphological) }
  return {
    ...axes((axis) => [`int_mask_dim_${axis}_${step}`, whole]),
    ...axes((axis) => [`int_mask_bb_dim_${axis}_${step}`, extents.int]),
    ...axes((axis) => [`morph_mask_bb_dim_${axis}_${step}`, extents.morph]),
    [`int_mask_vox_count_${step}`]: count(intensity),
    [`morph_mask_vox_count_${step}`]: count(morphological),
    [`int_mask_mean_int_${step}`]: mean,
    [`int_mask_min_int_${step}`]: low,
    [`int_mask_max_int_${step}`]: high,
  }
}

function axes(valueAlong: (axis: string) => [string, Triple]): Tagged {
  return Object.fromEntries(
    ['x', 'y', 'z'].map((axis, a) => {
      const [tag, values] = valueAlong(axis)
      return [tag, values[a]]
    }),
  )
}

function summary(data: Float64Array, mask?: Uint8Array) {
  let [sum, n, low, high] = [0, 0, Infinity, -Infinity]
  for (let at = 0; at < data.length; at++) {
    if (mask && !mask[at]) continue
    sum += data[at]
    n++
    if (data[at] < low) low = data[at]
    if (data[at] > high) high = data[at]
  }
  return { mean: sum / n, low, high }
}

/** Voxels along each axis of the smallest box around the mask; 0 where it is empty. */
function extentOf(size: Triple, mask: Uint8Array): Triple {
  const found = boundingBox({ size, data: mask }, 1)
  if (!found) return [0, 0, 0]
  const { lower, upper } = found.box
  return [upper[0] - lower[0], upper[1] - lower[1], upper[2] - lower[2]]
}

function count(mask: Uint8Array): number {
  let n = 0
  for (let at = 0; at < mask.length; at++) n += mask[at]
  return n
}
