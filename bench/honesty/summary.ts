import { meanOf, summariseCoverage } from '../../test/support/coverage.ts'
import type { Done } from './job.ts'

/** One way of judging one preset on outcomes that nothing foretells. */
export interface NothingRow {
  data: string
  preset: string
  kind: string
  sets: number
  /** Sets on which no model could be fitted; they are not among `sets`. */
  notFitted: number
  auc: number
  se: number
  /** Of the bootstrap. */
  apparent?: { mean: number; se: number }
  plus632?: { mean: number; se: number }
  /** Of each set, in order. */
  aucs: number[]
}

export interface Honesty {
  nothing: NothingRow[]
  truth: ReturnType<typeof summariseCoverage>
}

export function summarise(done: readonly Done[]): Honesty {
  const groups = new Map<string, Done[]>()
  for (const one of done) {
    const { data, preset, kind } = one.job
    if (data === 'truth') continue
    const name = `${data}\t${preset}\t${kind}`
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  const nothing = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, unordered]): NothingRow => {
      const [data, preset, kind] = name.split('\t')
      const all = unordered.toSorted((a, b) => a.job.k - b.job.k)
      const own = all.filter(({ failed }) => failed === undefined)
      const notFitted = all.length - own.length
      const { mean, se } = meanOf(own.map((one) => one.auc!))
      const bootstrap = kind === 'bootstrap' && {
        apparent: meanOf(own.map((one) => one.apparent!)),
        plus632: meanOf(own.map((one) => one.plus!)),
      }
      const aucs = own.map((one) => Number(one.auc!.toFixed(4)))
      return { data, preset, kind, sets: own.length, notFitted, auc: mean, se, ...bootstrap, aucs }
    })
  const truth = done.filter(({ job }) => job.data === 'truth').toSorted((a, b) => a.job.k - b.job.k)
  return { nothing, truth: summariseCoverage(truth.flatMap(({ checked }) => checked!)) }
}
