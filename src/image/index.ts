export { dice, type Repair, repairFor } from './agreement.ts'
export { type Carried, carryLabels } from './carry.ts'
export { chooseVolume, volumeTitle } from './dicom-choose.ts'
export type { DicomSource, Frame, SeriesInfo } from './dicom-frames.ts'
export { type UnpackJpeg, useCodecs } from './dicom-pixels.ts'
export { readSegmentation } from './dicom-seg.ts'
export { writeSegmentation } from './dicom-seg-write.ts'
export { type DicomVolume, readSeries } from './dicom-series.ts'
export { readDicomVolume } from './dicom-volume.ts'
export { apparentDiffusion } from './diffusion.ts'
export * from './dynamic.ts'
export {
  axisOf,
  compareGeometry,
  describeDifferences,
  type GeometryDifference,
  sameGeometry,
  toIndex,
  toPoint,
} from './geometry.ts'
export { foreground } from './intensity.ts'
export { readLabelNames } from './label-names.ts'
export { type Motion, motionBetween } from './motion.ts'
export * from './normalise.ts'
export * from './quality.ts'
export { type ReadOptions, readImage } from './read.ts'
export { drawRegions, listLabels, type Region, type RegionExtent, type Regions } from './regions.ts'
export { readStructureSet } from './rtstruct.ts'
export { imageFromSource, readDynamic, type SourceImage } from './sources.ts'
export * from './volume.ts'
export { component } from './voxels.ts'
export { type Deflate, writeImage } from './write.ts'
