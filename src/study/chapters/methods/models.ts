import type { ModelTerm } from '../../../model/index.ts'
import { definitionOf } from '../../../model/steps/index.ts'
import type { Block, Cell } from '../../../report/document.ts'
import { horizonCell } from '../../../report/horizon-label.ts'
import { percent, whole } from '../../../text/format.ts'
import { joined, plainText, text } from '../../../text/with-numbers.ts'
import type { StudyConfig } from '../../file/schema.ts'
import { lowerFirst } from '../variable-labels.ts'
import type { MethodsFacts } from './facts.ts'

const paragraph = (text: Cell): Block => ({ kind: 'paragraph', text })

/** Split, selection, models and how they were validated. */
export function modelText({ study, of }: MethodsFacts): Block[] {
  const labelOf = (name: string) => of.cohort.columns.get(name)?.variable.label ?? name
  const unitOf = (name: string) => of.cohort.columns.get(name)?.variable.unit ?? ''
  const models = Object.values(study.models)
  const blocks = [paragraph(splitText(study))]
  if (study.selection.length > 0)
    blocks.push(
      paragraph(
        text`Columns of a feature block were reduced in this order: ${joined(study.selection.map(stepText), '; ')}. ${study.protocol === 'as-published' ? plainText('As in the published protocol, this was done once, before validation: performance measured afterwards is too good.') : plainText('All of it is fitted anew inside every fold and every resample, on its training rows alone.')}`,
      ),
    )
  blocks.push(
    paragraph(
      plainText(
        'Missing predictors were imputed by the median or the most frequent level of the training rows, within every refit. A score enters a model cross-fitted: no patient is scored by coefficients that saw that patient. Classes were neither resampled nor weighted.',
      ),
    ),
    {
      kind: 'list',
      items: Object.entries(study.models).map(([name, model]) => modelSentence(name, model, labelOf, unitOf)),
    },
    paragraph(validationText(study)),
  )
  if (models.some(({ cox }) => !cox))
    blocks.push(
      paragraph(
        plainText(
          'Discrimination is the area under the ROC curve with DeLong’s interval, calibration the intercept (slope held at 1) and slope of a recalibration and a lowess curve, overall accuracy the Brier score, clinical utility the net benefit over thresholds (decision curve). The threshold of sensitivity, specificity and predictive values maximises Youden’s index in out-of-fold training predictions and is then frozen.',
        ),
      ),
    )
  if (models.some(({ cox }) => cox))
    blocks.push(
      paragraph(
        plainText(
          'Cox models treat ties by Efron’s approximation and take hazards to be proportional, which Grambsch and Therneau’s score test examines; rows without a known time or event were left out. Risks are by Efron’s baseline, in cross-validation that of the fold that had not seen the patient. Discrimination is Harrell’s C over the follow-up and, by each time, the AUC of those with the event against those followed beyond it; overall accuracy the Brier score, both with patients lost before weighted by inverse probability of censoring; calibration the slope of a Cox regression on the linear predictor, observed (Kaplan–Meier) over predicted risk, and a Cox regression on a restricted cubic spline of the complementary log-log of the risk; clinical utility the net benefit by the last of the times.',
        ),
      ),
    )
  return blocks
}

function stepText(step: StudyConfig['selection'][number]): Cell {
  return 'preset' in step ? text`the preset ${step.preset}` : definitionOf(step).describe(step)
}

function modelSentence(
  name: string,
  model: StudyConfig['models'][string],
  labelOf: (name: string) => string,
  unitOf: (name: string) => string,
): Cell {
  const label = model.label ?? name
  const kind = model.cox ? `Cox regression of the time to ${eventOf(model.cox, labelOf)}` : 'logistic regression'
  const horizons = horizonsOf(model.cox, unitOf)
  if ('lasso' in model)
    return text`${label}: one penalised ${kind} over all columns of ${model.lasso.join(', ')}${horizons}`
  const terms = model.terms.map((term) => termText(term, labelOf))
  const backward = model.select === 'backward' ? ', reduced backwards by AIC in every refit' : ''
  return text`${label}: ${kind} on ${joined(terms, ', ')}${backward}${horizons}`
}

