import { pow } from '../../portable-math.ts'
import { entropyTerm } from '../matrices/entropy-term.ts'
import type { Cooccurrence } from '../matrices/glcm-pairs.ts'
import { maximalCorrelation } from './maximal-correlation.ts'

/**
 * The features with their formulas. p(i, j) is the share of pairs of grey levels i and j, px and py its marginals with
 * means μ and standard deviations σ, p₊(k) the share of pairs with i + j = k, p₋(k) that with |i − j| = k, Ng the highest
 * level; HX, HY and HXY are entropies, HXY1 = −Σ p(i, j) log₂(px(i) py(j)), HXY2 = −Σ px(i) py(j) log₂(px(i) py(j)).
 * Source: Haralick, Shanmugam & Dinstein 1973; as PyRadiomics 3.0.1 has them (a logarithm is of p + 2⁻⁵²).
 */
export const cooccurrenceNames = [
  'Autocorrelation', // Σ i j p(i, j)
  'ClusterProminence', // Σ (i + j − μx − μy)⁴ p(i, j)
  'ClusterShade', // Σ (i + j − μx − μy)³ p(i, j)
  'ClusterTendency', // Σ (i + j − μx − μy)² p(i, j)
  'Contrast', // Σ (i − j)² p(i, j)
  'Correlation', // (Σ i j p(i, j) − μx μy) / (σx σy); 1 where either is 0
  'DifferenceAverage', // DA = Σ k p₋(k)
  'DifferenceEntropy', // −Σ p₋(k) log₂ p₋(k)
  'DifferenceVariance', // Σ (k − DA)² p₋(k)
  'Id', // Σ p₋(k) / (1 + k)
  'Idm', // Σ p₋(k) / (1 + k²)
  'Idmn', // Σ p₋(k) / (1 + k² / Ng²)
  'Idn', // Σ p₋(k) / (1 + k / Ng)
  'Imc1', // (HXY − HXY1) / max(HX, HY); 0 where both are 0
  'Imc2', // √(1 − exp(−2 (HXY2 − HXY)))
  'InverseVariance', // Σ p₋(k) / k², k > 0
  'JointAverage', // μx = Σ i p(i, j)
  'JointEnergy', // Σ p(i, j)²
  'JointEntropy', // HXY = −Σ p(i, j) log₂ p(i, j)
  'MCC', // √(second largest eigenvalue of Q), Q(i, j) = Σₖ p(i, k) p(j, k) / (px(i) py(k))
  'MaximumProbability', // max p(i, j)
  'SumAverage', // Σ k p₊(k)
  'SumEntropy', // −Σ p₊(k) log₂ p₊(k)
  'SumSquares', // Σ (i − μx)² p(i, j)
] as const

const eps = 2 ** -52

/**
 * Makes the function that gives all features of one matrix in the order of `cooccurrenceNames`, with the scratch that
 * all matrices share. Groups of features of which none is wanted are left NaN or 0.
 *
 * grey     the level of each row and column
 * highest  the highest level of the region
 */
