import { panels } from '../../src/figures/canvas/panels.ts'
import { type Drawing, svgDocument } from '../../src/figures/canvas/svg.ts'
import { calibrationCurves } from '../../src/figures/charts/calibration.ts'
import { calibrationComparison } from '../../src/figures/charts/calibration-comparison.ts'
import { contributionSteps } from '../../src/figures/charts/contributions.ts'
import { decisionCurves } from '../../src/figures/charts/decision-curve.ts'
import { partialEffects } from '../../src/figures/charts/effects.ts'
import { flowDiagram } from '../../src/figures/charts/flow.ts'
import { forestPlot } from '../../src/figures/charts/forest.ts'
import { groupPanels } from '../../src/figures/charts/groups.ts'
import { correlationHeatMap } from '../../src/figures/charts/heat-map.ts'
import { kaplanMeier } from '../../src/figures/charts/kaplan-meier.ts'
import { lassoPlot } from '../../src/figures/charts/lasso.ts'
import { learningCurves } from '../../src/figures/charts/learning-curve.ts'
import { coefficientLollipops } from '../../src/figures/charts/lollipop.ts'
import { nomogram } from '../../src/figures/charts/nomogram.ts'
import { planDiagram } from '../../src/figures/charts/plan.ts'
import { reliabilityPlot } from '../../src/figures/charts/reliability.ts'
import { rocCurves } from '../../src/figures/charts/roc.ts'
import { comparedMaps, contactSheet, featureMaps } from '../../src/figures/charts/slice.ts'
import { timeSignalCurves } from '../../src/figures/charts/time-signal.ts'
import { markerTimeline } from '../../src/figures/charts/timeline.ts'
import { scoreWaterfall } from '../../src/figures/charts/waterfall.ts'
import { locales } from '../../src/text/locales/index.ts'
import * as input from './inputs.ts'

const drawings: Record<string, Drawing> = {
  nomogram: nomogram(input.nomogramInput),
  'nomogram-spline': nomogram(input.splineNomogramInput),
  'nomogram-crowded': nomogram(input.crowdedNomogramInput),
  'nomogram-worked': nomogram(input.workedNomogramInput),
  roc: rocCurves(input.rocInput),
  calibration: calibrationCurves(input.calibrationInput),
  'calibration-comparison': calibrationComparison(input.calibrationComparisonInput),
  'learning-curve': learningCurves(input.learningInput),
  'decision-curve': decisionCurves(input.decisionCurveInput),
  'kaplan-meier': kaplanMeier(input.survivalInput),
  flow: flowDiagram(input.flowInput),
  lasso: lassoPlot(input.lassoInput),
  folds: planDiagram({
    training: { n: 224, events: 56 },
    heldOut: { n: 96, events: 24 },
    folds: [45, 45, 45, 45, 44].map((n, f) => ({
      learnt: { n: 224 - n, events: f < 4 ? 45 : 44 },
      held: { n, events: f < 4 ? 11 : 12 },
    })),
    repeats: 5,
    bootstrap: 200,
    inside: ['Imputation of missing values', 'ICC(2,1) between readers of at least 0.85', 'The model itself'],
    words: {
      ...locales.en.analyses.plan,
      repeats: locales.en.analyses.plan.repeats(5),
      bootstrap: locales.en.analyses.plan.bootstrap(200),
    },
  }),
  forest: forestPlot(input.forestInput),
  lollipop: coefficientLollipops({
    rows: [0.41, -0.22, 0.103, -0.05].map((coefficient, i) => ({
      label: `T2 · LoG ${i + 1} mm · GLSZM · Gray-level non-uniformity`,
      coefficient,
      selected: [0.97, 0.62, 0.31, 0.04][i],
    })),
  }),
  'partial-effects': partialEffects(input.effectsInput),
  contributions: contributionSteps(input.contributionsInput),
  groups: groupPanels(input.groupInput),
  'heat-map': correlationHeatMap(input.heatMapInput),
  reliability: reliabilityPlot(input.reliabilityInput),
  waterfall: scoreWaterfall(input.waterfallInput),
  'time-signal': timeSignalCurves(input.timeSignalInput),
  timeline: markerTimeline(input.timelineInput),
  'feature-maps': featureMaps(input.sliceInput.image, input.sliceInput.maps),
  'compared-maps': comparedMaps(
    input.sliceInput.maps.slice(0, 2).map(({ label, values }) => ({
      feature: label,
      patients: ['with', 'without'].map((group) => ({
        label: `${group} the outcome`,
        image: input.sliceInput.image,
        map: values,
      })),
    })),
  ),
  'contact-sheet': contactSheet(
    Array.from({ length: 8 }, (_, i) => ({ label: `SYN-00${i + 1} T2`, image: input.sliceInput.image })),
  ),
  panels: panels([
    [rocCurves(input.rocInput), calibrationCurves(input.calibrationInput)],
    [decisionCurves(input.decisionCurveInput)],
  ]),
}

/** Every reviewed figure by the name of its file. */
export const drawn: Record<string, { drawing: Drawing; svg: string }> = Object.fromEntries(
  Object.entries(drawings).map(([name, drawing]) => [
    name,
    { drawing, svg: svgDocument(drawing, { id: name, title: name, description: `Reviewed figure ${name}.` }) },
  ]),
)