function termText(term: ModelTerm, labelOf: (name: string) => string): Cell {
  if (typeof term === 'string') return plainText(labelOf(term))
  if ('score' in term) return plainText(`${term.score} score`)
  if ('interaction' in term) return plainText(`${term.interaction.map(labelOf).join(' × ')} with both by themselves`)
  return text`${labelOf(term.spline)} (restricted cubic spline, ${whole(term.knots)} knots at quantiles of the training rows)`
}

type CoxRequest = StudyConfig['models'][string]['cox']

function eventOf({ label, event }: NonNullable<CoxRequest>, labelOf: (name: string) => string): string {
  return lowerFirst(label ?? labelOf(event))
}

function horizonsOf(cox: CoxRequest, unitOf: (name: string) => string): Cell {
  if (!cox) return plainText('')
  const unit = cox.unit ?? unitOf(cox.time)
  return text`; the risk is told by ${joined(
    cox.horizons.map((time) => horizonCell(time, unit)),
    ', ',
  )}`
}

function validationText({ validation, outcome, centre }: StudyConfig): Cell {
  const { nested, bootstrap, permutations, centres, learning, subgroups } = validation
  const parts: Cell[] = []
  if (nested)
    parts.push(
      text`Performance on new patients was estimated by nested cross-validation (${whole(nested.folds)} outer folds, ${nested.repeats === 1 ? plainText('once') : text`${whole(nested.repeats)} times`}), all steps and all tuning repeated inside each fold.`,
    )
  if (bootstrap > 0)
    parts.push(
      text`Optimism was estimated by refitting the whole pipeline to ${whole(bootstrap)} bootstrap samples of patients.`,
    )
  if (permutations > 0)
    parts.push(
      text`As a check against leakage the outcome was dealt out at random ${whole(permutations)} times; the AUC must then lie at 0.5.`,
    )
  if (nested || bootstrap > 0)
    parts.push(
      plainText(
        'A uniform shrinkage of the coefficients is recommended from the calibration slopes of these refits (van Houwelingen and Le Cessie).',
      ),
    )
  if (centres && centre)
    parts.push(plainText(`Each level of ${centre} was left out in turn and judged by models fitted to all others.`))
  if (learning)
    parts.push(
      text`For the learning curve the models were fitted to ${joined(
        learning.shares.map((share) => text`${percent(share, 0)}`),
        ', ',
      )} of the training rows, ${whole(learning.repeats)} random parts each; the sample size beside it is by Riley’s criteria.`,
    )
  if (subgroups) parts.push(plainText(`Performance was examined in subgroups by ${subgroups.join(', ')}.`))
  if (outcome?.prevalence !== undefined)
    parts.push(
      text`Patients were sampled by outcome: for a population in which ${percent(outcome.prevalence)} have it, intercepts were moved by the difference of the log odds and predictive values computed by Bayes’ rule.`,
    )
  return parts.length > 0 ? joined(parts) : plainText('No internal validation was asked for.')
}

/** How the rows were parted, in words. */
function splitText({ split }: StudyConfig): Cell {
  if (split === 'none') return plainText('No rows were held out.')
  if ('training' in split) {
    const how = split.stratify ? `, stratified by ${split.stratify}` : ''
    return text`Patients were split at random${how} into a training set (${percent(split.training, 0)}) and a validation set, once, before anything was learnt from the data; such a split is internal validation.`
  }
  if ('before' in split)
    return plainText(
      `Rows with ${split.by} before ${split.before} were the training set, later ones the validation set (temporal validation).`,
    )
  if ('by' in split)
    return plainText(
      `Rows with ${split.by} ${split.validation.join(', ')} were held out as the validation set, the others trained the models.`,
    )
  return plainText(`The column ${split.column} says which rows trained the models and which were held out.`)
}