export function glcmFeatureCalculator(
  grey: Float64Array,
  highest: number,
  wanted: readonly string[],
): (matrix: Cooccurrence, into?: Float64Array) => Float64Array {
  const any = (group: readonly string[]) => wanted.length === 0 || group.some((name) => wanted.includes(name))
  const withMcc = any(['MCC'])
  const withInformation = any(['Imc1', 'Imc2'])
  const withEntropy = withInformation || any(['JointEntropy'])
  const withSums = any(['ClusterProminence', 'ClusterShade', 'ClusterTendency', 'SumAverage', 'SumEntropy'])
  const withDifferences = any(cooccurrenceNames.filter((name) => /^(Contrast|Difference|Id|Inverse)/.test(name)))
  const withDifferenceEntropy = any(['DifferenceEntropy'])
  const withDifferenceVariance = any(['DifferenceVariance'])
  const withInverse = any(['Id', 'Idm', 'Idmn', 'Idn', 'InverseVariance'])
  const sums = new Float64Array(2 * highest + 1)
  const differences = new Float64Array(highest)
  let reach = 0
  return (matrix, into = new Float64Array(cooccurrenceNames.length)) => {
    const { length, row, column, p, px, py } = matrix
    let ux = 0
    let uy = 0
    for (let k = 0; k < length; k++) {
      ux += grey[row[k]] * p[k]
      uy += grey[column[k]] * p[k]
    }
    if (withSums) sums.fill(0)
    // All 0 beyond what the last matrix reached; a neighbourhood's levels lie close together.
    for (let k = 0; k < reach; k++) differences[k] = 0
    reach = 0
    let autocorrelation = 0
    let varianceX = 0
    let varianceY = 0
    let covariance = 0
    let energy = 0
    let entropy = 0
    let crossEntropy = 0
    let largest = 0
    let lastP = Number.NaN
    let lastTerm = 0
    for (let k = 0; k < length; k++) {
      const i = grey[row[k]]
      const j = grey[column[k]]
      const pij = p[k]
      autocorrelation += pij * (i * j)
      varianceX += pij * (i - ux) ** 2
      varianceY += pij * (j - uy) ** 2
      covariance += pij * (i - ux) * (j - uy)
      energy += pij * pij
      if (withEntropy) {
        // neighbours of a few voxels: most entries are the same part of the whole
        if (pij !== lastP) {
          lastP = pij
          lastTerm = entropyTerm(pij)
        }
        entropy -= lastTerm
      }
      if (withInformation) crossEntropy -= pij * Math.log2(px[row[k]] * py[column[k]] + eps)
      if (pij > largest) largest = pij
      if (withSums) sums[i + j] += pij
      if (withDifferences) {
        const apart = i > j ? i - j : j - i
        differences[apart] += pij
        if (apart >= reach) reach = apart + 1
      }
    }
    let tendency = 0
    let shade = 0
    let prominence = 0
    let sumAverage = 0
    let sumEntropy = 0
    for (let k = 2; withSums && k <= 2 * highest; k++) {
      const s = sums[k]
      if (s === 0) continue
      const d = k - ux - uy
      tendency += s * d * d
      shade += s * d * d * d
      prominence += s * d * d * d * d
      sumAverage += k * s
      sumEntropy -= entropyTerm(s)
    }
    let contrast = 0
    let differenceAverage = 0
    let differenceEntropy = 0
    let id = 0
    let idm = 0
    let idn = 0
    let idmn = 0
    let inverseVariance = 0
    for (let k = 0; k < reach; k++) {
      const d = differences[k]
      if (d === 0) continue
      contrast += d * k * k
      differenceAverage += k * d
      if (withDifferenceEntropy) differenceEntropy -= entropyTerm(d)
      if (!withInverse) continue
      id += d / (1 + k)
      idm += d / (1 + k * k)
      idn += d / (1 + k / highest)
      idmn += d / (1 + (k * k) / highest ** 2)
      if (k > 0) inverseVariance += d / (k * k)
    }
    let differenceVariance = 0
    for (let k = 0; withDifferenceVariance && k < reach; k++)
      differenceVariance += differences[k] * (k - differenceAverage) ** 2
    const spread = Math.sqrt(varianceX) * Math.sqrt(varianceY)
    const { hx, hy, independent } = withInformation ? marginalEntropies(px, py) : noEntropies
    const most = Math.max(hx, hy)
    const imc1 = entropy - crossEntropy
    into[0] = autocorrelation
    into[1] = prominence
    into[2] = shade
    into[3] = tendency
    into[4] = contrast
    into[5] = spread === 0 ? 1 : covariance / (spread + eps)
    into[6] = differenceAverage
    into[7] = differenceEntropy
    into[8] = differenceVariance
    into[9] = id
    into[10] = idm
    into[11] = idmn
    into[12] = idn
    into[13] = most === 0 ? 0 : imc1 / most
    // A rounding error below 0 has no root and, as in PyRadiomics, drops out of the mean.
    into[14] =
      !withInformation || independent === entropy ? 0 : Math.sqrt(1 - pow(Math.E, -2 * (independent - entropy)))
    into[15] = inverseVariance
    into[16] = ux
    into[17] = energy
    into[18] = entropy
    into[19] = withMcc ? maximalCorrelation(matrix) : Number.NaN
    into[20] = largest
    into[21] = sumAverage
    into[22] = sumEntropy
    into[23] = varianceX
    return into
  }
}

const noEntropies = { hx: 0, hy: 0, independent: 0 }

/** Entropies of the two marginals and of the matrix that their independence would give. */
function marginalEntropies(px: Float64Array, py: Float64Array) {
  const levels = px.length
  let hx = 0
  let hy = 0
  for (let i = 0; i < levels; i++) {
    hx -= entropyTerm(px[i])
    hy -= entropyTerm(py[i])
  }
  let independent = 0
  if (levels <= 32) {
    // Summed as PyRadiomics does, so that a matrix of independent levels compares equal to its own marginals.
    for (let i = 0; i < levels; i++) {
      for (let j = 0; j < levels; j++) {
        independent -= entropyTerm(px[i] * py[j])
      }
    }
    return { hx, hy, independent }
  }
  // log2(p + eps) to the second order of eps / p, which leaves sums over one marginal at a time.
  let occupiedX = 0
  let occupiedY = 0
  let inverseX = 0
  let inverseY = 0
  for (let i = 0; i < levels; i++) {
    if (px[i] > 0) {
      independent -= px[i] * Math.log2(px[i])
      occupiedX++
      inverseX += 1 / px[i]
    }
    if (py[i] > 0) {
      independent -= py[i] * Math.log2(py[i])
      occupiedY++
      inverseY += 1 / py[i]
    }
  }
  independent -= (eps * (occupiedX * occupiedY - 0.5 * eps * inverseX * inverseY)) / Math.LN2
  return { hx, hy, independent }
}
