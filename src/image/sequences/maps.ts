import {
  curveThresholds,
  curveTypeMap,
  type Dynamic,
  type ParametricMap,
  percentageEnhancement,
  signalEnhancementRatio,
  subtraction,
  timeToPeak,
  washIn,
  washOutSlope,
} from './dynamic.ts'

/** A map's name with the numbers after it: a phase, or the thresholds of a curve. */
export const dynamicMaps = /^(subtraction|pe|ser|wash-?in|ttp|wash-?out|curve)((?:\s+\d+(?:\.\d+)?)*|\d+)$/
export const diffusionMaps = /^adc((?:\s+b?\d+)*)$/

export const numbersIn = (text: string) => (text.match(/\d+(\.\d+)?/g) ?? []).map(Number)

/**
 * A map of a dynamic series by its name without hyphens, and what it is in words; nothing where the series has no such
 * phase.
 */
export function mapOfPhases(
  dynamic: Dynamic,
  kind: string,
  numbers: number[],
): { map: ParametricMap; what: string } | undefined {
  if (kind === 'curve' ? ![0, 3].includes(numbers.length) : numbers.length > 1) return undefined
  const { phases } = dynamic
  const last = phases.length
  const [phase = 2] = kind === 'curve' ? [] : numbers
  const post = phases[phase - 1]
  if (!post || phase < 2) return undefined
  const maps: Record<string, () => [ParametricMap, string]> = {
    subtraction: () => [subtraction(phases[0], post), `phase ${phase} − phase 1`],
    pe: () => [percentageEnhancement(phases[0], post), `percentage enhancement of phase ${phase} over phase 1`],
    ser: () => [
      signalEnhancementRatio(phases[0], phases[1], phases[last - 1]),
      `(phase 2 − phase 1) / (phase ${last} − phase 1)`,
    ],
    washin: () => [washIn(dynamic), 'steepest rise between phases'],
    ttp: () => [timeToPeak(dynamic), 'time to peak'],
    washout: () => [washOutSlope(dynamic), 'slope from peak to last phase'],
    curve: () => {
      const [enhancing, plateau, early] = numbers
      const thresholds = numbers.length ? { enhancing, plateau, early } : curveThresholds
      const when = dynamic.times ? `early within ${thresholds.early} s` : 'no times: early is the second phase'
      const said = `${thresholds.enhancing}% enhancement, ±${thresholds.plateau}%, ${when}`
      return [curveTypeMap(dynamic, thresholds), `curve type (1 persistent, 2 plateau, 3 wash-out; ${said})`]
    },
  }
  const [map, what] = maps[kind]()
  return { map, what }
}
