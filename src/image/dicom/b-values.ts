import type { Frame } from './frames/frame.ts'

/** Maps that scanners make of diffusion images: they keep a b-value, but are none of the images. */
const diffusionMap = /(^|\\)(E?ADC|EXPONENTIAL|FA|ISO|COLFA|TENSOR|RELATIVE ANISOTROPY|DIFFUSION_MAP)(_|\\|$)/i
const mapWord = /\b(e?adc|apparent diffusion|fa map|fractional anisotropy)\b/i

/** Whether slices are a scanner's map of diffusion, by their kind or by the name of their series. */
export const isDiffusionMap = ({ imageType, series }: Frame) =>
  diffusionMap.test(imageType) || mapWord.test(series.description.replace(/[_-]+/g, ' '))

/**
 * A b-value says something only where its series has one above 0: GE and Philips write 0 into every image. Beside
 * positive ones an absent b-value is 0, as Toshiba and Canon leave it out; maps have none.
 */
export function withBValues(frames: Frame[]): Frame[] {
  const weighted = new Set<string>()
  for (const frame of frames) if ((frame.bValue ?? 0) >= 1 && !isDiffusionMap(frame)) weighted.add(frame.series.uid)
  return frames.map((frame) => {
    const is = weighted.has(frame.series.uid) && !isDiffusionMap(frame)
    return { ...frame, bValue: is ? (frame.bValue ?? 0) : undefined }
  })
}
