import { problem } from './problem.ts'

// Filters
export const FilterOptionInvalid = problem(
  'NS-FIL-01',
  (name: string, value: unknown, wanted: string) =>
    `The option ${name} is ${JSON.stringify(value)}; it must be ${wanted}.`,
  'Correct it under imageType or setting in the parameter file.',
  2,
)
export const KernelTooLarge = problem(
  'NS-FIL-02',
  (radius: number, voxels: number) => `kernelRadius ${radius} puts ${voxels} voxels into every neighbourhood.`,
  'Voxel maps describe small neighbourhoods: 1 to 3 are usual; resample to larger voxels for coarser ones.',
  2,
)
export const ImageTooLargeForSpectrum = problem(
  'NS-FIL-03',
  (voxels: number, most: number) =>
    `The image has ${voxels} voxels; a filter made in the Fourier domain takes ${most} at once.`,
  'Resample to larger voxels, or crop to the region (preCrop: true).',
)
export const FilterReachesTooFar = problem(
  'NS-FIL-04',
  (voxels: number, most: number) =>
    `With what a filter reaches beyond the region it takes ${voxels} voxels at once; ${most} are the most.`,
  'Give it a smaller sigma, truncation or distance (of Gabor filters a larger aspect), or resample to larger voxels.',
)
// Features
export const ParameterFileFault = problem(
  'NS-FEA-01',
  (file: string, faults: string[]) => `${file}: ${faults.join('\n  ')}`,
  "Mend these; the keys and their values are those of PyRadiomics' parameter file, of --standard ibsi those of docs/ibsi-parameters.md.",
  2,
)
export const NothingSegmented = problem(
  'NS-FEA-02',
  () => 'The mask is 0 everywhere: nothing is segmented.',
  'Check that the right file was given, and that the reader saved the segmentation.',
)
export const LabelAbsent = problem(
  'NS-FEA-03',
  (label: number, found: string) => `The mask has no label ${label}; it has ${found}.`,
  'Choose one of these from 1 on with --label or `label:`, or by its name with --region or `region:`; a mask of 0 and 255 has the label 255.',
)
export const LabelChannelAbsent = problem(
  'NS-FEA-04',
  (channel: number, channels: number) => `The mask has ${channels} channels, counted from 0; ${channel} was asked for.`,
  'Correct label_channel.',
)
export const GridsDiffer = problem(
  'NS-FEA-05',
  (by: string) => `Image and mask are not on the same grid: the mask's ${by}.`,
  'If they belong together, set correctMask: true to resample the mask onto the image, or for a difference that is only rounding a larger geometryTolerance; otherwise find the mask that was drawn on this series.',
)
export const RegionOutsideImage = problem(
  'NS-FEA-06',
  (by: string) => `The region reaches outside the image: ${by}.`,
  'Check that the mask was drawn on this series; `nomoscope check` shows both outlines.',
)
export const RegionTooFlat = problem(
  'NS-FEA-07',
  (voxels: number, dimensions: number, least: number) =>
    `The region has ${voxels} voxel${voxels === 1 ? '' : 's'} in ${dimensions} dimension${dimensions === 1 ? '' : 's'}; at least ${least} dimensions are asked for.`,
  'Check the segmentation; minimumROIDimensions: 1 takes a line of voxels, a single voxel has no texture.',
)
export const RegionTooSmall = problem(
  'NS-FEA-08',
  (voxels: number, least: number) => `The region has ${voxels} voxels; more than ${least} are asked for.`,
  'Check the segmentation, or lower minimumROISize.',
)
export const ResegmentationEmpties = problem(
  'NS-FEA-09',
  (voxels: number) => `Resegmentation leaves ${voxels} voxel${voxels === 1 ? '' : 's'} of the region.`,
  'Widen resegmentRange; check whether it is meant in intensities, in parts of the maximum or in standard deviations.',
)
export const SpacingDimensionWrong = problem(
  'NS-FEA-10',
  (given: number, dimension: number) =>
    `resampledPixelSpacing has ${given} values; the image has ${dimension} dimensions.`,
  'Give one spacing for each axis; 0 keeps that of the mask.',
)
export const NotFiniteVoxels = problem(
  'NS-FEA-11',
  (image: string, voxels: number) =>
    `${voxels} voxel${voxels === 1 ? '' : 's'} of the region in the image ${image} are not finite numbers.`,
  'Repair the image (NaN often marks what lay outside a scanner or a map), or leave these voxels out of the mask.',
)
export const TooManyGreyLevels = problem(
  'NS-FEA-12',
  (bins: number, width: number) => `A bin width of ${width} makes ${bins} grey levels of the region's intensities.`,
  'Choose a wider bin, or normalise the image; `nomoscope suggest-binwidth` proposes one.',
)
export const RegionTooSmallForDistances = problem(
  'NS-FEA-13',
  (distances: number[]) => `The region's box holds no neighbour at distance ${distances.join(', ')}.`,
  'Lower distances; no two voxels of this region are that far apart.',
)
export const ResampledGridTooLarge = problem(
  'NS-FEA-14',
  (voxels: number) => `Resampling would make ${voxels} voxels around the region, more than is accepted.`,
  'Check the units of resampledPixelSpacing (mm) and of the spacing in the image.',
)
export const RegionNotFlat = problem(
  'NS-FEA-15',
  (slices: number, axis: string) => `shape2D needs a region of one slice; this one has ${slices} along ${axis}.`,
  'Take shape2D out of featureClass, or segment one slice only.',
)
export const ImageNotScalar = problem(
  'NS-FEA-16',
  (components: number) => `The image has ${components} values in each voxel.`,
  'Choose one channel or time point and save it as an image of its own.',
)
export const FeatureClassUnknown = problem(
  'NS-FEA-17',
  (name: string, near: string | undefined) =>
    `The feature class ${name} is not known${near ? `; did you mean ${near}?` : '.'}`,
  'Take the settings from readSettings, which names the faults of a parameter file; featureClasses lists the classes.',
  2,
)

