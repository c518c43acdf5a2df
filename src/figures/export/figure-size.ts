import { millimetre } from '../theme/theme.ts'

/** Size in points of an SVG made by `svgDocument`. Throws RangeError for any other. */
export function figureSize(svg: string): { width: number; height: number } {
  const [, width, height] = / width="([\d.]+)mm" height="([\d.]+)mm"/.exec(svg) ?? []
  if (!width) throw new RangeError('not a figure: its size is not in millimetres')
  return { width: Number(width) * millimetre, height: Number(height) * millimetre }
}

/** Pixels across a figure at its size on paper. */
export const pixelsAcross = (svg: string, dotsPerInch: number) => Math.round((figureSize(svg).width * dotsPerInch) / 72)
