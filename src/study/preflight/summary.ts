import { qualityMeasures, qualityText } from '../../cases/quality-measures.ts'
import { quantiles } from '../../statistics/descriptive/descriptive.ts'
import type { Preflight } from './preflight.ts'

/** A line or two for each sequence: how many cases, their regions, and how good the images are. */
export function preflightSummary({ cases, overlaps = [], quality = [] }: Preflight): string[] {
  return [...new Set(cases.map(({ sequence }) => sequence))].flatMap((sequence) => {
    const own = cases.filter((one) => one.sequence === sequence)
    const glances = own.flatMap(({ glance }) => glance ?? [])
    if (glances.length === 0) return [`${sequence}: none of ${own.length} cases can be read`]
    const [readers, twice] = [false, true].map((again) =>
      overlaps.filter((one) => one.sequence === sequence && (one.again ?? false) === again).map(({ dice }) => dice),
    )
    const parts = [
      `${glances.length} of ${own.length} cases`,
      `regions of ${spread(
        glances.map(({ millilitres }) => millilitres),
        decimals(2),
      )} mL`,
      `in ${spread(
        glances.map(({ slices }) => slices),
        decimals(0),
      )} slices`,
      ...(readers.length > 0 ? [`readers' overlap (Dice) ${spread(readers, decimals(2))}`] : []),
      ...(twice.length > 0 ? [`the same reader's, read twice, ${spread(twice, decimals(2))}`] : []),
    ]
    const measured = qualityMeasures.flatMap((measure) => {
      const { name, short } = measure
      const values = quality.flatMap((one) => (one.sequence === sequence ? (one.values[name] ?? []) : []))
      const flagged = quality.filter((one) => one.sequence === sequence && one.flagged.includes(name)).length
      if (values.every((value) => value === 0)) return []
      const said = (value: number) => qualityText(measure, value)
      return [`${short} ${spread(values, said)}${flagged ? ` (${flagged} outlying)` : ''}`]
    })
    return [`${sequence}: ${parts.join(', ')}`, ...(measured.length > 0 ? [`${sequence}: ${measured.join('; ')}`] : [])]
  })
}

/** The median and the ends. */
function spread(values: readonly number[], said: (value: number) => string): string {
  const [low, middle, high] = quantiles(values, [0, 0.5, 1])
  return low === high ? said(low) : `${said(middle)} (${said(low)} to ${said(high)})`
}

const decimals = (count: number) => (value: number) => value.toFixed(count)
