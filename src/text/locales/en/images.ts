import { type TextPart, text } from '../../with-numbers.ts'

/** The images: their quality, the curves of their signal, what their regions measure, maps of features. */
export const images = {
  quality: {
    title: 'Image quality',
    paragraph: (images: TextPart, flagged: TextPart, analysed: TextPart | undefined, unread: TextPart | undefined) =>
      text`The quality of ${images} images of all patients assessed was measured; ${flagged} are outliers of their sequence in at least one measure, ${analysed ?? 'none'} of them from a patient who was analysed.${unread ? text` ${unread} could not be read.` : ''} Some measures need air around the patient, several phases or an anatomical image; no criterion was applied where a measure could not be made.`,
    heads: ['Measure', 'Images', 'Median (IQR)', 'Worst', 'Flagged', 'Flagged patients'],
    removed: 'Not analysed: removed by the criteria.',
    flagged: (limit: TextPart) =>
      text`Flagged: more than ${limit} robust standard deviations from the median at the bad end, and large enough to matter (Iglewicz & Hoaglin).`,
    measures: {
      snr: 'Signal-to-noise ratio',
      clipped: 'Clipped voxels',
      wrap: 'Lines wrapped around',
      fat_ratio: 'Signal under the skin over that of deeper tissue',
      motion_mm: 'Motion between phases, mm',
      outline_dice: 'Overlap (Dice) of the outline with the anatomy',
      outline_mm: 'Displacement of the outline from the anatomy, mm',
    },
    short: {
      snr: 'SNR',
      clipped: 'clipped',
      wrap: 'wrap',
      fat_ratio: 'fat',
      motion_mm: 'motion',
      outline_dice: 'Dice',
      outline_mm: 'outline',
    },
    figure: 'Images of outlying quality',
    caption:
      'Motion: difference of the phase that moved most from the first. Outline: the anatomical image with its own outline (yellow) and that of the other sequence (blue). Clipping: the voxels at the largest value. Others: what was taken for the patient.',
    description: (images: number, cases: string) => `Slices of ${images} images: ${cases}.`,
  },
  registration: {
    title: 'Registration',
    paragraph:
      'Regions were drawn on one sequence and carried to others whose images were registered to it. A registration was not used where the images told no more of each other than before, where the outlines of the patient overlapped less, or where it and the one the other way round placed the region more than half a voxel apart; the region then lies where the files say.',
    table: 'Regions that were carried to another sequence',
    heads: [
      'Sequence',
      'Regions',
      'Not used',
      'Moved, mm',
      'Forward and back, mm',
      'Mutual information, before; after',
      'Outlines’ overlap (Dice), before; after',
    ],
    note: 'Median (least–largest) of the registrations that were used. Moved: mean distance of the region’s voxels from where the files say. Forward and back: mean distance between the region’s voxels by the registration and by the one the other way round, a measure of its uncertainty.',
  },
  fields: {
    title: 'Bias fields',
    paragraph:
      'N4 took a smooth field out of each image before anything was measured. The factors are those by which the signal had been multiplied in the patient, or in the mask that the field was estimated in.',
    table: 'Bias fields that were taken out',
    heads: ['Sequence', 'Images', 'Least factor', 'Largest factor', 'Largest over least', 'Widest in'],
    note: 'Median (least–largest). A field that is much wider than the others may be the anatomy’s: look at that image.',
  },
  deep: {
    title: 'Deep features',
    paragraph: 'Features that a network of the authors’ choice gave, beside those that have a definition.',
    table: 'The network and its features',
    heads: ['Fact', 'Value'],
    facts: {
      file: 'File',
      hash: 'SHA-256',
      licence: 'Licence, as stated',
      input: 'Input',
      output: 'Output',
      features: 'Features of each region',
      columns: 'Columns',
    },
  },
  habitats: {
    title: 'Habitats',
    paragraph:
      'Voxels of a region that are alike in some maps are a habitat; each was measured by itself. The habitats are numbered by the first map, from low to high. A patient who lacks one has no features of it.',
    table: (sequence: string) => `Habitats of the regions on ${sequence}`,
    habitat: 'Habitat',
    share: 'Share of the region, %',
    without: 'Regions without it',
    note: (voxels: TextPart, patients: TextPart) =>
      text`The centre of each habitat in the unit of each map, learnt on ${voxels} voxels of ${patients} training patients without the outcome. Share: median (least–largest) of all regions.`,
    figure: (sequence: string) => `Habitats on ${sequence}`,
    caption:
      'The training patient whose shares of habitats are nearest to the median: the slice where the region is largest, and the number of each voxel’s habitat. The bar in each picture is 10 mm.',
    description: (sequence: string) => `A slice of ${sequence} with its region parted into habitats.`,
  },
  curves: {
    title: 'Time–signal curves',
    typeColumn: (sequence: string) => `Curve type, measured (${sequence})`,
    washoutColumn: (sequence: string) => `Wash-out voxels (${sequence})`,
    type: (label: string) => `Type ${label}`,
    noType: 'No type (too little enhancement)',
    none: 'none',
    region: (reader: string | undefined) =>
      reader === 'mean' ? "the mean of the readers' regions" : reader ? `the region of ${reader}` : 'the region',
    about: (c: {
      sequence: string
      region: string
      enhancing: TextPart
      early: TextPart
      plateau: TextPart
      columns: readonly string[]
      late: TextPart
    }) =>
      text`On ${c.sequence} the mean signal of ${c.region} was followed over the phases. A region has a type from ${c.enhancing}% of early enhancement on; the early peak is the highest signal within ${c.early} s of the first phase. From that peak to the last phase the signal rises by more than ${c.plateau}% (I, persistent), stays within (II, plateau) or falls by more (III, wash-out). The type and the share of wash-out voxels are in features.csv (columns ${c.columns[0]} and ${c.columns[1]}).${c.late}`,
    late: (late: TextPart, all: TextPart) =>
      text` In ${late} of ${all} patients the second phase is later than that and is used as the early one.`,
    table: (sequence: string) => `Time–signal curves of the regions on ${sequence}`,
    heads: ['Curve', 'Patients', 'Early enhancement, %', 'Change from the early peak, %', 'Wash-out voxels, %'],
    medians: 'Median [first quartile, third quartile], or the value of the only patient.',
    measured: 'Measured',
    measuredBy: (reader: string) => `Measured in ${reader}’s region`,
    against: (first: string, second: string) => `Measured in ${first}’s region against ${second}’s region`,
    ofCohort: (label: string) => `${label} in the table of patients`,
    agreementHeads: ['Compared with', 'Patients', 'Same type', 'κ (95% CI)'],
    agreementTable: (sequence: string) => `Agreement of the measured curve type on ${sequence} with the readings`,
    agreementNote: 'κ, Cohen’s kappa, disagreement weighted by the square of its distance; large-sample interval.',
    figure: (sequence: string) => `Time–signal curves on ${sequence}`,
    caption: (several: boolean) =>
      `Mean enhancement of each region over the first phase${several ? '; the bold line is the mean of the type' : ''}.`,
    description: (regions: number) => `Time–signal curves of ${regions} regions by type.`,
    minutes: 'Minutes after the first phase',
    phases: 'Phases after the first',
    enhancement: 'Enhancement, %',
  },
  measured: {
    title: 'Measured regions',
    paragraph: 'A few features that can be read by themselves; features.csv has all of them.',
    table: 'The regions in each sequence',
    feature: 'Feature',
    note: 'Median [first quartile, third quartile] of patients, or the value of the only one.',
    features: {
      original_shape_MeshVolume: 'Volume, mm³',
      original_shape_Maximum3DDiameter: 'Largest diameter, mm',
      original_shape_Sphericity: 'Sphericity',
      original_firstorder_Mean: 'Mean',
      original_firstorder_Median: 'Median',
      original_firstorder_10Percentile: '10th percentile',
      original_firstorder_90Percentile: '90th percentile',
      original_firstorder_Skewness: 'Skewness',
      original_firstorder_Entropy: 'Entropy, bits',
    },
  },
  typical: {
    title: 'Typical patients',
    row: (group: string, points: string, risk: string) => `${group}: ${points} points, predicted risk ${risk}`,
    caption: (model: string, readers: readonly string[]) =>
      `Of the training patients with and of those without the outcome, the one with the median predicted risk by ${model}; every sequence on the slice where the region is largest, in grey as acquired.${readers.length > 1 ? ` Outlined in yellow the region of ${readers[0]}, in blue that of ${readers[1]}.` : ' The region is outlined.'} Points and risk are read off the nomogram. The bar in each picture is 10 mm.`,
    description: (sequences: readonly string[]) => `Slices of two patients: ${sequences.join(', ')}.`,
  },
  maps: {
    title: 'Selected features over the region',
    caption: (model: string) =>
      `The features of ${model} that weigh most, voxel by voxel: each colour is the feature in the neighbourhood of that voxel, on the slice where the region is largest, on one scale for both patients that leaves out the most extreme hundredth at either end. They are the training patients with the median predicted risk among those with and those without the outcome. A feature of the whole region is not the mean of its map. The bar in each picture is 10 mm.`,
    description: (features: string) => `Maps of ${features} over the region of two patients.`,
  },
}
