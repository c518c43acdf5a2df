import { panels } from '../../../figures/canvas/panels.ts'
import { kaplanMeier } from '../../../figures/charts/kaplan-meier.ts'
import { fixed, pSaid, whole } from '../../../text/format.ts'
import { joined, text } from '../../../text/with-numbers.ts'
import type { SurvivalResult } from '../../stages/survival.ts'
import { type Chapter, figureBlock, paragraph } from '../chapter.ts'
import { survivalFigure } from './kaplan-meier.ts'

/** Kaplan–Meier estimates by group with the log-rank test; undefined where the study asks for none. */
export function survivalChapter(results: readonly SurvivalResult[]): Chapter | undefined {
  if (results.length === 0) return undefined
  const drawings = results.map((result) => kaplanMeier(survivalFigure(result)))
  return {
    id: 'survival',
    title: 'Survival',
    blocks: [...results.map((result, i) => paragraph(sentence(result, i))), figureBlock('survival')],
    figures: [
      {
        id: 'survival',
        title: `Kaplan–Meier estimates by ${results[0].by}`,
        caption: text`${results.map(({ label }, i) => `(${letter(i)}) ${label}`).join('; ')}. Bands are pointwise 95% intervals (log-log); ticks are censored patients.`,
        description: results.map(({ label, by }) => `${label} by ${by}`).join('; '),
        data: results,
        drawing: drawings.length === 1 ? drawings[0] : panels([drawings]),
      },
    ],
  }
}

const letter = (index: number) => String.fromCharCode(65 + index)

function sentence(
  { label, by, n, events, missing, followUp, groups, logRank, notCompared, unit }: SurvivalResult,
  index: number,
) {
  const at = `survival.${index}`
  const time = (value: number, path: string) => fixed(value, 1, path)
  const medians = groups.map((group, g) =>
    Number.isFinite(group.median.value)
      ? text`${group.label} ${time(group.median.value, `${at}.groups.${g}.median.value`)} ${unit}`
      : text`${group.label} not reached`,
  )
  const listed = joined(medians, ', ')
  const test = logRank
    ? text` Log-rank χ² ${fixed(logRank.chiSquare, 3, `${at}.logRank.chiSquare`)}, ${pSaid(logRank.p, `${at}.logRank.p`)}.`
    : text`${notCompared ? ` No log-rank test: ${notCompared}` : ''}`
  const left = missing > 0 ? text` (${whole(missing, `${at}.missing`)} without follow-up left out)` : text``
  return text`${label} by ${by}: ${whole(events, `${at}.events`)} events among ${whole(n, `${at}.n`)} patients${left}; median follow-up ${time(followUp.value, `${at}.followUp.value`)} ${unit} (reverse Kaplan–Meier). Medians: ${listed}.${test}`
}
