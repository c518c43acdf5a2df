import type { PixelType } from '../volume.ts'

/** The range of a whole-number pixel type; undefined for real ones. */
export const wholeRange: Partial<Record<PixelType, [number, number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65535],
  int16: [-32768, 32767],
  uint32: [0, 2 ** 32 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint64: [0, 2 ** 64],
  int64: [-(2 ** 63), 2 ** 63],
}

/** What ITK makes of a real value in a pixel type: clamped and cut off where that holds whole numbers. */
export function pixelCast(type: PixelType): (value: number) => number {
  const range = wholeRange[type]
  if (!range) return (value) => value
  const [least, most] = range
  return (value) => (value < least ? least : value > most ? most : Math.trunc(value))
}
