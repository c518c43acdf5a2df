import { markerTimeline, type TimelineFigure } from '../../../figures/charts/timeline.ts'
import { whole } from '../../../text/format.ts'
import { joined, plainText, quantity, text } from '../../../text/with-numbers.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import { type Chapter, type DrawnFigure, figureBlock, paragraph } from '../chapter.ts'

/** What the visits showed, and one patient's markers over time; undefined where the study has no table of visits. */
export function followUpChapter(study: StudyConfig, { cohort, supplements }: StudyCohort): Chapter | undefined {
  const { followUp } = supplements
  if (!followUp) return undefined
  const place = new Map(supplements.patients.map((id, i) => [id, i]))
  const analysed = cohort.patients.map((id) => place.get(id)!)
  const outcomes = analysed.map((i) => followUp.outcomes[i])
  const count = (is: (outcome: (typeof outcomes)[number]) => boolean) => whole(outcomes.filter(is).length)
  const stated = study.cohort.followUp?.markers !== undefined
  const limits = Object.entries(followUp.limits).map(([name, { limit, rise }]) => {
    const variable = cohort.columns.get(name)?.variable
    const unit = variable?.unit ? ` ${variable.unit}` : ''
    const at = `study.cohort.followUp.markers.${name}`
    const number = (value: number, field: string) =>
      quantity(value, String(value), stated ? `${at}.${field}` : undefined)
    return text`${variable?.label ?? name} is above ${number(limit, 'limit')}${unit} and above ${number(rise, 'rise')} times its value at diagnosis`
  })
  const example = exampleOf(analysed, followUp)
  const figure = example === undefined ? undefined : timeline(cohort, followUp, example)
  return {
    id: 'follow-up',
    title: 'Follow-up',
    blocks: [
      paragraph(
        text`Of ${whole(outcomes.length)} patients ${count(({ status }) => status === 'progressing')} progressed: ${count(({ progression }) => progression === 'new lesion')} were first shown by a new lesion, ${count(({ progression }) => progression === 'marker elevation')} by an elevated marker; ${count(({ progression }) => progression === 'death')} died without either, ${count(({ status }) => status === 'stable')} were stable, and of ${count(({ status }) => status === 'unknown')} no visit looked for progression. Prognosis was good in ${count(({ prognosis }) => prognosis === 'good')} and poor (recurrence or metastasis) in ${count(({ prognosis }) => prognosis === 'poor')}.`,
      ),
      paragraph(text`A marker is elevated where ${joined(limits, ', or ')}.`),
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
  cohort: StudyCohort['cohort'],
  { histories, outcomes, limits }: FollowUp,
  patient: number,
): DrawnFigure {
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
      { time: 0, label: 'diagnosis' },
      { time: dfsMonths, label: `progression: ${progression}`, serious: 'yes' },
      Number.isNaN(death)
        ? { time: months(last), label: 'last visit' }
        : { time: months(death), label: 'death', serious: 'yes' },
    ],
    timeLabel: 'Months since diagnosis',
  }
  return {
    id: 'timeline',
    title: 'Serum markers of one patient over the follow-up',
    caption: plainText(
      'Dashed: upper limit of normal. The patient is the one with the most visits among those whose progression the markers told, or else a new lesion.',
    ),
    description: `Markers of one patient from diagnosis over ${sorted.length} visits; progression by ${progression}.`,
    data: { ...request, visits: sorted.length },
    drawing: markerTimeline(request),
  }
}
