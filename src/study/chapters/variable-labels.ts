import { featureName } from '../../features/feature-name.ts'
import { mapUnits } from '../../image/sequences/dynamic.ts'
import type { Predictor } from '../../model/index.ts'
import { partsOf, type TermShape } from '../../model/terms/term.ts'
import type { Messages } from '../../text/locales/index.ts'

/** What a model's columns and levels are called in tables and figures, from the codebook. */
export function labelOf(predictors: readonly Predictor[], words?: Messages['models']['per']) {
  const byName = new Map(predictors.map((predictor) => [predictor.name, predictor]))
  const level = (name: string, value: string) =>
    byName.get(name)?.levels?.find((one) => one.value === value)?.label ?? value
  const plain = (name: string) => featureName(byName.get(name)?.label ?? name)
  const column = (name: string) => {
    const found = byName.get(name)
    return found?.unit ? `${found.label}, ${found.unit}` : upperFirst(plain(name))
  }
  return {
    column,
    level,
    /** A column with what its ratio is told for: `Age, years, per 10`. */
    ratioOf: (name: string) => {
      const { per } = byName.get(name) ?? {}
      const label = column(name)
      if (!per || !words) return label
      const by = String(Number(per.by.toPrecision(3)))
      return per.iqr ? words.iqr(label, by) : words.units(label, by)
    },
    per: (name: string) => byName.get(name)?.per?.by ?? 1,
    /** A spline function or an interaction: `Age′`, `Age × Edge: blurred`. */
    term: (term: TermShape) =>
      partsOf(term)
        .map((part) => {
          if ('level' in part) return `${plain(part.column)}: ${level(part.column, part.level)}`
          return plain(part.column) + ('knots' in part ? '′'.repeat(part.spline) : '')
        })
        .join(' × '),
  }
}

/** `radiomics score` where a row begins with it. */
export const upperFirst = (label: string) => label.charAt(0).toUpperCase() + label.slice(1)

/** `Recurrence or death` within a sentence; an abbreviation as it is. */
export function lowerFirst(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label[0].toLowerCase() + label.slice(1) : label
}

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** What the source of a sequence says that its name does not: the source itself, and the unit of a map. */
export function sourceWords(name: string, source: string | undefined): string[] {
  if (source === undefined) return []
  const map = source.split(',').at(-1)!.trim().split(/\s+/)[0].toLowerCase()
  const unit = Object.entries(mapUnits).find(([own]) => plain(own) === plain(map))?.[1]
  return [...(plain(source) === plain(name) ? [] : [source]), ...(unit ? [unit] : [])]
}
