export {
  axisOf,
  compareGeometry,
  describeDifferences,
  type GeometryDifference,
  sameGeometry,
  toIndex,
  toPoint,
} from './geometry.ts'
export { type ReadOptions, readImage } from './read.ts'
export * from './volume.ts'
export { component } from './voxels.ts'
export { type Deflate, writeImage } from './write.ts'
