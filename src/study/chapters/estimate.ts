import type { PartPerformance } from '../../model/index.ts'
import { fixedDecimals } from '../../text/format.ts'
import type { Messages } from '../../text/locales/index.ts'
import type { Quantity, TextPart } from '../../text/with-numbers.ts'

/** An AUC or C, and its interval. */
export function estimateOf(
  messages: Messages,
  { auc, lower, upper }: Pick<PartPerformance, 'auc' | 'lower' | 'upper'>,
  path: string,
): [TextPart, TextPart] {
  const bounds = [fixedDecimals(lower, 3, `${path}.lower`), fixedDecimals(upper, 3, `${path}.upper`)] as const
  return [fixedDecimals(auc, 3, `${path}.value`), intervalOf(messages, ...bounds)]
}

/** The interval, or in words that there is none. */
export function intervalOf({ summary: { abstract: said } }: Messages, lower: Quantity, upper: Quantity): TextPart {
  return Number.isFinite(lower.value) && Number.isFinite(upper.value) ? said.interval(lower, upper) : said.noInterval
}
