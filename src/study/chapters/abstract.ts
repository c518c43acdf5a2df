import type { ModelResult, PartPerformance } from '../../model/index.ts'
import type { Cell } from '../../report/document.ts'
import { fixedDecimals, percent, wholeNumber } from '../../text/format.ts'
import type { Messages } from '../../text/locales/index.ts'
import { type NumberedText, plainText, type TextPart, text } from '../../text/with-numbers.ts'
import { isPredicted, type StudyCohort } from '../stages/cohort.ts'
import type { CoxModels } from '../stages/cox-models.ts'
import type { StudyRegression } from '../stages/regressions/regressions.ts'
import { estimateOf, intervalOf } from './estimate.ts'
import { slopeOf } from './models/leading.ts'
import { lowerFirst } from './variable-labels.ts'

/** What an abstract is written of. */
export interface Abstracted {
  patients: StudyCohort
  lead: ModelResult | undefined
  /** The only model of its kind: nothing had to be chosen. */
  only: boolean
  coxModels: readonly CoxModels[]
  regressions: readonly StudyRegression[]
  /** Of invented patients, about whom nothing can be concluded. */
  synthetic: boolean
}

/** The results as an abstract has them: who, how good the leading model is on new patients, what may be concluded. */
export function abstractOf(messages: Messages, abstracted: Abstracted): Cell[] {
  const { patients, lead, only, coxModels, regressions, synthetic } = abstracted
  const { document, summary: words } = messages
  const { abstract: said } = words
  const judged: NumberedText[] = []
  if (lead) judged.push(...sentencesOf(messages, lead, patients, only))
  for (const one of coxModels) judged.push(survivalSentence(messages, one))
  judged.push(...regressions.map((one, i) => regressionSentence(messages, one, i)))
  const results = document.sentences([patientsOf(messages, patients), ...judged])
  const leads = [...(lead ? [lead] : []), ...coxModels.map((one) => one.lead)]
  const verdicts = [
    ...leads.map((model) => verdictOf(messages, model)),
    ...regressions.map((one) => regressionVerdict(messages, one)),
  ]
  if (verdicts.length === 0) return [results]
  return [results, document.sentences([...verdicts, plainText(synthetic ? said.synthetic : said.notYet)])]
}

function patientsOf({ summary: { abstract: said }, patients }: Messages, assessed: StudyCohort): NumberedText {
  const all = wholeNumber(assessed.cohort.ids.length, 'flow.analysed')
  if (!isPredicted(assessed)) return said.patients(all)
  const { positive, label, groups } = assessed.outcome
  const events = positive.reduce((sum, x) => sum + x, 0)
  const called = patients.group(label, groups.positive)
  const counted = said.withOutcome(all, wholeNumber(events), called, percent(events / positive.length))
  if (assessed.validation.length === 0) return counted
  return text`${counted} ${said.split(wholeNumber(assessed.training.length), wholeNumber(assessed.validation.length))}`
}

function sentencesOf(messages: Messages, lead: ModelResult, patients: StudyCohort, only: boolean): NumberedText[] {
  const { abstract: said } = messages.summary
  const { nested, apparent, heldOut } = lead.performance
  const at = `models.${lead.name}.performance`
  const chosen = only ? said.only : lead.name === 'combined' ? said.combined : said.last
  const intro = chosen(lead.label)
  if (!nested)
    return [
      intro,
      said.apparentOnly(fixedDecimals(apparent.auc, 3, `${at}.apparent.auc.value`), lead.withheld.nested !== undefined),
    ]
  if (lead.terms.length === 0) return [intro, said.empty(...estimateOf(messages, nested, `${at}.nested.auc`))]
  const sentences = [
    intro,
    said.nested('AUC', ...estimateOf(messages, nested, `${at}.nested.auc`), calibrationOf(messages, lead, nested)),
  ]
  const { thresholds } = lead
  if (thresholds && Number.isFinite(thresholds.threshold)) {
    const { outOfFold } = thresholds
    const path = `models.${lead.name}.thresholds`
    const share = (
      measure: 'sensitivity' | 'specificity',
      hit: 'truePositives' | 'trueNegatives',
      miss: 'falseNegatives' | 'falsePositives',
    ) => {
      const { value, lower, upper } = outOfFold[measure]
      const here = `${path}.outOfFold.${measure}`
      return said.share(
        percent(value, 1, `${here}.value`),
        wholeNumber(outOfFold[hit], `${path}.outOfFold.${hit}`),
        wholeNumber(outOfFold[hit] + outOfFold[miss]),
        intervalOf(messages, percent(lower, 1, `${here}.lower`), percent(upper, 1, `${here}.upper`)),
      )
    }
    sentences.push(
      said.atThreshold(
        percent(thresholds.threshold, 1, `${path}.threshold`),
        share('sensitivity', 'truePositives', 'falseNegatives'),
        share('specificity', 'trueNegatives', 'falsePositives'),
      ),
    )
  }
  if (heldOut)
    sentences.push(
      said.heldOut(
        wholeNumber(patients.validation.length),
        'AUC',
        ...estimateOf(messages, heldOut, `${at}.heldOut.auc`),
        slopeOf(lead, 'heldOut'),
      ),
    )
  return sentences
}

