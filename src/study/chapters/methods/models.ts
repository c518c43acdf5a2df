import type { ModelTerm } from '../../../model/index.ts'
import { definitionOf } from '../../../model/steps/index.ts'
import type { Block, Cell } from '../../../report/document.ts'
import { horizonCell } from '../../../report/horizon-label.ts'
import { percent, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, type TextPart } from '../../../text/with-numbers.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import { paragraph } from '../chapter.ts'
import { lowerFirst } from '../variable-labels.ts'
import type { MethodsFacts } from './facts.ts'

/** Split, selection, models and how they were validated. */
export function modelText({ study, patients, messages, results }: MethodsFacts): Block[] {
  const { document, methods } = messages
  const words = methods.models
  const models = Object.values(study.models)
  const blocks = [paragraph(splitText(messages, study, patients))]
  if (study.selection.length > 0) {
    const steps = document.clauses(study.selection.map((step) => stepText(messages, step)))
    blocks.push(paragraph(words.reduced(steps, study.protocol === 'as-published')))
  }
  const missing = study.missing === 'multiple' ? words.missingMultiple : words.missing
  const scored = models.some(
    (model) => 'terms' in model && model.terms.some((term) => typeof term === 'object' && 'score' in term),
  )
  blocks.push(
    paragraph(document.sentences(scored ? [missing, words.crossFitted] : [missing])),
    {
      kind: 'list',
      items: Object.entries(study.models).map(([name, model]) => modelSentence(messages, patients, name, model)),
    },
    paragraph(validationText(messages, study, patients, results)),
  )
  const beside = Object.entries(study.comparators).map(
    ([name, { method, label }]) => `${label ?? name} (${messages.comparators.methods[method]})`,
  )
  if (beside.length > 0) blocks.push(paragraph(plainText(messages.comparators.methodsSentence(beside.join(', ')))))
  if (models.some(({ cox }) => !cox)) blocks.push(paragraph(plainText(words.discrimination)))
  if (models.some(({ cox }) => cox)) blocks.push(paragraph(plainText(words.coxMeasures)))
  return blocks
}

type Words = Messages['methods']['models']

export function stepText(messages: Messages, step: StudyConfig['selection'][number]): TextPart {
  return 'preset' in step
    ? messages.methods.models.preset(step.preset)
    : definitionOf(step).describe(step, messages.steps)
}

function modelSentence(
  messages: Messages,
  { cohort }: StudyCohort,
  name: string,
  model: StudyConfig['models'][string],
): Cell {
  const { document, methods } = messages
  const words = methods.models
  const labelOf = (column: string) => cohort.columns.get(column)?.variable.label ?? column
  const label = model.label ?? name
  const { cox } = model
  const kind = cox ? words.cox(lowerFirst(cox.label ?? labelOf(cox.event))) : words.logistic
  const unit = cox ? (cox.unit ?? cohort.columns.get(cox.time)?.variable.unit ?? '') : ''
  const horizons = cox
    ? words.horizons(document.list(cox.horizons.map((time) => horizonCell(time, unit, messages))))
    : ''
  if ('lasso' in model) return words.joint(label, kind, document.list(model.lasso), horizons)
  const terms = document.and(model.terms.map((term) => termText(words, term, labelOf)))
  return words.model(label, kind, terms, model.select === 'backward', horizons)
}

function termText(words: Words, term: ModelTerm, labelOf: (name: string) => string): TextPart {
  if (typeof term === 'string') return labelOf(term)
  if ('score' in term) return words.score(term.score)
  if ('interaction' in term) return words.interaction(term.interaction.map(labelOf).join(' × '))
  return words.spline(labelOf(term.spline), wholeNumber(term.knots))
}

function validationText(
  { document, methods }: Messages,
  { validation, outcome, centre }: StudyConfig,
  { cohort }: StudyCohort,
  results: MethodsFacts['results'],
): Cell {
  const labelOf = (column: string) => cohort.columns.get(column)?.variable.label ?? column
  const words = methods.models
  const { nested, bootstrap, permutations, centres, learning, subgroups } = validation
  const parts: TextPart[] = []
  if (nested) parts.push(words.nested(wholeNumber(nested.folds), wholeNumber(nested.repeats)))
  for (const { label, folds } of results)
    if (folds.made > 0 && folds.made < folds.asked) parts.push(words.fewerFolds(label, wholeNumber(folds.made)))
  if (bootstrap > 0) parts.push(words.bootstrap(wholeNumber(bootstrap)))
  for (const { label, withheld } of results) {
    const kinds = (['nested', 'optimismCorrected'] as const).filter((kind) => withheld[kind])
    if (kinds.length > 0) parts.push(words.withheld(label, kinds))
  }
  if (permutations > 0) parts.push(words.permutations(wholeNumber(permutations)))
  if (results.some(({ shrinkage }) => shrinkage)) parts.push(words.shrinkage)
  if (centres && centre) parts.push(words.centres(lowerFirst(labelOf(centre))))
  if (learning) {
    const shares = document.and(learning.shares.map((share) => percent(share, 0)))
    parts.push(words.learning(shares, wholeNumber(learning.repeats)))
  }
  if (subgroups) parts.push(words.subgroups(document.and(subgroups.map(labelOf))))
  if (outcome?.prevalence !== undefined) parts.push(words.prevalence(percent(outcome.prevalence)))
  return parts.length > 0 ? document.sentences(parts) : plainText(words.notValidated)
}

/** How the rows were split, in words. */
function splitText(
  { document, methods: { models: words } }: Messages,
  { split }: StudyConfig,
  { training, outcome }: StudyCohort,
): Cell {
  if (split === 'none') {
    const events = outcome && training.reduce((sum, row) => sum + outcome.positive[row], 0)
    return words.notSplit(wholeNumber(training.length), events === undefined ? undefined : wholeNumber(events))
  }
  if ('training' in split) return words.random(percent(split.training, 0), split.stratify)
  if ('before' in split) return plainText(words.temporal(split.by, split.before))
  if ('by' in split) return words.byValue(split.by, document.list(split.validation.map(String)))
  return plainText(words.byColumn(split.column))
}
