import type { SurvivalFigure } from '../../../figures/charts/kaplan-meier.ts'
import { pValue } from '../../../text/format.ts'
import type { SurvivalResult } from '../../stages/survival.ts'

/** What the Kaplan–Meier figure draws of a result. */
export function survivalFigure({ label, unit, groups, marks, logRank }: SurvivalResult): SurvivalFigure {
  const p = logRank && pValue(logRank.p).text
  return {
    groups: groups.map(({ at, median, ...group }) => ({
      ...group,
      atRisk: at.map((mark) => mark.atRisk),
      median: Number.isFinite(median.value) ? median : undefined,
    })),
    marks,
    timeLabel: unit ? `Time (${unit})` : 'Time',
    survivalLabel: label,
    notes: p === undefined ? [] : [`Log-rank p ${p.startsWith('<') ? p.replace('<', '< ') : `= ${p}`}`],
  }
}
