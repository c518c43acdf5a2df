import { fixedDecimals, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { joinTexts, type TextPart } from '../../../text/with-numbers.ts'
import { decimalsOfTime } from './tables.ts'

/**
 * From when times are counted and patients are at risk; empty where that is the baseline of everybody.
 *
 * followUp  `start`: what the entry is called; at  place of the follow-up in results.json
 */
export function countedText(
  { patients: { survival: words } }: Messages,
  { start, landmark, unit }: { start?: string; landmark?: { at: number; before: number }; unit: string },
  at: string,
): TextPart {
  const told: TextPart[] = []
  if (landmark)
    told.push(
      words.landmark(
        fixedDecimals(landmark.at, decimalsOfTime(landmark.at), `${at}.landmark.at`),
        unit,
        wholeNumber(landmark.before, `${at}.landmark.before`),
      ),
    )
  if (start !== undefined) told.push(words.late(start))
  return joinTexts(told, '')
}
