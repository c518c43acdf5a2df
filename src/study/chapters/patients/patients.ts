import type { Flow } from '../../../cohort/rules/criteria.ts'
import { flowDiagram } from '../../../figures/charts/flow.ts'
import type { Cell } from '../../../report/document.ts'
import { whole } from '../../../text/format.ts'
import { text } from '../../../text/with-numbers.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort, StudyOutcome } from '../../stages/cohort.ts'
import { type Chapter, figureBlock, paragraph, tableBlock } from '../chapter.ts'
import { baselineTables } from './group-tables.ts'

/** Who was seen, who was left out and why, and how those with and without the outcome differ. */
export function cohortChapter(study: StudyConfig, of: StudyCohort): Chapter {
  const { flow, outcome } = of
  const tables = baselineTables(study, of)
  const figure = flowFigure(study, of)
  const counted = text`Of ${whole(flow.assessed, 'flow.assessed')} ${unitName(study, flow.assessed)} assessed, ${whole(flow.analysed, 'flow.analysed')} ${flow.analysed === 1 ? 'was' : 'were'} analysed`
  return {
    id: 'cohort',
    title: 'Patients',
    blocks: [
      paragraph(
        outcome
          ? text`${counted}: ${byOutcome(outcome)}.`
          : text`${counted}. Nothing is predicted; the tables describe.`,
      ),
      figureBlock('flow'),
      ...tables.map(({ id }) => tableBlock(id)),
    ],
    tables,
    figures: [
      {
        id: 'flow',
        title: 'Selection of patients',
        caption: text`Criteria were applied in this order; a patient is counted at the first that was met.`,
        description: `Flow diagram from ${flow.assessed} assessed to ${flow.analysed} analysed.`,
        data: { ...figure, steps: figure.steps.map((step) => ({ ...step, excludedInAll: sum(step.excluded) })) },
        drawing: flowDiagram(figure),
      },
    ],
  }
}

function byOutcome({ positive, label, groups }: StudyOutcome): Cell {
  const events = positive.reduce((sum, x) => sum + x, 0)
  return text`${whole(events)} ${label} ${groups.positive.toLowerCase()} and ${whole(positive.length - events)} ${groups.negative.toLowerCase()}`
}

const sum = (counts: readonly { n: number }[]) => counts.reduce((total, { n }) => total + n, 0)

const unitName = ({ unit }: StudyConfig, count: number) => `${unit}${count === 1 ? '' : 's'}`

function flowFigure(study: StudyConfig, { flow, outcome, training, validation }: StudyCohort) {
  const detail = (rows: Int32Array) => {
    if (!outcome) return []
    const events = rows.reduce((sum, row) => sum + outcome.positive[row], 0)
    return [`${outcome.groups.positive}: ${events}`, `${outcome.groups.negative}: ${rows.length - events}`]
  }
  const arms =
    validation.length === 0
      ? undefined
      : [
          { label: 'Training set', n: training.length, details: detail(training) },
          { label: 'Validation set', n: validation.length, details: detail(validation) },
        ]
  return {
    start: { label: `Assessed ${unitName(study, flow.assessed)}`, n: flow.assessed },
    steps: stepsOf(flow),
    arms,
  }
}

/** All inclusion rules make one step, all exclusion rules the next, unknown outcomes the last. */
function stepsOf(flow: Flow) {
  const title = { include: 'Inclusion criteria not met', exclude: 'Excluded', known: 'Outcome' }
  const label = { include: 'Met the inclusion criteria', exclude: 'Eligible', known: 'Analysed' }
  return (['include', 'exclude', 'known'] as const).flatMap((kind) => {
    const steps = flow.steps.filter((step) => step.kind === kind)
    const excluded = steps
      .filter(({ removed }) => removed > 0)
      .map(({ name, removed }) => ({ label: name, n: removed }))
    if (steps.length === 0 || (excluded.length === 0 && kind === 'known')) return []
    const remaining = { label: label[kind], n: steps[steps.length - 1].remaining }
    return [{ excluded, excludedTitle: title[kind], remaining }]
  })
}
