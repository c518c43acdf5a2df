/**
 * The classes and features of PyRadiomics, in the order in which it gives them.
 * `deprecated` features have a value when asked for by name; `removed` ones may be asked for but have none.
 */
export const featureNames = {
  firstorder: {
    names: list(`10Percentile 90Percentile Energy Entropy InterquartileRange Kurtosis Maximum MeanAbsoluteDeviation Mean
      Median Minimum Range RobustMeanAbsoluteDeviation RootMeanSquared Skewness TotalEnergy Uniformity Variance`),
    deprecated: list('StandardDeviation'),
    removed: list(''),
  },
  glcm: {
    names: list(`Autocorrelation ClusterProminence ClusterShade ClusterTendency Contrast Correlation DifferenceAverage
      DifferenceEntropy DifferenceVariance Id Idm Idmn Idn Imc1 Imc2 InverseVariance JointAverage JointEnergy
      JointEntropy MCC MaximumProbability SumAverage SumEntropy SumSquares`),
    deprecated: list(''),
    removed: list('Dissimilarity Homogeneity1 Homogeneity2 SumVariance'),
  },
  gldm: {
    names: list(`DependenceEntropy DependenceNonUniformity DependenceNonUniformityNormalized DependenceVariance
      GrayLevelNonUniformity GrayLevelVariance HighGrayLevelEmphasis LargeDependenceEmphasis
      LargeDependenceHighGrayLevelEmphasis LargeDependenceLowGrayLevelEmphasis LowGrayLevelEmphasis
      SmallDependenceEmphasis SmallDependenceHighGrayLevelEmphasis SmallDependenceLowGrayLevelEmphasis`),
    deprecated: list(''),
    removed: list('DependencePercentage GrayLevelNonUniformityNormalized'),
  },
  glrlm: {
    names: list(`GrayLevelNonUniformity GrayLevelNonUniformityNormalized GrayLevelVariance HighGrayLevelRunEmphasis
      LongRunEmphasis LongRunHighGrayLevelEmphasis LongRunLowGrayLevelEmphasis LowGrayLevelRunEmphasis RunEntropy
      RunLengthNonUniformity RunLengthNonUniformityNormalized RunPercentage RunVariance ShortRunEmphasis
      ShortRunHighGrayLevelEmphasis ShortRunLowGrayLevelEmphasis`),
    deprecated: list(''),
    removed: list(''),
  },
  glszm: {
    names: list(`GrayLevelNonUniformity GrayLevelNonUniformityNormalized GrayLevelVariance HighGrayLevelZoneEmphasis
      LargeAreaEmphasis LargeAreaHighGrayLevelEmphasis LargeAreaLowGrayLevelEmphasis LowGrayLevelZoneEmphasis
      SizeZoneNonUniformity SizeZoneNonUniformityNormalized SmallAreaEmphasis SmallAreaHighGrayLevelEmphasis
      SmallAreaLowGrayLevelEmphasis ZoneEntropy ZonePercentage ZoneVariance`),
    deprecated: list(''),
    removed: list(''),
  },
  ngtdm: {
    names: list('Busyness Coarseness Complexity Contrast Strength'),
    deprecated: list(''),
    removed: list(''),
  },
  shape: {
    names: list(`Elongation Flatness LeastAxisLength MajorAxisLength Maximum2DDiameterColumn Maximum2DDiameterRow
      Maximum2DDiameterSlice Maximum3DDiameter MeshVolume MinorAxisLength Sphericity SurfaceArea SurfaceVolumeRatio
      VoxelVolume`),
    deprecated: list('Compactness1 Compactness2 SphericalDisproportion'),
    removed: list(''),
  },
  shape2D: {
    names: list(`Elongation MajorAxisLength MaximumDiameter MeshSurface MinorAxisLength Perimeter
      PerimeterSurfaceRatio PixelSurface Sphericity`),
    deprecated: list('SphericalDisproportion'),
    removed: list(''),
  },
} as const satisfies Record<string, { names: string[]; deprecated: string[]; removed: string[] }>

export type FeatureClass = keyof typeof featureNames
export const featureClasses = Object.keys(featureNames) as FeatureClass[]

function list(names: string): string[] {
  return names.split(/\s+/).filter((name) => name !== '')
}
