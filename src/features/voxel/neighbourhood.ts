import type { VoxelKernel } from './kernel.ts'

/**
 * The voxels of one kernel, refilled for every voxel of the region.
 *
 * level    by position: 1 … levels, ascending with the grey level; 0 where the position is outside the mask
 * grey     by level from 1: the grey level
 * counts   by level from 1: voxels
 * values   the intensities of the voxels present, in any order
 */
export interface Neighbourhood {
  level: Int32Array
  levels: number
  grey: Float64Array
  counts: Float64Array
  values: Float64Array
  voxels: number
}

export interface VoxelTextureOptions {
  /** How many grey levels occur in the whole mask. */
  occurring: number
  /** The highest grey level of the whole mask. */
  highest: number
  symmetrical: boolean
  alpha: number
  voxelVolume: number
  shift: number
  /** Weights by direction where directions are merged. */
  pairWeights: number[] | undefined
  runWeights: number[] | undefined
  /** Directions along which some two voxels of the mask are neighbours. */
  alive: boolean[]
}

/** Makes the describer of one class's named features; every array is allocated here and none for a voxel. */
export type VoxelTexture = (names: readonly string[], kernel: VoxelKernel, options: VoxelTextureOptions) => Describe

/** Writes the wanted features of a neighbourhood into `into`, in the order of the names given. */
export type Describe = (neighbourhood: Neighbourhood, into: Float64Array) => void

/** Views of the first 0, 1, … n numbers of one array. */
export function views(n: number): Float64Array[] {
  const whole = new Float64Array(n)
  return Array.from({ length: n + 1 }, (_, length) => whole.subarray(0, length))
}
