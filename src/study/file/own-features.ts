import { readPattern } from '../../cohort/rules/pattern.ts'
import { numbersRows } from '../../cohort/structure/row-numbers.ts'
import { usualMissing } from '../../cohort/tables/absent-words.ts'
import { decimalOf, parseNumber } from '../../cohort/tables/parse-cell.ts'
import type { RawColumn, Table } from '../../cohort/tables/table.ts'
import type { StudyConfig } from './schema.ts'

/** How PyRadiomics names a feature, with whatever stands before it: T2_original_glcm_Contrast. */
export const radiomicName =
  /(^|[_.-])(original|wavelet|log-sigma|lbp|square|squareroot|logarithm|exponential|gradient)[-_].*(shape|shape2D|firstorder|glcm|glrlm|glszm|gldm|ngtdm)_/i

/**
 * Of one table with identifiers, outcome and features, the columns that are features: those that `columns` matches, else
 * the numbers that the study file does not name, and of these only the radiomic ones where most of them are named so.
 */
export function ownFeatures(study: StudyConfig, table: Table, id: string): Set<string> {
  const { features, ...rest } = study
  if (!features || !('table' in features)) return new Set()
  const excluded = new Set([id, ...(features.exclude ?? [])])
  const wanted = features.columns ? readPattern(features.columns) : undefined
  const named = textsOf(rest)
  const criteria = JSON.stringify(study.criteria ?? {})
  const open = table.columns.filter(({ name }) => {
    if (excluded.has(name) || named.has(name)) return false
    return wanted ? wanted.test(name) : !name.startsWith('diagnostics_') && !criteria.includes(name)
  })
  const numbers = open.filter((column) => isNumeric(column) && !numbersRows(column.cells))
  const radiomic = numbers.filter(({ name }) => radiomicName.test(name))
  const chosen = !wanted && radiomic.length >= numbers.length / 2 ? radiomic : numbers
  return new Set(chosen.map(({ name }) => name))
}

/** Every text of a study file, as the names of columns that it may speak of. */
function textsOf(value: unknown, into = new Set<string>()): Set<string> {
  if (typeof value === 'string') into.add(value)
  else if (value !== null && typeof value === 'object') for (const one of Object.values(value)) textsOf(one, into)
  return into
}

const usual = new Set(usualMissing)

function isNumeric({ cells }: RawColumn): boolean {
  const known = cells.filter((cell) => !usual.has(cell.toLowerCase()))
  const { decimal, grouped } = decimalOf(known)
  const numbers = known.filter((cell) => !Number.isNaN(parseNumber(cell, decimal, grouped))).length
  return known.length > 0 && numbers >= 0.9 * known.length
}
