import { meanOf, summariseCoverage } from '../../test/support/coverage.ts'
import type { Done, Job } from './job.ts'

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

type Coverage = ReturnType<typeof summariseCoverage>

export interface Honesty {
  nothing: NothingRow[]
  comparators: { method: string; sets: number; auc: number; se: number }[]
  truth: Coverage
  incomplete: Coverage
}

/** What is done, by table; of what is not done, what was published before. */
export function summarise(done: readonly Done[], published: Honesty): Honesty {
  const of = (data: Job['data']) => done.filter(({ job }) => job.data === data).toSorted((a, b) => a.job.k - b.job.k)
  const orPublished = <Key extends keyof Honesty>(key: Key, made: Honesty[Key]) =>
    made.length > 0 ? made : (published[key] ?? made)
  const coverage = (data: Job['data']) => summariseCoverage(of(data).flatMap(({ checked }) => checked!))
  return {
    nothing: orPublished('nothing', nothingOf([...of('noise'), ...of('ispy1')])),
    comparators: orPublished('comparators', comparatorsOf(of('comparators'))),
    truth: orPublished('truth', coverage('truth')),
    incomplete: orPublished('incomplete', coverage('incomplete')),
  }
}

function comparatorsOf(done: readonly Done[]): Honesty['comparators'] {
  return Object.keys(done[0]?.comparators ?? {}).map((method) => {
    const { mean, se } = meanOf(done.map((one) => one.comparators![method]))
    return { method, sets: done.length, auc: mean, se }
  })
}

function nothingOf(done: readonly Done[]): NothingRow[] {
  const groups = new Map<string, Done[]>()
  for (const one of done) {
    const { data, preset, kind } = one.job
    const name = `${data}\t${preset}\t${kind}`
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  return [...groups]
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
}
