export { type BiasField, biasField, type N4Settings, n4Defaults, withoutBias } from './bias/n4.ts'
export { chooseVolume, volumeTitle } from './dicom/choose.ts'
export type { Frame, SeriesInfo } from './dicom/frames/frame.ts'
export { type UnpackJpeg, useCodecs } from './dicom/pixels/pixels.ts'
export { readStructureSet } from './dicom/rtstruct.ts'
export { readSegmentation } from './dicom/seg.ts'
export { writeSegmentation } from './dicom/seg-write.ts'
export { imageFromSource, readDynamic, type SourceImage } from './dicom/select-source.ts'
export { type DicomVolume, readSeries } from './dicom/series.ts'
export type { DicomSource } from './dicom/source.ts'
export { readDicomVolume } from './dicom/volume.ts'
export { type ReadOptions, readImage } from './formats/read.ts'
export { component } from './formats/voxels.ts'
export { type Deflate, writeImage } from './formats/write.ts'
export {
  axisOf,
  compareGeometry,
  describeDifferences,
  type GeometryDifference,
  sameGeometry,
  toIndex,
  toPoint,
} from './grid/geometry.ts'
export { maskDice, type Repair, suggestGridRepair } from './grid/grid-mismatch.ts'
export { carryLabels, type ResampledLabels } from './grid/resample-labels.ts'
export { foreground } from './intensity/intensity.ts'
export * from './intensity/normalise.ts'
export { everyTime, type ImageStore, type Once, onceInMemory, rememberingLast } from './platform/image-store.ts'
export { type Images, imagesFrom, type OpenedImage } from './platform/images.ts'
export { type Motion, motionBetween } from './quality/motion.ts'
export * from './quality/quality.ts'
export { type DerivedRegion, deriveRegion, type RegionRule } from './regions/derive-region.ts'
export { readLabelNames } from './regions/label-names.ts'
export { drawRegions, listLabels, type Region, type RegionExtent, type Regions } from './regions/regions.ts'
export { apparentDiffusion } from './sequences/diffusion.ts'
export * from './sequences/dynamic.ts'
export * from './volume.ts'
