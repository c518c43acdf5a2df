import { copiedRows } from '../data/duplicate-rows.ts'
import { rowsOf } from '../data/predictor-table.ts'
import type { ModelFit } from '../fit/fit-models.ts'
import { flatten } from '../fit/flatten.ts'
import { eventFlags } from '../fit/inner-folds.ts'
import { jointTests } from '../inference/joint-tests.ts'
import { proportionalityOf } from '../inference/proportional-hazards.ts'
import { termResults } from '../inference/wald-table.ts'
import { atRows, partPerformance, riskScaleOf } from '../measures/performance.ts'
import { candidatesOf } from '../plan/parameters.ts'
import type { ModelPlan, ModelSpecification } from '../plan/specification.ts'
import { predictTable } from '../resample/refit.ts'
import type { ModelResult } from '../result.ts'
import { columnsOf } from '../terms/linear-predictor.ts'
import { warningsOf } from '../warnings/warnings.ts'
import {
  bootstrapRefits,
  correctedCalibration,
  correctedHorizonCurves,
  correctedPerformance,
} from './bootstrap-optimism.ts'
import { classificationOf } from './classification.ts'
import { failuresOf, withheldOf } from './failed-refits.ts'
import { frozenThreshold } from './frozen-threshold.ts'
import { centrePerformance, learningCurve } from './learning-curve.ts'
import type { ModelStudy, Refits } from './model-study.ts'
import { emptyFolds, nestedPerformance, outOfFold } from './nested-cross-validation.ts'
import { permutationTest } from './permutation-test.ts'
import { uncertaintyOf } from './prediction-uncertainty.ts'
import { frequenciesOf } from './selection-frequencies.ts'
import { recommendedShrinkage } from './shrinkage.ts'

/** Puts together what is reported of one model from its fit and all its refits. */
export function assembleResult(
  study: ModelStudy & { asked?: ModelPlan },
  specification: ModelSpecification,
  fit: ModelFit,
  refits: Refits,
): ModelResult {
  const { plan, table, outcome, training, validation } = study
  const { name } = specification
  const { model } = fit
  const protocol = study.protocol ?? 'honest'
  const lp = predictTable(plan, table, model)
  const scale = riskScaleOf(model, plan.horizons)
  const scores = new Set(model.scores.map((score) => score.name))
  const onlySelected = model.terms.every((term) => scores.has(term.column))
  const apparent = partPerformance(table.ids, training, lp, outcome, scale, 'development')
  const withheld = withheldOf(name, refits)
  const bootstraps = withheld.optimismCorrected ? [] : bootstrapRefits(name, refits.bootstraps)
  if (outcome.kind === 'binary' && bootstraps.length > 0)
    apparent.calibration.corrected = correctedCalibration(apparent.calibration, training, outcome, bootstraps)
  if (outcome.kind === 'survival' && bootstraps.length > 0 && apparent.horizons)
    correctedHorizonCurves(apparent.horizons, training, outcome, bootstraps).forEach((curve, h) => {
      apparent.horizons![h].calibration.corrected = curve
    })
  const nested = withheld.nested
    ? undefined
    : nestedPerformance(name, table.ids, outcome, refits.folds, refits.nested, plan.horizons ?? [], onlySelected)
  const heldOut = validation.length > 0 ? partPerformance(table.ids, validation, lp, outcome, scale) : undefined
  const outside = nested && outOfFold(name, table.ids.length, refits.folds[0], refits.nested[0])
  // under the published protocol the model's own columns are those that the selection has left
  const asked = study.asked ?? plan
  const { columns: candidates, parameters } = candidatesOf(asked, asked.models.find((one) => one.name === name)!, table)
  const terms = termResults(model, specification, protocol)
  const result = {
    name,
    label: specification.label ?? name,
    family: plan.family,
    protocol,
    rows: fit.rows,
    events: fit.events,
    candidates: candidates.length,
    parameters,
    leftOut: fit.leftOut,
    separatedBy: fit.separatedBy,
    intercept: model.intercept,
    terms,
    jointTests: jointTests(model),
    vcov: model.covariance,
    estimator: model.estimator,
    folds: { asked: refits.askedFolds, made: refits.folds[0]?.length ?? 0 },
    performance: {
      apparent,
      // what the bootstrap says of a model without a term is said of the refits' models
      optimismCorrected:
        model.terms.length > 0 ? correctedPerformance(apparent, training, outcome, bootstraps) : undefined,
      nested,
      heldOut,
    },
    selection: fit.selection,
    frequencies: frequenciesOf(
      name,
      model,
      refits.bootstraps.map((bootstrap) => bootstrap.refits),
    ),
    likelihoodRatio: model.scores.length > 0 ? undefined : fit.likelihoodRatio,
    classification:
      outcome.kind === 'binary' && model.terms.length > 0
        ? classificationOf({ apparent, nested, heldOut }, study.thresholds)
        : undefined,
    thresholds:
      outside && outcome.kind === 'binary'
        ? frozenThreshold(atRows(training, outside, outcome), heldOut && atRows(validation, lp, outcome))
        : undefined,
    shrinkage: recommendedShrinkage({
      name,
      lp,
      intercept: model.intercept,
      training,
      outcome,
      bootstraps,
      folds: withheld.nested ? [] : refits.folds,
      nested: withheld.nested ? [] : refits.nested,
      candidates: candidates.length,
    }),
    permutation: permutationTest(name, nested?.auc, refits.permutations),
    centres: centrePerformance(name, outcome, refits.centres.folds, refits.centres.refits),
    learningCurve: learningCurve(name, outcome, refits.learning.folds, refits.learning.refits),
    failures: failuresOf(name, refits),
    withheld,
    emptyFolds: emptyFolds(name, refits.folds, refits.nested),
    model,
    uncertainty: uncertaintyOf(model, terms, table, training, bootstraps),
    logLikelihood: fit.logLikelihood,
    imputations: fit.imputations,
    proportionality: proportionalityOf(model, table, training, outcome),
  }
  const missingBlock = [...training, ...validation].filter((row) => Number.isNaN(lp[row])).length
  const copied = copiedRows(table, training, new Set(candidates))
  const flags = eventFlags(outcome)
  const warnings = warningsOf(result, fit, {
    beyondRange: rowsBeyondRange(study, fit),
    missingBlock,
    copies: copied.length,
    copiesWithOutcome: copied.filter((row) => flags[row] > 0).length,
  })
  return { ...result, warnings }
}

/** Held-out rows with a value outside the training rows' range in some continuous column of the model. */
function rowsBeyondRange({ table, training, validation }: ModelStudy, { model }: ModelFit): number {
  const names = columnsOf(flatten(model).terms)
  const learnt = rowsOf(table, training, names).columns
  const beyond = new Set<number>()
  rowsOf(table, validation, names).columns.forEach(({ levels, values }, j) => {
    if (levels) return
    const known = learnt[j].values.filter((value) => !Number.isNaN(value)).sort()
    values.forEach((value, i) => {
      if (value < known[0] || value > known[known.length - 1]) beyond.add(i)
    })
  })
  return beyond.size
}
