import { problem } from './problem.ts'

// Images
export const UnknownImageFormat = problem(
  'NS-IMG-01',
  (file: string) => `${file} is not an image that can be read here.`,
  'NRRD, NIfTI-1 and -2 and MetaImage are read; export the image as one of these.',
)
export const DamagedImage = problem(
  'NS-IMG-02',
  (file: string, why: string) => `${file} is damaged: ${why}.`,
  'Export the file again; a copy that broke off is the usual cause.',
)
export const ImageTooLarge = problem(
  'NS-IMG-03',
  (file: string, bytes: number) => `${file} declares ${bytes} bytes of voxels, more than is accepted.`,
  'Crop the image, or check its header.',
)
export const DetachedDataMissing = problem(
  'NS-IMG-04',
  (file: string, data: string) => `${file} keeps its voxels in ${data}, which is not beside it.`,
  'Keep the header and its data file in one folder, under the names they were written with.',
)
export const UnsupportedImage = problem(
  'NS-IMG-05',
  (file: string, what: string) => `${file} uses ${what}, which is not read here.`,
  'Save the image again as an ordinary NRRD or NIfTI file, for example in 3D Slicer or ITK-SNAP.',
)
export const ActivityUnits = problem(
  'NS-IMG-06',
  (unit: string) =>
    `The PET image holds ${unit === 'BQML' ? 'an activity in Bq/ml' : `values in ${unit}`}, no SUV: it depends on the dose, the weight and the delay of each patient.`,
  'Take its SUV: `source: suv` in a study file, `--source suv` of `extract`.',
)
export const SuvUnknown = problem(
  'NS-IMG-21',
  (series: string, why: string) => `${series}: the standardised uptake (SUV) cannot be computed: ${why}.`,
  'Take SUV images from the scanner, or restore the attributes; de-identification often removes weight, dose and times.',
)
export const UnitsMixed = problem(
  'NS-IMG-07',
  (sequence: string, units: string[]) => `The images of ${sequence} have several units: ${units.join('; ')}.`,
  'Convert all of them to one unit; features of different units cannot be compared.',
)
export const TissueElsewhere = problem(
  'NS-NRM-01',
  (file: string, how: string) => `The mask of the reference tissue, ${file}, cannot be used. ${how}`,
  'Export the mask again on the image that it was drawn on.',
)
export const NormalisationUnlearnt = problem(
  'NS-NRM-02',
  (sequence: string, reason: string) =>
    `The common histogram of ${sequence} cannot be learnt: no training image of it can be read. ${reason}`,
  'Run `nomoscope check` on the study; it names the fault of every image.',
)
export const NormalisedTwice = problem(
  'NS-NRM-03',
  (sequence: string) =>
    `${sequence} is normalised by the study file, and again by \`normalize\` of the parameter file.`,
  'Leave one of the two out.',
)
export const NormalisedMap = problem(
  'NS-NRM-04',
  (sequence: string, source: string) =>
    `${sequence} is normalised, although ${source} has a unit of its own that means the same in every patient.`,
  'Leave `normalise` out for maps; it is for signal in arbitrary units.',
)
export const CorrectedMap = problem(
  'NS-NRM-06',
  (sequence: string, source: string) =>
    `A bias field is taken out of ${sequence}, although ${source} has a unit of its own, in which the field cancels out.`,
  'Leave `n4` out for maps; it is for signal in arbitrary units.',
)
export const MaskOfFieldElsewhere = problem(
  'NS-NRM-07',
  (file: string, how: string) => `The mask for the bias field, ${file}, cannot be used. ${how}`,
  'Export the mask again on the image that it was drawn on, or leave it out: then the field is estimated in the patient.',
)
export const NoBiasField = problem(
  'NS-NRM-05',
  () => 'The bias field cannot be estimated: fewer than two voxels of its mask are above 0.',
  'Leave out `n4` for an image that has no unit-free signal (a map, or CT), or check the mask that it names.',
)
export const RegistrationRejected = problem(
  'NS-REG-01',
  (file: string, why: string) =>
    `The registration with ${file} was not used, and the region lies where the files say: ${why}.`,
  'Look at the pictures before and after in `nomoscope check --sheet`; draw the region on this sequence where they do not fit.',
)
export const RegistrationFailed = problem(
  'NS-REG-02',
  (file: string, why: string) =>
    `The region cannot be carried from ${file}: the two have other frames of reference, and they cannot be registered, since ${why}.`,
  'Draw the region on this sequence.',
)
export const DrawnOnUnknown = problem(
  'NS-REG-03',
  (sequence: string, from: string) =>
    `images.${sequence}.register.from names ${from}, which is no other of the images.`,
  'Name the sequence that the region was drawn on as under `images`.',
  2,
)
export const CarriedOutside = problem(
  'NS-REG-04',
  (from: string, onto: string, unregistered?: string) =>
    `The region drawn on ${from} lies wholly outside ${onto}${unregistered === undefined ? ' by their registration' : ` where the files say, and they were not registered: ${unregistered}`}.`,
  'Check that both images are of one patient and one part of the body, or draw the region on this sequence.',
)
export const HabitatsUnparted = problem(
  'NS-HAB-01',
  (why: string) => `The habitats cannot be learnt: ${why}.`,
  'Choose maps that vary within the regions, or fewer habitats.',
)
export const HabitatsUnlearnt = problem(
  'NS-HAB-02',
  (sequence: string, reason: string) =>
    `The habitats of ${sequence} cannot be learnt: no training patient's region has values in all maps. ${reason}`,
  'Run `nomoscope check` on the study; it names the fault of every image. The maps of a patient have to overlap.',
)
export const HabitatMapUnknown = problem(
  'NS-HAB-03',
  (sequence: string, map: string) => `images.${sequence}.region.habitats names ${map}, which is none of the images.`,
  'Name the map as an entry under `images`, with its path and source.',
  2,
)
export const HabitatFilterUnknown = problem(
  'NS-HAB-04',
  (name: string, made: readonly string[]) =>
    `No image type of the parameter file makes ${name}, which is a map of the habitats${made.length > 0 ? `; it makes ${made.slice(0, 8).join(', ')}` : ''}.`,
  'Write the name as in the names of features, such as log-sigma-2-0-mm-3D, and the image type into the parameter file.',
  2,
)
export const HabitatMapElsewhere = problem(
  'NS-HAB-05',
  (map: string, file: string) =>
    `The map ${map} (${file}) and the measured image have other frames of reference: nothing says where one lies on the other.`,
  'Give the entry of the map `register: { from: ... }` with the sequence that the region was drawn on.',
)
export const HabitatsUnmeasured = problem(
  'NS-HAB-06',
  (reason: string) => `No habitat of the region can be measured: ${reason}`,
  'Look at the region with `nomoscope check --sheet`; a small one needs fewer habitats, or maps that cover it.',
)
export const AnatomyElsewhere = problem(
  'NS-QUA-01',
  (file: string) => `The outline cannot be compared with ${file}: the two have other frames of reference.`,
  'Compare images of one examination.',
)
export const QualityUnmeasured = problem(
  'NS-QUA-02',
  (column: string, why: string) => `A rule names ${column}, which no image has: ${why}.`,
  'Leave the rule out: it decides nothing.',
)
export const AnatomyUnknown = problem(
  'NS-QUA-03',
  (sequence: string, anatomy: string) => `images.${sequence}.anatomy names ${anatomy}, which is none of the images.`,
  'Name the anatomical sequence as under `images`.',
  2,
)
export const QualityNotAsked = problem(
  'NS-QUA-04',
  (column: string) => `A rule names ${column}, but image quality is not measured.`,
  'Write `quality: true` into the study file.',
  2,
)
export const NothingLeftOfRegion = problem(
  'NS-IMG-20',
  (label: number, rule: string) => `Nothing is left of label ${label} by its rule (${rule}).`,
  'Choose a smaller margin, or leave the rule out for a region as small as this.',
)
