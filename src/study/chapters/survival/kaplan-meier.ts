import type { SurvivalFigure } from '../../../figures/charts/kaplan-meier.ts'
import { pValue } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import type { SurvivalResult } from '../../stages/survival.ts'

/** What the Kaplan–Meier figure draws of a result. */
export function survivalFigure(
  { patients: { survival: words } }: Messages,
  { label, unit, groups, marks, logRank }: SurvivalResult,
): SurvivalFigure {
  const p = logRank && pValue(logRank.p).text
  return {
    groups: groups.map(({ atTimes, median, ...group }) => ({
      ...group,
      atRisk: atTimes.map((mark) => mark.atRisk),
      median: Number.isFinite(median.value) ? median : undefined,
    })),
    marks,
    timeLabel: words.time(unit),
    survivalLabel: label,
    notes: p === undefined ? [] : [words.logRank(p.startsWith('<') ? p.replace('<', '< ') : `= ${p}`)],
  }
}
