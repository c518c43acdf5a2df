/**
 * What is true of the demo's synthetic patients: the counts of Tables 1 and 2 of the paper that the demo is modelled on
 * (Qiu et al., HER-2 status from breast MRI), and the effects that stand in no paper and that a test can ask for.
 */

/** Counts among HER-2 positive (80) and negative (240) patients, level by level. */
export const margins: Record<string, Record<string, [number, number]>> = {
  menopause: { premenopausal: [39, 144], postmenopausal: [41, 96] },
  grade: { I: [6, 20], II: [47, 142], III: [27, 78] },
  er: { negative: [25, 160], positive: [55, 80] },
  pr: { negative: [29, 139], positive: [51, 101] },
  ki67: { negative: [66, 194], positive: [14, 46] },
  type: { nonmass: [26, 145], mass: [54, 95] },
  edge: { smooth: [23, 101], blur: [24, 103], burr: [33, 36] },
  nipple: { 'not involved': [29, 116], involved: [51, 124] },
  skin: { no: [33, 143], yes: [47, 97] },
  axillary: { no: [26, 145], yes: [54, 95] },
  tic: { persistent: [10, 36], plateau: [38, 103], washout: [32, 101] },
  bpe: { minimal: [9, 29], mild: [38, 129], moderate: [25, 57], marked: [8, 25] },
}

/** Mean and standard deviation among positive and negative patients. */
export const moments: Record<string, { positive: [number, number]; negative: [number, number] }> = {
  age: { positive: [50.56, 9.12], negative: [49.8, 8.83] },
  volume: { positive: [6.71, 2.3], negative: [7.07, 1.98] },
  followup: { positive: [24.81, 5.98], negative: [24.33, 6.96] },
}

/** Serum markers: median among negatives, its factor among positives; logarithms are normal with this SD. */
export const serum: Record<string, { median: number; factor: number; sd: number }> = {
  ca153: { median: 16, factor: 1.6, sd: 0.42 },
  cea: { median: 2.2, factor: 1.7, sd: 0.5 },
  ca2729: { median: 21, factor: 1.6, sd: 0.42 },
  cyfra211: { median: 1.6, factor: 1.6, sd: 0.45 },
  afp: { median: 2.9, factor: 1.5, sd: 0.42 },
  s100: { median: 0.055, factor: 1.6, sd: 0.45 },
}

/** Immune stains, per cent of cells: mean among negatives, what positives have more, SD between patients. */
export const immune: Record<string, { mean: number; more: number; sd: number }> = {
  cd8: { mean: 17, more: 6, sd: 6 },
  cd4: { mean: 21, more: 0, sd: 6 },
  m1: { mean: 10, more: 4, sd: 4 },
  treg: { mean: 7, more: 3, sd: 2.5 },
  cd68: { mean: 18, more: 6, sd: 7 },
  cd163: { mean: 13, more: 5, sd: 5 },
}

/** Correlation of the two macrophage stains within HER-2 status: they stain much the same cells. */
export const macrophageCorrelation = 0.8

/**
 * The tumour's heterogeneity, a standard normal among negatives, is this much higher among positives; images and
 * simulated features show it with noise. By itself it has an AUC of Φ(shift / √2) = 0.738.
 */
export const heterogeneityShift = 0.9

/** Progressions a month among positives and negatives, and the share of the progressed who die by their last contact. */
export const hazards = { positive: 0.036, negative: 0.008, deathAfterProgression: 0.7 }
