import type { Cohort } from '../../cohort/codebook/variable.ts'
import type { SurvivalResult } from '../stages/survival.ts'
import type { SurvivalRequest } from '../stages/survival-request.ts'
import type { Analysis } from './analysis.ts'
import { rCell, rNamed, rNumbers, rString } from './r-text.ts'

/** Kaplan–Meier estimates at the figure's marks, medians, follow-up and the log-rank test of one request. */
export function survivalSection(
  request: SurvivalRequest,
  survival: SurvivalResult,
  cohort: Cohort,
  { named }: Analysis,
) {
  const [time, event, by] = [request.time, request.event, request.by].map(named)
  const { levels } = cohort.columns.get(request.event)!.variable
  const happened = levels?.[1] ? rCell(levels[1].value) : '1'
  const { followUp, groups, logRank, marks } = survival
  const label = (group: { label: string }, column: string) => `${group.label} ${column}`
  const medians = groups.flatMap((group): [string, number][] => [
    [label(group, 'median'), group.median.value],
    [label(group, 'lower'), group.median.lower],
    [label(group, 'upper'), group.median.upper],
  ])
  const counts = groups.flatMap((group): [string, number][] => [
    [label(group, 'n'), group.n],
    [label(group, 'events'), group.events],
  ])
  const at = groups.flatMap((group) =>
    group.atTimes.flatMap((one): [string, number][] => [
      [label(group, `S(${one.time})`), one.survival],
      [label(group, `S(${one.time}) lower`), one.lower],
      [label(group, `S(${one.time}) upper`), one.upper],
    ]),
  )
  const what = rString(survival.label)
  const { landmark } = survival
  const start = request.start === undefined ? undefined : named(request.start)
  const surv = start === undefined ? 'Surv(time, event)' : 'Surv(start, time, event)'
  return `section(paste("Survival:", ${what}))
d <- data.frame(time = rows$${time}, event = as.numeric(rows$${event} == ${happened}), by = rows$${by}${start === undefined ? '' : `, start = rows$${start}`})
d <- droplevels(d[complete.cases(d), ])
${landmark ? landmarkText(landmark.at, start !== undefined) : ''}curves <- survfit(${surv} ~ by, data = d, conf.type = "log-log")
each <- lapply(levels(d$by), function(level) survfit(${surv} ~ 1, data = d[d$by == level, ], conf.type = "log-log"))
compare(${what}, ${rNamed(counts)}, sapply(each, function(curve) c(curve$n, sum(curve$n.event))))
compare(${what}, ${rNamed(medians)}, sapply(each, function(curve) summary(curve)$table[c("median", "0.95LCL", "0.95UCL")]))
marks <- ${rNumbers(marks)}
compare(${what}, ${rNamed(at)}, sapply(each, function(curve) with(summary(curve, times = marks, extend = TRUE), rbind(surv, lower, upper))))
follow_up <- summary(survfit(${surv.replace('event', '1 - event')} ~ 1, data = d))$table[c("median", "0.95LCL", "0.95UCL")]
compare("follow-up", ${rNamed([
    ['median', followUp.value],
    ['lower', followUp.lower],
    ['upper', followUp.upper],
  ])}, follow_up)${
    logRank && start === undefined // survdiff takes no entries
      ? `
test <- survdiff(Surv(time, event) ~ by, data = d)
compare("log-rank", ${rNamed([
          ['chi-square', logRank.chiSquare],
          ['p', logRank.p],
        ])}, c(test$chisq, pchisq(test$chisq, length(test$n) - 1, lower.tail = FALSE)))`
      : ''
  }`
}

/** Survival from a landmark on, of those followed beyond it. */
const landmarkText = (at: number, late: boolean) =>
  `d <- d[d$time > ${at}, ]\n${late ? `d$start <- pmax(0, d$start - ${at})\n` : ''}d$time <- d$time - ${at}\n`
