import { Problem } from '../../errors/index.ts'
import {
  calibrationStatistics,
  type HosmerLemeshow,
  hosmerLemeshow,
} from '../../statistics/performance/calibration-statistics.ts'

/** How risks agree with outcomes beyond intercept and slope. */
export interface Agreement {
  /** Nagelkerke's R² of the risks as they are. */
  r2: number
  /** Distance of the lowess calibration curve from the diagonal: largest, 90th percentile, mean. */
  eMax: number
  e90: number
  eAvg: number
  spiegelhalter: { z: number; p: number }
  /** Absent where there are too few distinct risks for a test. */
  hosmerLemeshow?: { chiSquare: number; df: number; p: number; groups: number }
}

/** of  the rows that the model was fitted to, or others, for which the test loses no degrees of freedom */
export function agreementOf(
  risk: ArrayLike<number>,
  y: ArrayLike<number>,
  kind: 'development' | 'external',
): Agreement {
  const { r2, eMax, e90, eAvg, spiegelhalter } = calibrationStatistics(risk, y)
  const test = tested(risk, y, kind)
  return {
    r2,
    eMax,
    e90,
    eAvg,
    spiegelhalter,
    ...(test && {
      hosmerLemeshow: { chiSquare: test.chiSquare, df: test.df, p: test.p, groups: test.size.length },
    }),
  }
}

function tested(
  risk: ArrayLike<number>,
  y: ArrayLike<number>,
  kind: 'development' | 'external',
): HosmerLemeshow | undefined {
  try {
    return hosmerLemeshow(risk, y, kind)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
