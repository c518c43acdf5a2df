/** Results in, SVG out: each figure takes plain numbers and gives a `Drawing`; `svgDocument` makes it a document. */

export { panels } from './canvas/panels.ts'
export { type Drawing, type FigureText, svgDocument } from './canvas/svg.ts'
export { withFonts } from './canvas/svg-fonts.ts'
export { type BlandAltmanFigure, blandAltmanPlot } from './charts/bland-altman.ts'
export { type CalibrationCurve, type CalibrationFigure, calibrationCurves } from './charts/calibration.ts'
export { type ContributionFigure, contributionSteps } from './charts/contributions.ts'
export { type DecisionCurveFigure, decisionCurves, type NetBenefitSeries } from './charts/decision-curve.ts'
export { type PartialEffect, partialEffects } from './charts/effects.ts'
export { type FlowFigure, flowDiagram } from './charts/flow.ts'
export { type ForestFigure, type ForestRow, forestPlot } from './charts/forest.ts'
export { type GroupPanel, groupPanels, significanceMark } from './charts/groups.ts'
export { correlationHeatMap, type HeatMapFigure } from './charts/heat-map.ts'
export { kaplanMeier, type SurvivalFigure, type SurvivalSeries } from './charts/kaplan-meier.ts'
export { type LassoFigure, lassoPlot } from './charts/lasso.ts'
export { coefficientLollipops, type LollipopFigure } from './charts/lollipop.ts'
export { type NomogramFigure, type NomogramPatient, nomogram } from './charts/nomogram.ts'
export { type NomogramNames, nomogramFigure } from './charts/nomogram-of-model.ts'
export { type PlanFigure, type PlanPart, planDiagram } from './charts/plan.ts'
export { type ReliabilityFigure, reliabilityPlot } from './charts/reliability.ts'
export { type RocSeries, rocCurves } from './charts/roc.ts'
export {
  type ComparedMap,
  comparedMaps,
  contactSheet,
  featureMaps,
  type SliceImage,
  type SliceMap,
} from './charts/slice.ts'
export { markerTimeline, type TimelineFigure } from './charts/timeline.ts'
export { scoreWaterfall, type WaterfallFigure } from './charts/waterfall.ts'
export { columnWidth, millimetre } from './theme/theme.ts'
