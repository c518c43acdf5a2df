import type { Check } from '../examination.ts'
import { announced } from './announced.ts'
import { aucGranularity } from './auc-granularity.ts'
import { aucInterval } from './auc-interval.ts'
import { choiceOfTest } from './choice-of-test.ts'
import { claims } from './claims.ts'
import { classification } from './classification.ts'
import { conditionalIndependence } from './conditional-independence.ts'
import { contraryLabels } from './contrary-labels.ts'
import { countsAcrossTables } from './counts-across-tables.ts'
import { crudeOdds } from './crude-odds.ts'
import { duplicatedRows } from './duplicated-rows.ts'
import { featureCounts } from './feature-counts.ts'
import { grim } from './grim.ts'
import { leastError } from './least-error.ts'
import { levelsAndTerms } from './levels-and-terms.ts'
import { meansTests } from './means-tests.ts'
import { namedPredictors } from './named-predictors.ts'
import { percentages } from './percentages.ts'
import { pooledMeans } from './pooled-means.ts'
import { regression } from './regression.ts'
import { sampleSize } from './sample-size.ts'
import { selectedFeatures } from './selected-features.ts'
import { setSizes } from './set-sizes.ts'
import { splitRatio } from './split-ratio.ts'
import { testsRecomputed } from './tests-recomputed.ts'
import { units } from './units.ts'
import { validationName } from './validation-name.ts'

/** Every check, in the order in which a paper is read. */
export const checks: readonly Check[] = [
  setSizes,
  splitRatio,
  validationName,
  percentages,
  countsAcrossTables,
  pooledMeans,
  grim,
  units,
  duplicatedRows,
  testsRecomputed,
  choiceOfTest,
  meansTests,
  regression,
  leastError,
  crudeOdds,
  levelsAndTerms,
  contraryLabels,
  aucInterval,
  aucGranularity,
  classification,
  conditionalIndependence,
  featureCounts,
  selectedFeatures,
  sampleSize,
  claims,
  namedPredictors,
  announced,
]