export const MaskOfFractions = problem(
  'NS-FEA-20',
  (voxels: number, low: number, high: number) =>
    `The mask holds fractions, not labels: ${voxels} voxel${voxels === 1 ? '' : 's'} of ${Number(low.toPrecision(6))} to ${Number(high.toPrecision(6))} are no whole numbers${low >= 0 && high <= 1 ? ', as in a probability map' : ''}.`,
  'Say from which value on a voxel counts: --threshold 0.5, or `threshold: 0.5` of the sequence in a study.',
)
export const MaskOfVolumes = problem(
  'NS-FEA-18',
  (volumes: number) => `The mask has ${volumes} volumes, and which of them is meant cannot be known.`,
  'Say which, counted from 0, by `label_channel` under `setting` of the parameter file; of a mask with named segments by --region.',
)
export const MapNotMade = problem(
  'NS-FEA-22',
  (image: string, why: string) => `There is no map of ${image} of this case${why ? `: ${why}` : '.'}`,
  'Take another image of the parameter file.',
)
export const DataTooSmallToPerturb = problem(
  'NS-FEA-21',
  (label: number) => `Nothing is left of label ${label} after the perturbation.`,
  'Leave out the larger shrinkages under `perturb`; a region of a few voxels cannot be perturbed.',
)
export const NotFiniteOutside = problem(
  'NS-FEA-19',
  (step: string, voxels: number) =>
    `${voxels} voxels outside the region are not finite numbers, and ${step} spreads them into it.`,
  "Set them to 0 in the image (as ITK does when it reads NIfTI), or leave that step out; the region's own voxels are sound.",
)

// Networks
export const OnnxUnreadable = problem(
  'NS-ONX-01',
  (file: string, why: string) => `${file} cannot be run: ${why}`,
  'Export the network as one ONNX file with its weights inside, of an opset that ONNX Runtime Web knows.',
)
export const OnnxTooLarge = problem(
  'NS-ONX-02',
  (file: string, bytes: number, most: number) =>
    `${file} has ${(bytes / 2 ** 20).toFixed(0)} MB; ${most / 2 ** 20} MB are the most.`,
  'Export a smaller network, or compute its features elsewhere and give them as a table.',
)
export const OnnxOther = problem(
  'NS-ONX-03',
  (file: string, expected: string, found: string) =>
    `${file} is another network than the one that was used: its SHA-256 is ${found.slice(0, 12)}…, not ${expected.slice(0, 12)}….`,
  'Give the file with that hash; a network that was trained further gives other features.',
)
export const OnnxInputUnusable = problem(
  'NS-ONX-04',
  (file: string, why: string) => `${file} cannot be given a patch: ${why}.`,
  'Set `size` to what the network was trained on, in the order x, y (and z); export it with one float32 input of 1 × channels × (depth ×) height × width.',
)
export const OnnxOutputUnusable = problem(
  'NS-ONX-05',
  (file: string, why: string) => `What ${file} gives cannot be features: ${why}.`,
  'Name an output of at most 4096 numbers with `output`, such as the layer before the classifier.',
)
export const OnnxNotFinite = problem(
  'NS-ONX-06',
  (file: string, place: number, value: number) => `${file} gave ${value} as its feature ${place}.`,
  'Look at the patch: a constant image or values far from those that the network was trained on overflow; check `normalise`.',
)
