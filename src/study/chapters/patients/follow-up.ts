import { markerTimeline, type TimelineFigure } from '../../../figures/charts/timeline.ts'
import { wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, quantity } from '../../../text/with-numbers.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import { type Chapter, type DrawnFigure, figureBlock, paragraph } from '../chapter.ts'

/** What the visits showed, and one patient's markers over time; undefined where the study has no table of visits. */
export function followUpChapter(
  messages: Messages,
  study: StudyConfig,
  { cohort, supplements }: StudyCohort,
): Chapter | undefined {
  const { followUp } = supplements
  const { followUp: words } = messages.patients
  if (!followUp) return undefined
  const place = new Map(supplements.patients.map((id, i) => [id, i]))
  const analysed = cohort.patients.map((id) => place.get(id)!)
  const outcomes = analysed.map((i) => followUp.outcomes[i])
  const count = (is: (outcome: (typeof outcomes)[number]) => boolean) => wholeNumber(outcomes.filter(is).length)
  const some = (is: Parameters<typeof count>[0]) => (outcomes.some(is) ? count(is) : undefined)
  const stated = study.cohort.followUp?.markers !== undefined
  const limits = Object.entries(followUp.limits).map(([name, { limit, rise }]) => {
    const variable = cohort.columns.get(name)?.variable
    const unit = variable?.unit ? ` ${variable.unit}` : ''
    const at = `study.cohort.followUp.markers.${name}`
    const number = (value: number, field: string) =>
      quantity(value, String(value), stated ? `${at}.${field}` : undefined)
    return words.limit(variable?.label ?? name, number(limit, 'limit'), unit, number(rise, 'rise'))
  })
  const example = exampleOf(analysed, followUp)
  const figure = example === undefined ? undefined : timeline(messages, cohort, followUp, example)
  return {
    id: 'follow-up',
    title: words.title,
    blocks: [
      paragraph(
        words.paragraph({
          patients: wholeNumber(outcomes.length),
          progressed: count(({ status }) => status === 'progressing'),
          lesion: count(({ progression }) => progression === 'new lesion'),
          marker: count(({ progression }) => progression === 'marker elevation'),
          died: some(({ progression }) => progression === 'death'),
          stable: count(({ status }) => status === 'stable'),
          unknown: some(({ status }) => status === 'unknown'),
          good: count(({ prognosis }) => prognosis === 'good'),
          poor: count(({ prognosis }) => prognosis === 'poor'),
        }),
      ),
      paragraph(words.elevated(limits)),
      ...(figure ? [figureBlock(figure.id)] : []),
    ],
    figures: figure && [figure],
  }
}

type FollowUp = NonNullable<StudyCohort['supplements']['followUp']>

/** The patient to be shown: one whose marker told the progression, else any who progressed, with the most visits. */
function exampleOf(analysed: readonly number[], { histories, outcomes }: FollowUp): number | undefined {
  const visits = (i: number) => histories[i].visits.length
  for (const shown of ['marker elevation', 'new lesion']) {
    const found = analysed.filter((i) => outcomes[i].progression === shown && visits(i) > 1)
    if (found.length > 0) return found.reduce((best, i) => (visits(i) > visits(best) ? i : best))
  }
  return undefined
}

function timeline(
  messages: Messages,
  cohort: StudyCohort['cohort'],
  { histories, outcomes, limits }: FollowUp,
  patient: number,
): DrawnFigure {
  const { followUp: words } = messages.patients
  const { diagnosis, baseline, visits, death } = histories[patient]
  const months = (date: number) => (date - diagnosis) / 30.4375
  const sorted = [...visits].sort((a, b) => a.date - b.date)
  const markers = Object.entries(limits).map(([name, { limit }]) => {
    const variable = cohort.columns.get(name)?.variable
    return {
      label: variable?.label ?? name,
      unit: variable?.unit,
      times: [0, ...sorted.map(({ date }) => months(date))],
      values: [baseline[name], ...sorted.map((visit) => visit.markers[name] ?? Number.NaN)],
      threshold: limit,
    }
  })
  const { dfsMonths, progression } = outcomes[patient]
  const last = sorted.at(-1)!.date
  const request: TimelineFigure = {
    markers,
    events: [
      { time: 0, label: words.diagnosis },
      {
        time: dfsMonths,
        label: words.progression(words.by[String(progression)] ?? String(progression)),
        serious: 'yes',
      },
      Number.isNaN(death)
        ? { time: months(last), label: words.lastVisit }
        : { time: months(death), label: words.death, serious: 'yes' },
    ],
    timeLabel: words.time,
  }
  return {
    id: 'timeline',
    title: words.figure,
    caption: plainText(words.caption),
    description: words.description(sorted.length, words.by[String(progression)] ?? String(progression)),
    data: { ...request, visits: sorted.length },
    drawing: markerTimeline(request),
  }
}
