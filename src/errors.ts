/**
 * Every error that a user can meet, with what to do about it.
 *
 * A code is `NS-STAGE-NN`. `exit` is the process's exit status when the error ends the work:
 * 2 for wrong usage, 3 for data with faults. Anything that is not a `Problem` is our own fault (1).
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  readonly remedy: string
  readonly exit: 2 | 3

  constructor(code: string, message: string, remedy: string, exit: 2 | 3) {
    super(message)
    this.code = code
    this.remedy = remedy
    this.exit = exit
  }
}

/** One kind of error: called with what is wrong, it gives the `Problem` to throw or to list. */
function problem<Arguments extends unknown[]>(
  code: string,
  message: (...what: Arguments) => string,
  remedy: string,
  exit: 2 | 3 = 3,
) {
  return Object.assign((...what: Arguments) => new Problem(code, message(...what), remedy, exit), { code, remedy })
}

// Usage
export const FileNotFound = problem(
  'NS-USE-01',
  (path: string) => `There is no file ${path}.`,
  'Check the path; it is taken from the folder of the file that names it.',
)
export const UnknownOption = problem(
  'NS-USE-02',
  (what: string, near?: string) => `${what} is not known${near ? `; did you mean ${near}?` : '.'}`,
  'See `nomoscope --help`.',
  2,
)
export const WrongShard = problem(
  'NS-USE-03',
  (text: string) => `${text} names no shard.`,
  'Write i/N with i from 1 to N, as in --shard 2/4.',
  2,
)
export const OutputExists = problem(
  'NS-USE-04',
  (path: string) => `${path} is there already.`,
  'Add --overwrite to replace it or --resume to go on with it, or name another --out.',
  2,
)
export const WrongArguments = problem(
  'NS-USE-05',
  (what: string) => what,
  'See `nomoscope --help` and the examples there.',
  2,
)

// Statistics: tests, agreement, survival, sample size (codes below 50)
export const TooFewValues = problem(
  'NS-STA-01',
  (what: string, needed: number, found: number) => `${what} needs at least ${needed} values; there are ${found}.`,
  'Leave the comparison out, or merge groups.',
)
export const ConstantValues = problem(
  'NS-STA-02',
  (what: string) => `All values of ${what} are the same, so nothing can be tested.`,
  'Leave the variable out of the comparison; a column that does not vary is often an export fault.',
)
export const EmptyCrossTable = problem(
  'NS-STA-03',
  (rows: number, columns: number) =>
    `The table has ${rows} rows and ${columns} columns with any count; two of each are needed.`,
  'Check the levels: all patients stand in one of them.',
)
export const ImpossibleCount = problem(
  'NS-STA-04',
  (value: number) => `A table of counts holds ${value}.`,
  'Counts are whole and not negative; pass counts, not percentages.',
)

export const NegativeTime = problem(
  'NS-STA-05',
  (index: number, value: number) => `The follow-up time at position ${index} is ${value}.`,
  'Times run from 0 upwards; check the dates that the time was computed from.',
)

export const UnseenBatch = problem(
  'NS-STA-10',
  (batch: string, known: readonly string[]) =>
    `The batch ${batch} was not among those that ComBat was fitted on (${known.join(', ')}).`,
  'Its effect is unknown and cannot be removed: fit with rows of that batch, or leave it out.',
)

// Statistics: regression, curves, resampling (codes from 50)
export const UnequalLengths = problem(
  'NS-STA-50',
  (one: string, n: number, other: string, m: number) => `${one} has ${n} rows but ${other} has ${m}.`,
  'Give arrays of the same rows in the same order.',
)
export const NotFinite = problem(
  'NS-STA-51',
  (what: string, index: number, value: number) => `${what} holds ${value} at position ${index}.`,
  'Impute or leave out missing values first; no function here guesses them.',
)
export const OneClassOnly = problem(
  'NS-STA-52',
  (positive: number, negative: number) => `The outcome has ${positive} positive and ${negative} negative rows.`,
  'At least one row of each class is needed.',
)
export const NotBinary = problem(
  'NS-STA-53',
  (index: number, value: number) => `The outcome is ${value} at position ${index}, not 0 or 1.`,
  'Code the outcome as 0 (absent) and 1 (present).',
)
export const SingularDesign = problem(
  'NS-STA-54',
  (column: number, why: string) => `Column ${column} of the design cannot be told from the others: ${why}.`,
  'Leave the column out, or use a penalised model; more columns than rows always end here.',
)
export const InvalidArgument = problem(
  'NS-STA-55',
  (name: string, must: string) => `${name} must be ${must}.`,
  "See the function's documentation for the range of each argument.",
)
export const NoConvergence = problem(
  'NS-STA-56',
  (what: string, iterations: number) => `${what} did not converge in ${iterations} iterations.`,
  'Check for extreme values, or for a column that separates the outcome.',
)
export const NestedOnTraining = problem(
  'NS-STA-57',
  () => "DeLong's test was asked for nested models on the rows they were fitted to, where it is not valid.",
  'Compare them by the likelihood-ratio test, or by DeLong on rows that neither has seen.',
)
export const TooFewOfAClass = problem(
  'NS-STA-58',
  (positive: number, negative: number) =>
    `DeLong's variance needs two rows of each class; there are ${positive} positive and ${negative} negative.`,
  'Use a larger test set, or report the AUC without an interval.',
)
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

