import { z } from 'zod'
import { changedColumn, type Step } from '../../step.ts'
import { plainText } from '../../text/with-numbers.ts'
import { pickNames, transformStep } from './selection-step.ts'
import { weightedMean, weightedVariance } from './weighted-moments.ts'

export interface Standardisation {
  mean: Record<string, number>
  sd: Record<string, number>
}

/** Continuous columns to mean 0 and standard deviation 1 (n − 1) over the training rows; factors stay as they are. */
export const zscore = {
  name: 'z-score' as const,
  fit({ columns, counts }) {
    const mean: Record<string, number> = {}
    const sd: Record<string, number> = {}
    for (const { name, levels, values } of columns) {
      if (levels) continue
      mean[name] = weightedMean(values, counts)
      sd[name] = Math.sqrt(weightedVariance(values, counts))
    }
    return { mean, sd }
  },
  apply({ mean, sd }, rows) {
    const columns = rows.columns.map((column) => {
      const m = mean[column.name]
      if (m === undefined) return column
      const s = sd[column.name] > 0 ? sd[column.name] : 1
      return changedColumn(column, (values, reading) =>
        values.map(reading === 'sd' ? (x) => x / s : (x) => (x - m) / s),
      )
    })
    return { ...rows, columns }
  },
} satisfies Step<Standardisation>

export const zscoreStep = transformStep({
  schema: z.strictObject({ zscore: z.literal(true) }),
  describe: (_, words) => plainText(words.zscore),
  step: zscore,
  restrict: ({ mean, sd }, needed) => ({ mean: pickNames(mean, needed), sd: pickNames(sd, needed) }),
})
