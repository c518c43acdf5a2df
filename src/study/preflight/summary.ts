import { qualityMeasures } from '../../cases/quality-measures.ts'
import { quantiles } from '../../statistics/descriptive/descriptive.ts'
import type { Preflight } from './preflight.ts'

/** A line or two for each sequence: how many cases, their regions, and how good the images are. */
export function preflightSummary({ cases, overlaps = [], quality = [] }: Preflight): string[] {
  return [...new Set(cases.map(({ sequence }) => sequence))].flatMap((sequence) => {
    const own = cases.filter((one) => one.sequence === sequence)
    const glances = own.flatMap(({ glance }) => glance ?? [])
    if (glances.length === 0) return [`${sequence}: none of ${own.length} cases can be read`]
    const readers = overlaps.filter((one) => one.sequence === sequence).map(({ dice }) => dice)
    const parts = [
      `${glances.length} of ${own.length} cases`,
      `regions of ${spread(
        glances.map(({ millilitres }) => millilitres),
        2,
      )} mL`,
      `in ${spread(
        glances.map(({ slices }) => slices),
        0,
      )} slices`,
      ...(readers.length > 0 ? [`readers' overlap (Dice) ${spread(readers, 2)}`] : []),
    ]
    const measured = qualityMeasures.flatMap(({ name, short, unit, decimals }) => {
      const values = quality.flatMap((one) => (one.sequence === sequence ? (one.values[name] ?? []) : []))
      const flagged = quality.filter((one) => one.sequence === sequence && one.flagged.includes(name)).length
      if (values.every((value) => value === 0)) return []
      return [`${short} ${spread(values, decimals)}${unit ? ` ${unit}` : ''}${flagged ? ` (${flagged} outlying)` : ''}`]
    })
    return [`${sequence}: ${parts.join(', ')}`, ...(measured.length > 0 ? [`${sequence}: ${measured.join('; ')}`] : [])]
  })
}

/** The median and the ends. */
function spread(values: readonly number[], decimals: number): string {
  const [low, middle, high] = quantiles(values, [0, 0.5, 1])
  return low === high
    ? low.toFixed(decimals)
    : `${middle.toFixed(decimals)} (${low.toFixed(decimals)} to ${high.toFixed(decimals)})`
}