// DICOM
export const MissingSlices = problem(
  'NS-DCM-01',
  (series: string, missing: number, after: string) => `${series} lacks ${missing} slice(s), the first after ${after}.`,
  'Export the series again from the scanner or PACS; a gap would stretch or shift the region of interest.',
)
export const VaryingSpacing = problem(
  'NS-DCM-02',
  (series: string, least: number, most: number) =>
    `The slices of ${series} lie ${least} to ${most} mm apart, so that it is no regular grid.`,
  'Check that one acquisition was exported; resample it to even slices in 3D Slicer if it was made so.',
)
export const DuplicateSlices = problem(
  'NS-DCM-03',
  (series: string, count: number) =>
    `${count} slices of ${series} lie where another lies, and neither phase, b-value nor time tells them apart.`,
  'Keep one image for each position, or put each repetition into a folder of its own.',
)
export const TiltedSlices = problem(
  'NS-DCM-04',
  (series: string, degrees: number) => `The slices of ${series} are stacked ${degrees} degrees off their normal.`,
  'Resample the tilted stack to a straight one in 3D Slicer.',
)
export const NoDicomImage = problem(
  'NS-DCM-05',
  (folder: string) => `${folder} has no DICOM image with a position in the patient.`,
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
  (phase: number, how: string) => `Image ${phase} of the series lies on another grid than the first: ${how}.`,
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
  (one: string, other: string, how: string) => `${one} lies on another grid than ${other}: ${how}.`,
  'Resample one to the grid of the other first.',
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
export const AnatomyElsewhere = problem(
  'NS-QUA-01',
  (file: string) => `The outline cannot be compared with ${file}: the two have other frames of reference.`,
  'Compare images of one examination.',
)
export const QualityUnmeasured = problem(
  'NS-QUA-02',
  (column: string, why: string) => `A rule names ${column}, which no image has: ${why}.`,
  'Leave the rule out; as it stands it decides nothing.',
)
export const AnatomyUnknown = problem(
  'NS-QUA-03',
  (sequence: string, anatomy: string) => `images.${sequence}.anatomy names ${anatomy}, which is none of the images.`,
  'Name the anatomical sequence as it stands under `images`.',
  2,
)
export const QualityNotAsked = problem(
  'NS-QUA-04',
  (column: string) => `A rule names ${column}, but image quality is not measured.`,
  'Write `quality: true` into the study file.',
  2,
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
  (phases: number, times: number) => `There are ${phases} phases, but ${times} times.`,
  'Give the seconds of each phase after the first: 0, 120, 420.',
)
export const NotEnhancing = problem(
  'NS-DCM-20',
  (what: string, enhancement: number, least: number) =>
    `${what} enhances by ${Number.isFinite(enhancement) ? `${enhancement.toFixed(0)}%` : 'an unknown share'}, less than ${least}%: it has no curve type.`,
  'Look whether the mask lies on the lesion; the least enhancement is `curve: { enhancing: … }` of the sequence.',
)
export const RegionCut = problem(
  'NS-DCM-17',
  (region: string, image: string, share: number) =>
    `${share < 0.001 ? 'Less than 0.1' : (100 * share).toFixed(1)}% of "${region}" lies outside ${image} and is left out.`,
  'Where that part matters, take a series that covers the whole region, or draw the region on this one.',
)

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

// Features
export const ParameterFileFault = problem(
  'NS-FEA-01',
  (file: string, faults: string[]) => `${file}: ${faults.join('\n  ')}`,
  "Mend these; the keys and their values are those of PyRadiomics' parameter file.",
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
  'Choose one of these with --label or `label:`; a mask of 0 and 255 has the label 255.',
)
export const LabelChannelAbsent = problem(
  'NS-FEA-04',
  (channel: number, channels: number) => `The mask has ${channels} channels, counted from 0; ${channel} was asked for.`,
  'Correct label_channel.',
)
export const GridsDiffer = problem(
  'NS-FEA-05',
  (by: string) => `Image and mask do not lie on the same grid: the mask's ${by}.`,
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

// Cohort
export const UnreadableTable = problem(
  'NS-COH-01',
  (file: string, why: string) => `${file} cannot be read as a table: ${why}.`,
  'Save the sheet as CSV (UTF-8) or XLSX and name that file.',
)
export const EmptyTable = problem(
  'NS-COH-02',
  (file: string) => `${file} has no rows of data.`,
  'A table needs a row of column names and at least one row below it.',
)
export const SheetNotNamed = problem(
  'NS-COH-03',
  (file: string, wanted: string, sheets: string) => `${file}: ${wanted}; its sheets are ${sheets}.`,
  'Name the sheet in the study file: `cohort: { file: …, sheet: … }`.',
)
export const DamagedArchive = problem(
  'NS-COH-04',
  (file: string, why: string) => `${file} cannot be unpacked: ${why}.`,
  'Compress or copy the file again; a copy that broke off is the usual cause.',
)
export const ColumnAbsent = problem(
  'NS-COH-05',
  (file: string, column: string, near?: string) =>
    `${file} has no column ${column}${near ? `; did you mean ${near}?` : '.'}`,
  'Column names are taken as they stand in the first row, capitals and blanks included.',
)
export const CodebookInvalid = problem(
  'NS-COH-06',
  (file: string, line: number, what: string) => `${file}:${line}: ${what}.`,
  'See docs/codebook.md for what a codebook may say; `nomoscope init` drafts one.',
)
export const MatchInvalid = problem(
  'NS-COH-07',
  (match: string, why: string) => `The match ${match} cannot be used: ${why}.`,
  'Give a regular expression with one capture group: { column: ID, match: ISPY1-(\\d+), as: number }.',
)
export const ExpressionInvalid = problem(
  'NS-COH-08',
  (expression: string, at: number, why: string) => `In the rule "${expression}", at character ${at + 1}: ${why}.`,
  'Rules compare columns: age >= 18 and type in [mass, nonmass]; names with blanks stand in `backquotes`.',
)
export const SplitImpossible = problem(
  'NS-COH-09',
  (why: string) => `The split cannot be made: ${why}.`,
  'See `split` in the study file: { training: 0.7, stratify: outcome }, { by: centre, validation: [C] }, { by: date, before: 2024-01-01 }, { column: set } or none.',
)
export const RepeatedName = problem(
  'NS-COH-10',
  (column: string, renamed: string) => `The column name ${column} stands twice; the later one is read as ${renamed}.`,
  'Give every column its own name.',
)
export const RaggedRow = problem(
  'NS-COH-11',
  (cells: number, names: number) => `The row has ${cells} cells where the table has ${names} columns.`,
  'Check the row for a missing or an unquoted separator; cells beyond the last column were not read.',
)
export const NotANumber = problem(
  'NS-COH-12',
  (cell: string) => `"${cell}" is not a number.`,
  'Write a number, or list the text under `missing` in the codebook; it was read as missing.',
)
export const BeyondLimit = problem(
  'NS-COH-37',
  (cell: string) => `"${cell}" lies beyond a limit of detection; it is not a number.`,
  'Say `detection: half` (or `limit`) for the column in the codebook; it was read as missing.',
)
export const ReadAtLimit = problem(
  'NS-COH-38',
  (cells: number, half: boolean) =>
    `${cells} ${cells === 1 ? 'value' : 'values'} beyond a limit of detection (such as <0.5) ${cells === 1 ? 'was' : 'were'} read as ${half ? 'half of a lower limit, or the upper one' : 'the limit'}.`,
  'Nothing to do if that is meant; say so in the paper.',
)
export const OutOfRange = problem(
  'NS-COH-13',
  (value: string, low: number, high: number) => `${value} is outside the possible range ${low} to ${high}.`,
  'Correct the value, or the range in the codebook; it was read as missing.',
)
export const UnknownLevel = problem(
  'NS-COH-14',
  (cell: string, levels: string) => `"${cell}" is none of the levels ${levels}.`,
  'Correct the value, or add the level to the codebook; it was read as missing.',
)
export const NotADate = problem(
  'NS-COH-15',
  (cell: string, why: string) => `"${cell}" is not a date: ${why}.`,
  'Write dates as 2024-05-31; the value was read as missing.',
)
export const DuplicatePatient = problem(
  'NS-COH-16',
  (id: string, first: number, differing: string) =>
    `${id} stands already in row ${first}${differing ? `, with other values of ${differing}` : ' with the same values'}.`,
  'Keep one row a patient, or, where a row is a lesion, name the column of the patient; the first row was used.',
)
export const IdMissing = problem(
  'NS-COH-17',
  (column: string) => `The row has no ${column}.`,
  'Give every row an identifier; this row was left out.',
)
export const IdUnmatched = problem(
  'NS-COH-18',
  (id: string, other: string) => `${id} has no row in ${other}.`,
  'Check the identifier in both files; this row was not joined.',
)
export const LeadingZerosLost = problem(
  'NS-COH-19',
  (id: string, other: string) => `${id} was joined to ${other}: they differ only in leading zeros.`,
  'Format the identifier column as text before saving from Excel.',
)
export const IdAmbiguous = problem(
  'NS-COH-20',
  (id: string, others: string) => `${id} may stand for any of ${others}: its leading zeros are lost.`,
  'Restore the identifiers as text; this row was not joined.',
)
export const IdNotDerived = problem(
  'NS-COH-21',
  (id: string, match: string) => `${id} does not match ${match}.`,
  'Check `match`; this row was not joined.',
)
export const CommaAmbiguous = problem(
  'NS-COH-22',
  (cell: string) => `"${cell}" was read with a decimal comma; it might be a thousands separator.`,
  'Say `decimal: ","` or `decimal: "."` for the column in the codebook.',
)
export const SpreadsheetError = problem(
  'NS-COH-23',
  (cell: string) => `The formula of this cell failed or was never calculated (${cell}).`,
  'Open the spreadsheet, repair the formula and save; the value was read as missing.',
)
export const LesionsDisagree = problem(
  'NS-COH-24',
  (patient: string, values: string) => `The lesions of ${patient} have different values (${values}) of this column.`,
  'Give one value a patient, or make it ordinal so that the highest can be taken; it was read as missing.',
)
export const EncodingGuessed = problem(
  'NS-COH-25',
  (encoding: string) => `The file is not UTF-8; it was read as ${encoding}.`,
  'Check one name with an accent or in Chinese; save as UTF-8 to be sure.',
)
export const PossibleMissingCode = problem(
  'NS-COH-26',
  (value: string, times: number) => `${value} stands ${times} times, far from all other values.`,
  'If it means "not known", list it under `missing` in the codebook.',
)
export const ReadersDisagree = problem(
  'NS-COH-27',
  (item: string, values: string) => `The readers differ on ${item} (${values}) and no consensus is given.`,
  'Add a consensus row; until then the value is missing.',
)
export const Contradiction = problem(
  'NS-COH-28',
  (what: string) => what,
  'Check the sources of this value in the record.',
)
export const BrokenQuotes = problem(
  'NS-COH-29',
  () => 'A quotation mark of this row is not closed, or stands inside a cell.',
  'Double a quotation mark inside a quoted cell; look whether the rows below were read as one cell.',
)
export const RepeatsSetAside = problem(
  'NS-COH-33',
  (instrument: string, rows: number) =>
    `${rows} rows of the repeating instrument ${instrument} are not part of a record's one row.`,
  'Export visits on their own and name that file under `followUp`.',
)
export const NotPlaced = problem(
  'NS-COH-34',
  (id: string, column: string) => `${id} is in neither part of the split: its ${column} is missing.`,
  'Complete the column; until then the row is used neither for training nor for validation.',
)
export const ImagesOfNobody = problem(
  'NS-COH-35',
  (name: string, file: string) => `The images of ${name} belong to nobody in ${file}.`,
  'Add the patient to the table, or correct the name of the folder; these images are not used.',
)
export const PatientsAlike = problem(
  'NS-COH-36',
  (id: string, other: string) => `${id} and ${other} differ only in leading zeros; they were taken as two patients.`,
  'Check that they are not one patient entered twice.',
)
export const AggregationUnstated = problem(
  'NS-COH-31',
  (file: string) =>
    `${file} has lesions in its rows, and the study does not say how those of a patient become one row.`,
  'Say `unit: lesion`, or `aggregate: mean`, `first` or `{ largest: COLUMN }`.',
)
export const LesionsWithoutPatient = problem(
  'NS-COH-32',
  (file: string) => `The study's unit is the lesion, and nothing says which patient a row of ${file} belongs to.`,
  'Name the column of the patient: `cohort: { patient: COLUMN }`; every split goes by it.',
)
export const NotAFeature = problem(
  'NS-COH-30',
  (column: string, cell: string) => `The column ${column} has no numbers ("${cell}") and is not a feature.`,
  'Leave it out with `exclude`, or choose the feature columns with `columns`.',
)

// Models on other cohorts
export const OutcomeColumnAbsent = problem(
  'NS-MOD-50',
  (file: string, column: string) => `${file} has no column ${column} with the outcome.`,
  'Name it with --outcome, and the value of a patient with the outcome with --positive.',
)

// Study files
export const StudyFileFault = problem(
  'NS-STU-01',
  (file: string, faults: string[]) => `${file}: ${faults.join('\n  ')}`,
  'Mend these lines; docs/study.schema.json lets an editor check the file while you type.',
)
export const MaskUnnamed = problem(
  'NS-STU-02',
  (sequence: string) => `images.${sequence} names no mask.`,
  'Add `mask: path` or `masks: { reader1: path, reader2: path }`.',
)
export const UnsafeIdentifier = problem(
  'NS-STU-03',
  (id: string) => `The identifier ${JSON.stringify(id)} cannot be a part of a path.`,
  'Identifiers of patients with images may not hold / or \\ or be only dots.',
)
export const CaseFailed = problem(
  'NS-STU-04',
  (patient: string, what: string, reason: string) => `${patient}, ${what}: ${reason}`,
  'Mend this case and run again with --resume; the other cases are not computed again.',
)
export const SpacingUnlike = problem(
  'NS-STU-11',
  (sequence: string, axis: string, spacing: number, usual: number) =>
    `${sequence} has a spacing of ${spacing} mm along ${axis}, where the cohort's usual one is ${usual} mm.`,
  'Check that it is the same series and protocol; resampling makes the grids alike, not the images.',
)
export const SameImageTwice = problem(
  'NS-CHK-01',
  (sequence: string, patient: string, other: string) =>
    `${sequence} of ${patient} holds the same voxels as that of ${other}.`,
  'Find out whose image it is; one of the two was copied or exported under the wrong name.',
)
export const RegionsDisagree = problem(
  'NS-CHK-02',
  (patient: string, sequence: string, one: string, other: string, dice: number) =>
    `The regions of ${one} and ${other} on ${sequence} of ${patient} overlap by ${dice.toFixed(2)} (Dice).`,
  'Look at both outlines; below 0.7 the readers often drew different lesions.',
)
export const ReadersIdentical = problem(
  'NS-CHK-04',
  (patient: string, sequence: string, one: string, other: string) =>
    `The regions of ${one} and ${other} on ${sequence} of ${patient} are the same voxel for voxel.`,
  'Two people never draw the same; one file was probably copied, and would make features look reliable.',
)
export const SameMaskTwice = problem(
  'NS-CHK-05',
  (sequence: string, patient: string, other: string) =>
    `The region on ${sequence} of ${patient} is that of ${other}, voxel for voxel.`,
  'Find out whose mask it is; one of the two was copied or exported under the wrong name.',
)
export const RangeUnlike = problem(
  'NS-CHK-06',
  (sequence: string, patient: string, range: string, usual: string) =>
    `Intensities of ${sequence} of ${patient} span ${range}, where the cohort's span about ${usual}.`,
  'Look for a rescaling that was lost or applied twice, another unit (ADC), or 8-bit export.',
)
export const RegionFlat = problem(
  'NS-CHK-07',
  (sequence: string, patient: string) => `The region on ${sequence} of ${patient} lies in one slice.`,
  'Shape and texture in three dimensions say little of it; draw it on all slices, or set force2D for all.',
)
export const RegionSizeUnlike = problem(
  'NS-CHK-08',
  (patient: string, sequence: string, volume: string, other: string, otherVolume: string) =>
    `The region of ${patient} has ${volume} mL on ${sequence} and ${otherVolume} mL on ${other}, a ratio unlike the cohort's.`,
  'Look at both outlines; one may be of another lesion, or of one slice only.',
)
export const CaseIncomplete = problem(
  'NS-CHK-09',
  (patient: string, lacking: string[]) => `${patient} is not analysed and lacks ${lacking.join(', ')}.`,
  'Put the files where the study file looks for them, if they exist.',
)
export const QualityUnlike = problem(
  'NS-CHK-03',
  (sequence: string, patient: string, measure: string, value: string) =>
    `The ${measure} of ${sequence} of ${patient}, ${value}, stands out from the cohort.`,
  'Look at the image; poor quality can be made a criterion of exclusion.',
)
export const PredictorRefused = problem(
  'NS-STU-12',
  (column: string, reason: string) => `${column} cannot be a predictor: ${reason}.`,
  'Take it out of the blocks and models; it was left out here.',
)
export const CurveColumnTaken = problem(
  'NS-STU-16',
  (name: string) =>
    `${name} is what the measured time–signal curve would be called, and a column of the cohort already.`,
  'Rename the column of the spreadsheet, or leave `curve` out of the sequence.',
)
export const UnknownBlock = problem(
  'NS-STU-13',
  (model: string, term: string, near?: string) =>
    `The model ${model} names ${term}, which is no column and no block${near ? `; did you mean ${near}?` : '.'}`,
  'Write the name as it stands in the spreadsheet, or under `blocks:`.',
)
export const NameTaken = problem(
  'NS-STU-14',
  (name: string) => `${name} is the name of a feature and of a column of the cohort.`,
  'Rename one of them, or leave the feature out with `features: { exclude: [...] }`.',
)
export const ReaderUnknown = problem(
  'NS-STU-15',
  (reader: string, readers: string[]) =>
    reader === 'mean'
      ? `features.reader is mean, but ${readers.length ? `only ${readers.join(', ')} drew` : 'no mask names its reader'}.`
      : `features.reader is ${reader}, of whom there are no masks; there are those of ${readers.join(', ')}.`,
  'Name a reader as under `masks:` of the sequence, or draw the mask of the consensus and name it consensus.',
)
export const NoFeatures = problem(
  'NS-STU-05',
  (first: string) => `No case could be extracted; the first says: ${first}`,
  'Check the paths in images: and run `nomoscope check`.',
)
export const NoTableFound = problem(
  'NS-STU-06',
  (folder: string) => `There is no table (.csv, .tsv, .xlsx) in ${folder}.`,
  'Put the spreadsheet of the patients there, one row a patient, with a column that identifies them.',
)
export const GroupsNeedLevels = problem(
  'NS-STU-07',
  (file: string, column: string) => `${file}: the column ${column} has no levels, so it makes no groups.`,
  'Give it `type: categorical` and its `levels` in the codebook.',
)
export const OutcomeValueAbsent = problem(
  'NS-STU-08',
  (file: string, column: string, value: string, levels: string[]) =>
    `${file}: the outcome ${column} never is ${value}; it is ${levels.join(' or ')}.`,
  'Name one of these as `positive`.',
)
export const OutcomeNotBinary = problem(
  'NS-STU-09',
  (file: string, column: string) => `${file}: the outcome ${column} is neither categorical nor a number.`,
  'Give it `type: binary` and its two `levels` in the codebook.',
)
export const OutcomeConstant = problem(
  'NS-STU-10',
  (file: string, column: string, value: string, events: number) =>
    `${file}: ${events === 0 ? 'no row that is left has' : 'every row that is left has'} ${column} = ${value}.`,
  'Check the criteria and the outcome; a model needs patients with and without it.',
)

// Models
export const NotTrainingRows = problem(
  'NS-MOD-01',
  (who: string) => `${who} was handed rows that are not a training part.`,
  'Whatever learns from rows learns from the training part of a split; make it with `trainingRows`.',
)
export const OutcomeOutsideTraining = problem(
  'NS-MOD-02',
  () => 'The outcome of rows outside the training part was asked for.',
  'A step may read the outcome in `fit` only; `apply` has no use for it.',
)
export const PatientOnBothSides = problem(
  'NS-MOD-03',
  (patient: number | string) => `Patient ${patient} is both learnt from and predicted.`,
  'All rows of a patient (lesions, copies) belong on one side of a split.',
)
export const TooFewEvents = problem(
  'NS-MOD-04',
  (withEvent: number, without: number) =>
    `${withEvent} patients with and ${without} without the outcome are too few to split into folds.`,
  'At least three of each are needed in every training part, and far more for a model worth having.',
)
export const UnknownTerm = problem(
  'NS-MOD-05',
  (model: string, term: string) => `Model ${model}: ${term} is neither a column nor a block.`,
  'Name a column of the cohort, a block of the study file, or a score of a block.',
  2,
)
export const RefusedPredictor = problem(
  'NS-MOD-06',
  (column: string, reason: string) => `${column} cannot be a predictor: ${reason}.`,
  'Take it out of the blocks and models of the study file, or mend what the codebook says of it.',
)
export const ModelFileUnknown = problem(
  'NS-MOD-08',
  (file: string, why: string) => `${file} is not a model file of Nomoscope (${why}).`,
  'Name the model.json that `nomoscope run` wrote.',
)
export const ModelFileDamaged = problem(
  'NS-MOD-09',
  (file: string) => `${file} was changed after it was written.`,
  'A model is not edited by hand: fit it again, or recalibrate it with `nomoscope validate`.',
)
export const ColumnsMissing = problem(
  'NS-MOD-10',
  (model: string, columns: string[]) => `Model ${model} needs ${columns.join(', ')}, which the table lacks.`,
  'Name the columns as the model names them, one for each; features of images can be extracted (docs/models.md: From images).',
)
export const HarmonisedModel = problem(
  'NS-MOD-11',
  (model: string) =>
    `Model ${model} stands on features harmonised by ComBat, so it cannot be handed to others: it has no nomogram and no model file.`,
  'ComBat knows the scanners of its training rows only; fit the model without it for use elsewhere.',
)
export const CentresNeeded = problem(
  'NS-MOD-12',
  (file: string) => `${file}: ComBat and leave-one-centre-out need to know the centre of each patient.`,
  'Name the column as `centre:` in the study file.',
)
export const CentreUnknown = problem(
  'NS-MOD-13',
  (file: string, row: string, column: string) => `${file}: the ${column} of ${row} is not known.`,
  'Fill it in, or leave the patient out by a criterion.',
)
export const HorizonBeyondFollowUp = problem(
  'NS-MOD-14',
  (model: string, horizon: number, last: number) =>
    `Model ${model}: patients were followed up to ${last}, so nothing is known of ${horizon}.`,
  'Ask for a time above 0 that the follow-up reaches, in the unit of its time column.',
)
export const HorizonUnreached = problem(
  'NS-MOD-15',
  (file: string, time: string, horizon: number, last: number) =>
    `${file}: no training row is followed for ${horizon}; the longest ${time} is ${last}.`,
  'Name horizons that the follow-up reaches, in the unit of its time column.',
)
export const NoEvents = problem(
  'NS-MOD-16',
  (file: string, event: string) => `${file}: no training row with a known time has the event that ${event} tells of.`,
  'The event is the second level of its column, or 1; mend the codebook, or leave the Cox models out.',
)
export const SplineOfLevels = problem(
  'NS-MOD-17',
  (model: string, column: string) => `Model ${model}: ${column} has levels, and a spline is of a number.`,
  'Name the column itself as a term; each level but the first then has a coefficient.',
)
export const ExtractionUnknown = problem(
  'NS-MOD-18',
  (model: string) =>
    `Model ${model} does not know how its features were extracted: they came from a table, or it has none.`,
  'Give the features as columns, named as the model names them, in place of images.',
)
export const SequenceAbsent = problem(
  'NS-MOD-19',
  (model: string, sequence: string) => `Model ${model} needs images of ${sequence}, which the study file lacks.`,
  'Name that sequence under `images` of the study file, as the study did that made the model.',
)
export const ModelNotFitted = problem(
  'NS-MOD-07',
  (model: string, why: string) => `Model ${model} cannot be fitted: ${why}`,
  'Give it fewer columns, or more patients with the outcome.',
)

// Comparison
export const NoResults = problem(
  'NS-CMP-01',
  (file: string) => `${file} is not what nomoscope run writes.`,
  'Name two folders that nomoscope run of this version has written.',
)

// Audit
export const TranscriptFault = problem(
  'NS-AUD-01',
  (file: string, faults: string[]) => `${file}: ${faults.join('\n  ')}`,
  'Mend these lines; docs/audit.md tells how a paper is transcribed and has a template.',
)
