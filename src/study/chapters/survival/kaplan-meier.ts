import type { SurvivalFigure } from '../../../figures/charts/kaplan-meier.ts'
import { pSaid, ratios } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import type { SurvivalResult } from '../../stages/survival.ts'

/** What the Kaplan–Meier figure draws of a result. */
export function survivalFigure(
  { patients: { survival: words } }: Messages,
  { label, unit, groups, marks, logRank, hazardRatios }: SurvivalResult,
): SurvivalFigure {
  const second = groups.length === 2 ? hazardRatios?.[1] : undefined
  const ratio = second ? words.ratio(groups[1].label, groups[0].label, ratioText(second)) : ''
  return {
    groups: groups.map(({ atTimes, median, ...group }) => ({
      ...group,
      atRisk: atTimes.map((mark) => mark.atRisk),
      median: Number.isFinite(median.value) ? median : undefined,
      fewFrom: fewFrom(group),
    })),
    marks,
    timeLabel: words.time(unit),
    survivalLabel: label,
    notes: [ratio, logRank ? words.logRank(pSaid(logRank.p).text) : ''].filter(Boolean),
  }
}

const few = 10

/** The first time at which fewer than ten are left; journals stop a curve there. */
function fewFrom({ time, atRisk }: Pick<SurvivalResult['groups'][number], 'time' | 'atRisk'>): number | undefined {
  return time.find((_, i) => atRisk[i] < few)
}

function ratioText({ ratio, lower, upper }: NonNullable<NonNullable<SurvivalResult['hazardRatios']>[number]>): string {
  const [middle, from, to] = ratios([ratio, lower, upper]).map((one) => one.text)
  return `${middle} (${from}–${to})`
}
