export { asRecord, type Extraction, extract } from './extract.ts'
export { type FeatureClass, featureClasses, featureNames } from './feature-names.ts'
export { readSettings, type Settings } from './settings.ts'
export { type VoxelMap, voxelMaps } from './voxel-maps.ts'
