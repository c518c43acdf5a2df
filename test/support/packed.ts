import type { Mask, PixelType, Volume, Voxels } from '../../src/image/volume.ts'

/** Voxels as the makers of test/fixtures/filters and voxel-maps write them: base64 of little-endian values. */
export interface Packed {
  pixelType: PixelType
  data: string
}

/** An image with its mask, geometry as SimpleITK gives it (2D images have two of each). */
export interface PackedImage extends Packed {
  dimension: 2 | 3
  size: number[]
  spacing: number[]
  origin: number[]
  direction: number[]
  mask: string
}

const arrays = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as Record<string, { new (buffer: ArrayBuffer): Voxels }>

export function unpacked(text: string, type: string): Voxels {
  return new arrays[type](Uint8Array.from(Buffer.from(text, 'base64')).buffer)
}

export function unpackedImage(packed: PackedImage): { volume: Volume; mask: Mask } {
  const { dimension, size, spacing, origin, direction, pixelType, data, mask } = packed
  const flat = dimension === 2
  const geometry = {
    dimension,
    size: (flat ? [...size, 1] : size) as Volume['size'],
    spacing: (flat ? [...spacing, 1] : spacing) as Volume['spacing'],
    origin: (flat ? [...origin, 0] : origin) as Volume['origin'],
    direction: flat ? [direction[0], direction[1], 0, direction[2], direction[3], 0, 0, 0, 1] : direction,
  }
  return {
    volume: { ...geometry, pixelType, data: unpacked(data, pixelType) },
    mask: { ...geometry, pixelType: 'uint8', data: unpacked(mask, 'uint8') },
  }
}
