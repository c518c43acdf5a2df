import { problem } from './problem.ts'

// DICOM
export const MissingSlices = problem(
  'NS-DCM-01',
  (series: string, missing: number, after: string) => `${series} lacks ${missing} slice(s), the first after ${after}.`,
  'Export the series again from the scanner or PACS; a gap would stretch or shift the region of interest.',
)
export const VaryingSpacing = problem(
  'NS-DCM-02',
  (series: string, least: number, most: number, off: number) =>
    `The slices of ${series} lie ${least} to ${most} mm apart, up to ${off} mm from the nearest regular grid.`,
  'Check that one acquisition was exported; resample it to even slices in 3D Slicer if it was made so. Where the grid may be taken as even, --uneven MM (`uneven: MM` of the sequence in a study) allows that many millimetres.',
)
export const DuplicateSlices = problem(
  'NS-DCM-03',
  (series: string, count: number) =>
    `${count} slices of ${series} are where another is, and neither phase, b-value nor time distinguishes them.`,
  'Keep one image for each position, or put each repetition into a folder of its own.',
)
export const TiltedSlices = problem(
  'NS-DCM-04',
  (series: string, degrees: number) => `The slices of ${series} are stacked ${degrees} degrees off their normal.`,
  'Resample the tilted stack to a straight one in 3D Slicer.',
)
export const NoDicomImage = problem(
  'NS-DCM-05',
  (folder: string, why: string[] = []) =>
    `${folder} has no DICOM image with a position in the patient${why.length ? `: ${why.join('; ')}` : ''}.`,
  'Give the folder of one series, or a NRRD, NIfTI or MetaImage file.',
)
export const SeveralVolumes = problem(
  'NS-DCM-06',
  (folder: string, names: string[]) => `${folder} holds ${names.length} images: ${names.join('; ')}.`,
  'Say which one: a folder of its own, or `source: phase 2`, `source: b800`, or the number of the series.',
)
export const NoSuchSource = problem(
  'NS-DCM-07',
  (folder: string, source: string, names: string[]) => `${folder} has no "${source}"; it has ${names.join('; ')}.`,
  'Name one of these.',
)
export const OtherFrameOfReference = problem(
  'NS-DCM-08',
  (mask: string, image: string) => `${mask} was drawn in another frame of reference than ${image}.`,
  'Draw the mask on this series, or register the two first; this program does not register.',
)
export const OnlyOpenContours = problem(
  'NS-DCM-27',
  (file: string, kinds: string) => `${file} has no region: it has ${kinds}, which enclose nothing.`,
  'Draw the region as closed contours on the slices, and export it again.',
)
export const NoSuchRegion = problem(
  'NS-DCM-09',
  (file: string, which: string, names: string[]) =>
    `${file} has ${which ? `no single region "${which}"` : 'no regions'}${names.length ? `; it has ${names.join(', ')}` : ''}.`,
  'Name one of its regions, or give its number.',
)
export const OverlappingRegions = problem(
  'NS-DCM-10',
  (file: string, one: string, other: string) =>
    `In ${file} "${one}" and "${other}" overlap, so that one mask cannot hold both.`,
  'Name the region to take.',
)
export const RegionOutside = problem(
  'NS-DCM-11',
  (file: string, region: string, image: string) => `"${region}" of ${file} lies wholly outside ${image}.`,
  'Check that the mask belongs to this image; `nomoscope check` shows both outlines.',
)
export const PhasesDiffer = problem(
  'NS-DCM-12',
  (phase: number, how: string) => `Image ${phase} of the series is on another grid than the first: ${how}.`,
  'Take images of one acquisition, or resample them to one grid first.',
)
export const TooFewPhases = problem(
  'NS-DCM-13',
  (needed: number, found: number) => `The map needs ${needed} phases; the series has ${found}.`,
  'Check that every phase was exported, the one before contrast included.',
)
export const TooFewBValues = problem(
  'NS-DCM-14',
  (found: number[]) => `A diffusion coefficient needs two b-values; there is b = ${[...new Set(found)].join(', ')}.`,
  'Export every b-value of the series.',
)
export const OtherGrid = problem(
  'NS-DCM-15',
  (one: string, other: string, how: string) => `${one} is on another grid than ${other}: ${how}.`,
  'Resample one to the grid of the other first.',
)
export const NoSpread = problem(
  'NS-DCM-16',
  () => 'The tissue that the image is to be normalised by is absent, or has one value only.',
  'Check the reference mask, and that the image is not empty.',
)
export const PhasesUnnamed = problem(
  'NS-DCM-18',
  (path: string) => `${path} is one image: a time–signal curve needs every phase.`,
  'List the phases under `curve: { phases: [...], times: [...] }` of the sequence, the one before contrast first.',
)
export const TimesUnlikePhases = problem(
  'NS-DCM-19',
  (phases: number, times: readonly number[]) =>
    `There are ${phases} phases; the times given are ${times.join(', ')}: one is needed for each, every one later than the last.`,
  'Give the seconds of each phase after the first: 0, 120, 420.',
)
export const NotEnhancing = problem(
  'NS-DCM-20',
  (what: string, enhancement: number, least: number) =>
    `${what} enhances by ${Number.isFinite(enhancement) ? `${enhancement.toFixed(0)}%` : 'an unknown share'}, less than ${least}%: it has no curve type.`,
  'Check that the mask covers the lesion; the least enhancement is `curve: { enhancing: … }` of the sequence.',
)
export const RegionCut = problem(
  'NS-DCM-17',
  (region: string, image: string, share: number) =>
    `${share < 0.001 ? 'Less than 0.1' : (100 * share).toFixed(1)}% of "${region}" is outside ${image} and is left out.`,
  'Where that part matters, take a series that covers the whole region, or draw the region on this one.',
)
export const OneImage = problem(
  'NS-DCM-24',
  (file: string, source: string) => `${file} is one image: it has no "${source}".`,
  'Leave `source` out, or give the DICOM folder or the 4D file with every phase or b-value.',
)
export const SeveralMasks = problem(
  'NS-DCM-25',
  (folder: string, files: string[]) => `${folder} holds ${files.length} masks: ${files.join(', ')}.`,
  'Give one of these files, or a folder of its own for each.',
)
export const NotAMask = problem(
  'NS-DCM-26',
  (path: string) => `${path} holds no segmentation and no structure set.`,
  'Give a DICOM SEG, an RT Structure Set, or a label image (NRRD, NIfTI, MetaImage).',
)
export const NotAnImage = problem(
  'NS-DCM-21',
  (file: string, what: string) => `${file} is ${what}, not an image.`,
  'Give the series it was made on as the image; a segmentation or a structure set is a mask.',
)
export const TimesUnknown = problem(
  'NS-DCM-22',
  (what: string) => `${what} needs the times of the phases, and there are no times that distinguish them.`,
  'Say them, in seconds after the first phase: --times 0,60,120, or `times: [0, 60, 120]` of the sequence in a study.',
)
export const PhasesUncertain = problem(
  'NS-DCM-23',
  (folder: string, why: string, series: string[]) =>
    `Which series of ${folder} are the phases is not certain: ${why}. They are ${series.join('; ')}.`,
  'Name them in their order, the one before contrast first: `source: "series 3 + series 4 + series 5, pe"`.',
)
export const SeveralPatients = problem(
  'NS-DCM-28',
  (series: string, patients: string[]) =>
    `The slices of ${series} belong to ${patients.length} patients by their PatientID: ${patients.slice(0, 5).join(', ')}${patients.length > 5 ? ', …' : ''}.`,
  'Sort the files by patient, and export the series again where its identifiers were changed.',
)
