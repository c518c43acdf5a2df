import type { Check } from '../examination.ts'
import { agreement } from './agreement.ts'
import { alikeSets } from './alike-sets.ts'
import { announced } from './announced.ts'
import { aucGranularity } from './auc-granularity.ts'
import { aucInterval } from './auc-interval.ts'
import { boundedValues } from './bounded-values.ts'
import { choiceOfTest } from './choice-of-test.ts'
import { claims } from './claims.ts'
import { classification } from './classification.ts'
import { comparedAreas } from './compared-areas.ts'
import { conditionalIndependence } from './conditional-independence.ts'
import { contraryLabels } from './contrary-labels.ts'
import { copiedNumbers } from './copied-numbers.ts'
import { countsAcrossTables } from './counts-across-tables.ts'
import { crudeOdds } from './crude-odds.ts'
import { duplicatedRows } from './duplicated-rows.ts'
import { featureCounts } from './feature-counts.ts'
import { fitTests } from './fit-tests.ts'
import { grim } from './grim.ts'
import { inferredEvents } from './inferred-events.ts'
import { leastError } from './least-error.ts'
import { levelsAndTerms } from './levels-and-terms.ts'
import { meansTests } from './means-tests.ts'
import { medians } from './medians.ts'
import { namedPredictors } from './named-predictors.ts'
import { percentages } from './percentages.ts'
import { performanceSizes } from './performance-sizes.ts'
import { pooledMeans } from './pooled-means.ts'
import { printedFractions } from './printed-fractions.ts'
import { probabilities } from './probabilities.ts'
import { regression } from './regression.ts'
import { reversedIntervals } from './reversed-intervals.ts'
import { sampleSize } from './sample-size.ts'
import { selectedFeatures } from './selected-features.ts'
import { setSizes } from './set-sizes.ts'
import { splitRatio } from './split-ratio.ts'
import { statedSizes } from './stated-sizes.ts'
import { testsRecomputed } from './tests-recomputed.ts'
import { textStatistics } from './text-statistics.ts'
import { totalsColumn } from './totals-column.ts'
import { units } from './units.ts'
import { validationName } from './validation-name.ts'

/** Every check, in the order in which a paper is read. */
export const checks: readonly Check[] = [
  setSizes,
  performanceSizes,
  splitRatio,
  validationName,
  percentages,
  totalsColumn,
  countsAcrossTables,
  pooledMeans,
  grim,
  boundedValues,
  medians,
  units,
  duplicatedRows,
  copiedNumbers,
  alikeSets,
  probabilities,
  reversedIntervals,
  testsRecomputed,
  choiceOfTest,
  meansTests,
  textStatistics,
  regression,
  leastError,
  crudeOdds,
  levelsAndTerms,
  contraryLabels,
  aucInterval,
  aucGranularity,
  printedFractions,
  classification,
  inferredEvents,
  comparedAreas,
  fitTests,
  agreement,
  conditionalIndependence,
  featureCounts,
  selectedFeatures,
  statedSizes,
  sampleSize,
  claims,
  namedPredictors,
  announced,
]
