import type { EventReading } from '../../../cohort/endpoint.ts'
import type { Flow } from '../../../cohort/rules/criteria.ts'
import { flowDiagram } from '../../../figures/charts/flow.ts'
import type { Cell } from '../../../report/document.ts'
import { wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText } from '../../../text/with-numbers.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort, StudyOutcome } from '../../stages/cohort.ts'
import { type Chapter, type DrawnFigure, figureBlock, paragraph, tableBlock } from '../chapter.ts'
import { baselineTables } from './group-tables.ts'

/** Who was seen, who was left out and why, and how those with and without the outcome differ. */
export function cohortChapter(messages: Messages, study: StudyConfig, patients: StudyCohort): Chapter {
  const { patients: words } = messages
  const { flow, outcome } = patients
  const tables = baselineTables(messages, study, patients)
  const figures = flowFigures(messages, study, patients)
  const analysed = wholeNumber(flow.analysed, 'flow.analysed')
  const counted = words.counted(
    wholeNumber(flow.assessed, 'flow.assessed'),
    unitName(study, flow.assessed, messages),
    analysed,
  )
  return {
    id: 'cohort',
    title: words.title,
    blocks: [
      paragraph(
        outcome
          ? byOutcome(counted, outcome, messages)
          : words.descriptive(counted, Object.keys(study.models).length > 0 || study.regressions.length > 0),
      ),
      ...figures.map(({ id }) => figureBlock(id)),
      ...tables.map(({ id }) => tableBlock(id)),
      ...patients.events.map((reading) => paragraph(eventText(reading, patients, messages))),
    ],
    tables,
    figures,
  }
}

/** The flow diagram; none where it would be one box, which says no more than the sentence above it. */
export function flowFigures(messages: Messages, study: StudyConfig, patients: StudyCohort): DrawnFigure[] {
  const { patients: words } = messages
  const { flow } = patients
  const figure = flowFigure(messages, study, patients)
  if (figure.steps.length === 0 && figure.arms === undefined) return []
  return [
    {
      id: 'flow',
      title: words.flowTitle,
      caption: plainText(words.flowCaption),
      description: words.flowDescription(flow.assessed, flow.analysed),
      data: { ...figure, steps: figure.steps.map((step) => ({ ...step, excludedInAll: sum(step.excluded) })) },
      drawing: flowDiagram(figure, undefined, messages.drawings),
    },
  ]
}

function byOutcome(counted: Cell, { positive, label, groups }: StudyOutcome, { patients: words }: Messages): Cell {
  const events = positive.reduce((sum, x) => sum + x, 0)
  const rest = wholeNumber(positive.length - events)
  return words.byOutcome(counted, wholeNumber(events), label, groups.positive, rest, groups.negative)
}

/** Which value of a column was the event and what the others were, with the rows of the table that have each. */
function eventText(
  { name, column, ...values }: EventReading,
  { cohort }: StudyCohort,
  { document, patients: { event: words } }: Messages,
): Cell {
  const of = (counted: EventReading['event']) =>
    document.list(counted.map(({ label, rows }) => words.value(label, wholeNumber(rows))))
  const kinds = (['event', 'censored', 'competing'] as const).filter((kind) => values[kind].length > 0)
  const label = cohort.columns.get(name)?.variable.label ?? name
  return words.read(label, column, document.clauses(kinds.map((kind) => words[kind](of(values[kind])))))
}

const sum = (counts: readonly { n: number }[]) => counts.reduce((total, { n }) => total + n, 0)

const unitName = ({ unit }: StudyConfig, count: number, { patients: words }: Messages) =>
  words.unit(unit, wholeNumber(count))

function flowFigure(messages: Messages, study: StudyConfig, { flow, outcome, training, validation }: StudyCohort) {
  const detail = (rows: Int32Array) => {
    if (!outcome) return []
    const events = rows.reduce((sum, row) => sum + outcome.positive[row], 0)
    return [`${outcome.groups.positive}: ${events}`, `${outcome.groups.negative}: ${rows.length - events}`]
  }
  const arms =
    validation.length === 0
      ? undefined
      : [
          { label: messages.document.trainingSet, n: training.length, details: detail(training) },
          { label: messages.document.validationSet, n: validation.length, details: detail(validation) },
        ]
  return {
    start: { label: messages.patients.flow.assessed(unitName(study, flow.assessed, messages)), n: flow.assessed },
    steps: stepsOf(flow, messages),
    arms,
  }
}

/** All inclusion rules make one step, all exclusion rules the next, unknown outcomes the last: where there are some or nothing else. */
function stepsOf(flow: Flow, { patients: { flow: words } }: Messages) {
  const title = { include: words.notIncluded, exclude: words.excluded, known: words.outcome }
  const label = { include: words.included, exclude: words.eligible, known: words.analysed }
  return (['include', 'exclude', 'known'] as const).flatMap((kind) => {
    const steps = flow.steps.filter((step) => step.kind === kind)
    const excluded = steps
      .filter(({ removed }) => removed > 0)
      .map(({ name, removed }) => ({ label: name, n: removed }))
    const told = excluded.length > 0 || kind !== 'known' || flow.steps.every((step) => step.kind === 'known')
    if (steps.length === 0 || !told) return []
    const remaining = { label: label[kind], n: steps[steps.length - 1].remaining }
    return [{ excluded, excludedTitle: title[kind], remaining }]
  })
}
