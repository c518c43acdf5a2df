import { type Quantity, type TextPart, text } from '../../with-numbers.ts'
import { plural } from './document.ts'

/** The methods, to be pasted into a manuscript. */
export const methods = {
  title: 'Methods',
  heads: {
    patients: 'Patients',
    patientsAndOutcome: 'Patients and outcome',
    quality: 'Image quality',
    features: 'Image features',
    models: 'Models and validation',
    statistics: 'Statistics',
    software: 'Software, data and code',
    references: 'References',
  },
  source: (file: string, codebook: string | undefined) =>
    `Patients and their variables were read from one table (${file})${codebook ? `; the type, levels, unit and missing codes of each variable, and when it becomes known, are set down in ${codebook}` : ''}.`,
  lesions:
    'The unit of analysis is the lesion; every split, fold and resample keeps the lesions of a patient together.',
  aggregated: (how: string) => `Several lesions of a patient became one row (${how}).`,
  aggregate: (how: string) => how,
  largest: (column: string) => `the one with the largest ${column}`,
  /** A criterion with the rule behind its words. */
  or: 'or',
  and: 'and',
  classes: {
    firstorder: 'first order',
    shape: 'shape',
    shape2D: '2D shape',
  } as Record<string, string>,
  criterion: (label: string, rule: string) => `${label} (${rule})`,
  reader: (number: string) => `reader ${number}`,
  interpolators: { sitkNearestNeighbor: 'nearest neighbour', sitkLinear: 'linear', sitkBSpline: 'B-spline' } as Record<
    string,
    string
  >,
  inclusion: (rules: TextPart) => text`Inclusion criteria: ${rules}.`,
  exclusion: (rules: TextPart) => text`Exclusion criteria: ${rules}.`,
  outcome: (label: string, positive: string, negative: string) =>
    `The outcome is ${label} (${positive} against ${negative}).`,
  her2: (ihc: string, fish: string | undefined) =>
    `It was derived from immunohistochemistry (${ihc})${fish ? ` and the FISH ratio (${fish})` : ''}: 3+ or a ratio above 2.0 is positive; 2+ without FISH is undetermined.`,
  her2Rule: (columns: TextPart) => text`It was derived by the ASCO/CAP rule of 2018[@asco] from ${columns}.`,
  quality: {
    measures: [
      'the signal-to-noise ratio (mean of the patient over the noise of the air)',
      'the share of voxels at the largest value (clipping)',
      'the share of lines that are patient at both ends (wrap-around)',
      'the signal under the skin over that of deeper tissue (failed fat saturation)',
      'the largest rigid shift of a phase of a dynamic series against the first (motion)',
    ],
    outline: (pairs: TextPart) =>
      text`the overlap (Dice) and displacement of the patient's outline: ${pairs} (distortion)`,
    pair: (sequence: string, anatomy: string) => `${sequence} with ${anatomy}`,
    paragraph: (measures: TextPart, limit: TextPart) =>
      text`The quality of every image was measured as acquired, before the criteria were applied: ${measures}. Nothing was corrected. An image more than ${limit} robust standard deviations from the median of its sequence[@iglewicz], at the bad end, was flagged; flagged images were not excluded for that, only by the criteria.`,
  },
  described:
    'Continuous variables are described by mean and standard deviation where the Shapiro–Wilk test[@shapiro] found no departure from normality (p ≥ 0.05), otherwise by median and quartiles; categorical variables by counts.',
  compared:
    "Continuous variables were compared by Student's t-test where the Shapiro–Wilk test[@shapiro] found no departure from normality in any group (p ≥ 0.05), otherwise by the Mann–Whitney test; categorical variables by Pearson's χ² test without continuity correction, or Fisher's exact test where an expected count was below 5. Every table names the test of each row. Standardised mean differences are given beside p-values. Tests are two-sided.",
  survival:
    'Survival was estimated by Kaplan and Meier[@kaplan] with log-log 95% intervals, follow-up by the reverse estimator, and groups were compared by the log-rank test.',
  late: (modelled: boolean) =>
    `Patients who came under observation late are at risk from their entry on (left truncation)${modelled ? '; of models of them the AUC and the Brier score at single times are not given' : ''}.`,
  landmark: 'Where there is a landmark, times are counted from it, of patients followed beyond it.',
  competing:
    'Where another event can come first, incidence was estimated by Aalen and Johansen, and groups were compared by Gray’s test[@gray]; Kaplan–Meier curves and log-rank tests count its patients as censored.',
  fineGray:
    'Cause-specific hazards were modelled by Cox regression and the subdistribution hazard as Fine and Gray[@finegray] have it, on complete cases and columns chosen beforehand. Risks were judged out of fold, the folds by patient: AUC and Brier score by inverse probability of censoring, calibration against the Aalen–Johansen estimate in groups and by a Fine–Gray regression on a spline of the risk[@austin], net benefit by Aalen–Johansen estimates. Intervals of a new patient’s risk come from refits to 100 bootstrap samples of patients.',
  regressions: (kinds: TextPart, ordered: boolean) =>
    text`Outcomes of several levels, or a number, were modelled on complete cases and columns chosen beforehand: ${kinds}. Levels are told apart by Hand and Till’s AUC over pairs[@handtill]${ordered ? ', ordered ones also by the ordinal c-index[@orc]' : ''}; a number is judged by R² and root mean squared error. Out of fold the regression is fitted anew in each fold, the folds by patient; intervals are percentiles of 200 bootstrap samples of patients.`,
  software: (version: string, seed: TextPart) =>
    text`All computation was done with Nomoscope ${version}; every random choice derives from the seed ${seed}. The study file, the hashes of all inputs and the assignment of every fold and resample are in provenance.json.`,
  code: 'The study file, the codebook, the fitted models and an R script that fits the logistic and Cox models again (reproduce.R) are supplied with this report.',
  scheme: {
    title: 'What was fitted where',
    caption: (heldOut: boolean) =>
      `Nested cross-validation: in each row the part in orange is predicted by a model whose every step, selection and tuning included, was fitted to the parts in blue alone.${heldOut ? ' The held-out patients are predicted once, by the model fitted to the whole training set.' : ''}`,
    description: (folds: number) => `Diagram of the split and of ${folds} folds.`,
  },
  blanks: {
    cohort:
      '[AUTHORS: hospital and dates of enrolment; consecutive or not; ethics approval and consent; how the outcome was determined, by whom, blinded to what]',
    acquisition:
      '[AUTHORS: scanner, field strength, coil; for each sequence TR, TE, flip angle, field of view, matrix, slice thickness; contrast agent, dose and timing; who drew the regions, with which software and experience]',
    data: '[AUTHORS: where the data and images can be had, and under which conditions]',
  },
  extraction: {
    fromTable: (features: TextPart, file: string) =>
      text`${features} features per patient were read from the table ${file}; how they were extracted is not known here.`,
    extracted: (features: TextPart, sequences: TextPart, parameters: string) =>
      text`${features} features per patient were extracted from ${sequences} by Nomoscope, whose features are PyRadiomics 3.0.1's[@pyradiomics] by name and value, checked against the IBSI’s consensus values[@ibsi], with the parameter file ${parameters}.`,
    readers: (readers: TextPart, used: string | undefined) =>
      text`Regions were drawn by ${readers}; ${used ? `features of ${used} are` : 'the mean of their features is'} used.`,
    sequence: (name: string, what: TextPart | undefined) => (what ? text`${name} (${what})` : text`${name}`),
    bValues: (values: TextPart) => text`b ${values} s/mm²`,
    diffusion:
      'Regions were transferred to diffusion images through physical space where they were drawn elsewhere; nothing was registered, and the distortion of echo-planar imaging remains.',
    drawn: text`the drawn region`,
    drawnEdge: 'its edge',
    edge: (inside: boolean, distance: TextPart) => text`${distance} mm ${inside ? 'inside' : 'outside'} it`,
    shell: (from: TextPart, to: TextPart) => text`the shell of the drawn region from ${from} to ${to}`,
    margin: (grown: boolean, distance: TextPart) =>
      text`the drawn region, ${grown ? 'grown' : 'shrunk'} by ${distance} mm`,
    largest: {
      lesion: ', of several lesions that of the largest',
      slice: ', on the slice where its area is largest',
    },
    clippedAir: text`, without the air around the patient`,
    clippedSkin: (distance: TextPart) => text`, without air and the ${distance} mm under the skin`,
    clippedMask: text`, within a further mask of each patient`,
    derived: (sequence: string, what: TextPart, largest: string, clipped: TextPart) =>
      text`On ${sequence} features are of ${what}${largest}${clipped} (distances in physical space, between voxel centres).`,
    perturbed: (repeats: TextPart, how: TextPart) =>
      text`Every region was measured again ${repeats} times under small changes[@perturbation]: ${how}. What was drawn depends on seed, patient and repetition alone; the outcome was not used.`,
    noise: text`Gaussian noise of the image's own level (median absolute diagonal detail of a coiflet within 30 mm of the region)`,
    rotated: (degrees: TextPart) => text`the sampling grid turned within the slice by ${degrees} degrees`,
    translated: (parts: TextPart) => text`shifted along each axis by ${parts} of a voxel`,
    translatedWithin: (parts: TextPart) => text`shifted along each axis of the slice by ${parts} of a voxel`,
    resized: (parts: TextPart) => text`the region's volume changed by ${parts} of it`,
    recontoured: text`a new contour from supervoxels`,
    oneOf: (values: TextPart) => text`one of ${values}`,
    registered: {
      rigid: (from: string, to: string) =>
        text`Regions on ${to} are those drawn on ${from}, carried by rigid registration.`,
      affine: (from: string, to: string) =>
        text`Regions on ${to} are those drawn on ${from}, carried by affine registration that starts from the rigid one.`,
    },
    registration: text`Registration raised Mattes' mutual information[@mattes] from coarse to fine blocks of voxels, with linear interpolation and samples spread evenly between the voxels; labels were carried to the nearest voxel. Each was repeated the other way round, and one that did not raise the mutual information, parted the outlines of the patient, or disagreed with its reverse by more than half a voxel was not used.`,
    habitats: (n: {
      sequence: string
      number: TextPart
      maps: TextPart
      mixture: boolean
      patients: TextPart
      heldOut: boolean
    }) =>
      text`On ${n.sequence} the region was parted into ${n.number} habitats by ${n.maps}, sampled at its voxels in physical space (linear interpolation) and divided by their standard deviation: ${n.mixture ? 'a mixture of Gaussians with full covariances that starts from k-means, each voxel to the likeliest' : 'k-means, each voxel to the nearest centre'}[@habitats]. The habitats were learnt once, from up to 1000 voxels of each of the ${n.patients} training patients’ regions and without the outcome, and applied to all patients; folds and resamples did not learn them again${n.heldOut ? '' : ', so that every fold has seen the images, though not the outcome, of the patients that it predicts'}. Features are of each habitat, with its share of the region’s volume; the centres are stored in provenance.json.`,
    deep: (n: {
      file: string
      hash: string
      licence: string
      features: TextPart
      output: string
      slice: boolean
      size: TextPart
      spacing: TextPart
      normalised: TextPart
      masked: boolean
    }) =>
      text`A network (${n.file}, SHA-256 ${n.hash}…, licence: ${n.licence}) gave ${n.features} further features of each region, the values of its output ${n.output}. It was given a patch of ${n.size} voxels of ${n.spacing} mm around the middle of the region${n.slice ? ' on the slice where its area is largest' : ''} (linear interpolation along the image’s axes, 0 beyond the image), ${n.normalised}${n.masked ? ', 0 outside the region' : ''}. It was run as it is, by ONNX Runtime in single precision: nothing of it was trained on these patients here, and whether it had seen them before is for its authors to say.`,
    windowed: (low: TextPart, high: TextPart) => text`scaled from ${low}–${high} to 0–1 and cut off there`,
    patchScale: {
      none: 'its values unchanged',
      zscore: 'scaled by its own mean and standard deviation',
      minmax: 'scaled by its own least and largest value to 0–1',
    },
    biasField: (n: {
      sequence: string
      within: string | undefined
      shrink: TextPart
      levels: TextPart
      points: TextPart
      iterations: TextPart
      threshold: TextPart
      width: TextPart
      noise: TextPart
      bins: TextPart
    }) =>
      text`The bias field of ${n.sequence} was taken out by N4[@n4], each image by itself: estimated ${n.within === undefined ? "in the patient (Otsu's threshold)" : `in a mask (${n.within})`} with shrink factor ${n.shrink}, cubic splines of ${n.points} control points along each axis at the first of ${n.levels} fitting levels, at most ${n.iterations} iterations of the levels, convergence threshold ${n.threshold}, ${n.bins} histogram bins, a full width at half maximum of ${n.width} and Wiener noise ${n.noise}.`,
    normalised: (sequence: string) => `Intensities of ${sequence} were brought to a common scale before extraction`,
    nyul: (start: string, low: TextPart, top: TextPart, from: TextPart, to: TextPart, images: TextPart) =>
      text`${start} by Nyúl's histogram standardisation[@nyul] (${low} to ${top} from percentile ${from} to ${to} of the foreground, piecewise linear between its deciles). The common histogram was fitted once on the ${images} training images, without the outcome; it was not refitted in folds. Its landmarks are stored in provenance.json.`,
    deviation: (units: TextPart) =>
      text`, ${units} units to a standard deviation; each image by itself, nothing was learnt from others.`,
    whitestripe: (start: string, end: TextPart) =>
      text`${start} by the tissue of the commonest signal (after WhiteStripe[@whitestripe])${end}`,
    zscoreImage: (start: string, end: TextPart) =>
      text`${start} by the mean and standard deviation of the whole image${end}`,
    zscoreTissue: (start: string, mask: string, end: TextPart) =>
      text`${start} by the mean and standard deviation of a reference tissue (${mask})${end}`,
    zscoreRing: (start: string, from: TextPart, to: TextPart, end: TextPart) =>
      text`${start} by the mean and standard deviation of the tissue ${from} to ${to} mm around the region${end}`,
    resampled: (spacing: TextPart, interpolator: string) =>
      text`Images were resampled to ${spacing} mm (${interpolator})`,
    notResampled: 'Images were left at their own spacing',
    greyNormalised: '; grey values were first normalised to their mean and standard deviation',
    greyPlain: '; grey values were not normalised',
    othersPlain: '; grey values of the other sequences were not normalised',
    bins: (bins: TextPart) => text`discretised into ${bins} bins`,
    binWidth: (width: TextPart) => text`discretised with a fixed bin width of ${width}`,
    settings: (s: {
      resampled: TextPart
      normalised: string
      discretised: TextPart
      byCount: boolean
      types: TextPart
      classes: string
      force2D: boolean
      distances: TextPart
      others: TextPart
    }) =>
      text`${s.resampled} and ${s.discretised}${s.normalised}. ${s.byCount ? 'The number of bins' : 'The bin width'} was set once for the whole study and was not refitted inside folds. Image types: ${s.types}. Feature classes, ${s.force2D ? 'slice by slice' : 'in three dimensions'}, neighbours at distance ${s.distances}: ${s.classes}. ${s.others}`,
    further: (settings: TextPart) =>
      text`Further settings: ${settings}; all others were left at PyRadiomics' defaults.`,
    defaults: "All other settings were left at PyRadiomics' defaults.",
    curve: (c: {
      sequence: string
      times: TextPart | undefined
      early: TextPart
      plateau: TextPart
      enhancing: TextPart
      again: TextPart
    }) =>
      text`The time–signal curve of the region on ${c.sequence} was computed from its mean signal in each phase${c.times ? text` (${c.times} s)` : ''}. Its type compares the last phase with the early peak (the highest signal within ${c.early} s): I, persistent, where it is more than ${c.plateau}% higher; III, wash-out, where it is more than ${c.again}% lower; II, plateau, between; none below ${c.enhancing}% of early enhancement (after Kuhl[@kuhl] and the BI-RADS atlas). Voxels were typed by the same rule. Nothing was registered between phases.`,
  },
  models: {
    reduced: (steps: TextPart, asPublished: boolean) =>
      text`Columns of a feature block were reduced in this order: ${steps}. ${asPublished ? 'As in the published protocol, this was done once, before validation: performance measured afterwards is too good.' : 'All steps are fitted anew inside every fold and every resample, on its training rows alone.'}`,
    missingMultiple:
      'Missing predictors of models with fixed columns were imputed several times inside every refit (chained equations, the outcome among the predictors; as many imputations as percent of incomplete rows, 5 to 20) and the estimates pooled by Rubin’s rules[@rubin]; other models, and patients to be predicted, have the median or the most frequent level of the training rows. Classes were neither resampled nor weighted.',
    missing:
      'Missing predictors were imputed by the median or the most frequent level of the training rows, within every refit. Classes were neither resampled nor weighted.',
    crossFitted:
      'A score enters a model cross-fitted: no patient is scored by coefficients that were estimated with that patient.',
    preset: (name: string) => `the preset ${name}`,
    logistic: 'logistic regression',
    cox: (event: string) => `Cox regression of the time to ${event}`,
    joint: (label: string, kind: string, blocks: TextPart, horizons: TextPart) =>
      text`${label}: one penalised ${kind} over all columns of ${blocks}${horizons}`,
    model: (label: string, kind: string, terms: TextPart, backward: boolean, horizons: TextPart) =>
      text`${label}: ${kind} on ${terms}${backward ? ', reduced backwards by AIC in every refit' : ''}${horizons}`,
    score: (block: string) => `${block} score`,
    interaction: (columns: string) => `${columns} with both by themselves`,
    spline: (column: string, knots: TextPart) =>
      text`${column} (restricted cubic spline, ${knots} knots at quantiles of the training rows)`,
    horizons: (times: TextPart) => text`; the risk at ${times} is predicted`,
    nested: (folds: TextPart, repeats: Quantity) =>
      text`Performance on new patients was estimated by nested cross-validation (${folds} outer folds, ${repeats.value === 1 ? 'once' : text`${repeats} times`}), all steps and all tuning repeated inside each fold.`,
    fewerFolds: (model: string, folds: TextPart) =>
      text`${model} has ${folds} of them, so that every fold holds a patient with the outcome or event and one without.`,
    withheld: (model: string, kinds: readonly ('nested' | 'optimismCorrected')[]) =>
      text`Of ${model} ${kinds.map((kind) => (kind === 'nested' ? 'the nested performance and what follows from it' : 'the optimism-corrected performance')).join(' and ')} is not given, as more than one refit in twenty failed.`,
    bootstrap: (samples: TextPart) =>
      text`Optimism was estimated[@harrell] by refitting the whole pipeline to ${samples} bootstrap samples of patients.`,
    permutations: (times: Quantity) =>
      text`As a check against leakage the outcome was permuted ${times} ${plural(times, 'time', 'times')}; the AUC should then be 0.5.`,
    shrinkage:
      'A uniform shrinkage of the coefficients is recommended from the calibration slopes of these refits (van Houwelingen and Le Cessie[@houwelingen]).',
    centres: (column: string) => `Each ${column} was left out in turn and predicted by models fitted to all others.`,
    learning: (shares: TextPart, repeats: TextPart) =>
      text`For the learning curve the models were fitted to ${shares} of the training rows, ${repeats} random parts each; the sample size beside it is by Riley’s criteria[@riley].`,
    subgroups: (columns: TextPart) => text`Performance was examined in subgroups by ${columns}.`,
    prevalence: (share: TextPart) =>
      text`Patients were sampled by outcome: for a population in which ${share} have it, intercepts were moved by the difference of the log odds and predictive values computed by Bayes’ rule.`,
    notValidated: 'No internal validation was done.',
    notSplit: (rows: TextPart, events: TextPart | undefined) =>
      text`No rows were held out: all ${rows} train the models, and what they do for new patients is estimated by resampling. A random split would take patients from the fit and judge it on few; held-out patients are worth it where they come from another place or time, or where at least 100 with and 100 without the outcome are among them[@collins]${events ? text`; here ${events} rows have it` : ''}.`,
    random: (share: TextPart, stratify: string | undefined) =>
      text`Patients were split at random${stratify ? `, stratified by ${stratify},` : ''} into a training set (${share}) and a validation set, once, before anything was learnt from the data; such a split is internal validation.`,
    temporal: (column: string, date: string) =>
      `Rows with ${column} before ${date} were the training set, later ones the validation set (temporal validation).`,
    byValue: (column: string, values: TextPart) =>
      text`Rows with ${column} ${values} were held out as the validation set, the others trained the models.`,
    byColumn: (column: string) => `The column ${column} assigned rows to the training or the validation set.`,
    discrimination:
      'Discrimination is the area under the ROC curve, with DeLong’s interval[@delong] where predictions come from one fit (apparent, held-out), LeDell’s interval[@ledell] from influence functions on the logit scale in nested cross-validation, where it is the mean over folds, and the apparent interval moved by the optimism (Noma[@noma]) after the bootstrap. Calibration is the intercept (slope held at 1) and slope of a recalibration (its interval out of fold widened for the folds, on the log scale where the slope is positive) and a lowess curve, overall accuracy the Brier score, clinical utility the net benefit over thresholds (decision curve[@vickers]). The threshold of sensitivity, specificity and predictive values, whose intervals are Clopper–Pearson’s[@clopper], maximises Youden’s index[@youden] in out-of-fold training predictions and is then frozen.',
    coxMeasures:
      'Cox models handle ties by Efron’s approximation[@efron] and assume proportional hazards, which Grambsch and Therneau’s score test[@grambsch] examines in models of columns by maximum likelihood; rows without a known time or event were excluded. Risks are by Efron’s baseline, in cross-validation that of the fold that did not contain the patient. Discrimination is Harrell’s C[@harrell] over the follow-up, in nested cross-validation the mean over folds with an interval from influence functions on the logit scale, and, at each time, the AUC of those with the event against those followed beyond it; overall accuracy the Brier score, both with patients lost before weighted by inverse probability of censoring; calibration the slope of a Cox regression on the linear predictor, observed (Kaplan–Meier) over predicted risk, and a Cox regression on a restricted cubic spline of the complementary log-log of the risk; clinical utility the net benefit at the last of the times.',
  },
}