function survivalSentence(messages: Messages, { lead, followUp }: CoxModels): NumberedText {
  const { abstract: said } = messages.summary
  const event = followUp.label.toLowerCase()
  const { nested, apparent } = lead.performance
  const at = `models.${lead.name}.performance`
  const rows = wholeNumber(lead.rows, `models.${lead.name}.rows`)
  const events = wholeNumber(lead.events, `models.${lead.name}.events`)
  if (!nested)
    return said.survivalApparent(
      event,
      lead.label,
      rows,
      events,
      fixedDecimals(apparent.auc, 3, `${at}.apparent.concordance.value`),
    )
  return said.survival(
    event,
    lead.label,
    rows,
    events,
    ...estimateOf(messages, nested, `${at}.nested.concordance`),
    calibrationOf(messages, lead, nested),
  )
}

/** By what a regression is judged first, and what that is where nothing is told: ORC, Hand and Till's AUC, R². */
const judgedBy = {
  ordinal: { measure: 'orc', none: 0.5 },
  multinomial: { measure: 'handTill', none: 0.5 },
  linear: { measure: 'r2', none: 0 },
} as const

function regressionSentence(messages: Messages, one: StudyRegression, index: number): NumberedText {
  const { regressions: words, summary } = messages
  const { kind, label, n, measures } = one
  const at = `regressions.${index}`
  const { measure } = judgedBy[kind]
  const told = measures.nested?.[measure]
  const rows = wholeNumber(n, `${at}.n`)
  if (!told) return summary.abstract.regressionApparent(label, words.kinds[kind], rows)
  const path = `${at}.measures.nested.${measure}`
  const estimate = estimateOf(messages, { auc: told.value, lower: told.lower, upper: told.upper }, path)
  return summary.abstract.regression(label, words.kinds[kind], rows, lowerFirst(words.measures[measure]), ...estimate)
}

function regressionVerdict(
  { regressions: words, summary: { abstract: said } }: Messages,
  { kind, label: outcome, measures }: StudyRegression,
): NumberedText {
  const label = `${outcome} (${words.kinds[kind]})`
  const { measure, none } = judgedBy[kind]
  const told = measures.nested?.[measure]
  if (!told) return said.verdict.unknown(label)
  const better = Number.isNaN(told.lower) ? told.value > none : told.lower > none
  if (kind === 'linear') return said.verdict.mean(label, better)
  return better ? said.verdict.better(label) : said.verdict.chance(label)
}

function calibrationOf(
  { summary: { abstract: said } }: Messages,
  lead: ModelResult,
  nested: PartPerformance,
): TextPart {
  const meaning = slopeMeaning(nested)
  return meaning === undefined ? said.noSlope : said.calibration(slopeOf(lead, 'nested'), said.slope[meaning])
}

/** Whether the slope is told apart from one, and on which side it lies. */
function slopeMeaning({ calibrationSlope: slope, intervals }: PartPerformance) {
  const { lower = Number.NaN, upper = Number.NaN } = intervals.measures.calibrationSlope ?? {}
  if (!Number.isFinite(slope)) return undefined
  if (slope <= 0) return 'reversed'
  if (upper < 1 || (!Number.isFinite(upper) && slope < 0.9)) return 'extreme'
  if (lower > 1 || (!Number.isFinite(lower) && slope > 1.1)) return 'moderate'
  if (slope < 0.9) return 'perhapsExtreme'
  if (slope > 1.1) return 'perhapsModerate'
  return 'fits'
}

/** What may be concluded of a model: nothing without a validation, nothing where chance is within the interval. */
function verdictOf(
  { summary: { abstract: said } }: Messages,
  { label, performance: { nested }, terms }: ModelResult,
): NumberedText {
  if (terms.length === 0) return said.verdict.empty(label)
  if (!nested) return said.verdict.unknown(label)
  return nested.lower > 0.5 ? said.verdict.better(label) : said.verdict.chance(label)
}
