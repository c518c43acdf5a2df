import { readInterval, readMean, readMedian } from '../../src/audit/cells.ts'
import { ratioOf } from '../../src/audit/family.ts'
import { type Printed, readPrinted } from '../../src/audit/printed.ts'
import type { Row, Term, Transcript } from '../../src/audit/transcript.ts'
import type { RandomStream } from '../../src/statistics/index.ts'

/*
 * Faults as papers have them, each put into a paper whose numbers are true: it returns false where the paper has no place
 * for it. None is made from the checks; sizes are drawn.
 */

type Plant = (paper: Transcript, random: RandomStream) => boolean

const number = (text: string): Printed => readPrinted(text)!
const pick = <T>(from: readonly T[], random: RandomStream): T | undefined =>
  from.length > 0 ? from[random.below(from.length)] : undefined
const moved = (printed: Printed, by: number): Printed =>
  number((printed.value + by).toFixed(Math.max(0, printed.decimals)))

const rowsOf = (paper: Transcript, has: (row: Row) => unknown, tables = paper.tables) =>
  tables
    .filter(({ weighted, imputed }) => !weighted && !imputed)
    .flatMap((table) => table.rows.filter(has).map((row) => ({ table, row })))

/** Does something to one of the things found. */
function to<T>(
  find: (paper: Transcript) => T[],
  change: (one: T, random: RandomStream, paper: Transcript) => unknown,
): Plant {
  return (paper, random) => {
    const one = pick(find(paper), random)
    return one !== undefined && change(one, random, paper) !== false
  }
}

const counted = (paper: Transcript) => rowsOf(paper, (row) => row.levels && Object.keys(row.levels).length > 1)
const averaged = (paper: Transcript) => rowsOf(paper, (row) => row.means)
const medianed = (paper: Transcript) => rowsOf(paper, (row) => row.medians)
const terms = (paper: Transcript): Term[] => paper.models.flatMap((model) => model.terms)
const areas = (paper: Transcript) => paper.performance.filter(({ auc, over }) => auc && !over && auc.value > 0.5)
const sets = (paper: Transcript) =>
  paper.performance.filter(
    ({ over, sensitivity, specificity, accuracy }) => !over && sensitivity && specificity && accuracy,
  )
const totals = (paper: Transcript) => rowsOf(paper, (row) => row.total)

export const plants: Record<string, Plant> = {
  'a count moved, its percentage kept': to(counted, ({ row }, random) => {
    const cell = Object.values(row.levels!)[0][random.below(2)]
    cell.count += 4 + random.below(5)
  }),
  'a percentage of another count': to(counted, ({ row }, random) => {
    const cell = Object.values(row.levels!)[0][random.below(2)]
    if (!cell.percent || cell.percent.value > 80) return false
    cell.percent = moved(cell.percent, 4 + random.below(9))
  }),
  'percentages of two levels exchanged': to(counted, ({ row }) => {
    const [a, b] = Object.values(row.levels!)
    if (!a[0].percent || !b[0].percent || Math.abs(a[0].percent.value - b[0].percent.value) < 3) return false
    ;[a[0].percent, b[0].percent] = [b[0].percent, a[0].percent]
  }),
  'more patients with a level than in the group': to(counted, ({ table, row }) => {
    Object.values(row.levels!)[0][0].count = table.groups[0].n.value + 7
  }),
  'p of a table of counts': to(counted, ({ row }, random) => {
    if (!row.p) return false
    row.p = number(row.p.value > 0.3 ? `0.0${11 + random.below(20)}` : `0.${712 + random.below(200)}`)
  }),
  'statistic of a table of counts': to(
    (paper) => counted(paper).filter(({ row }) => row.statistic),
    ({ row }, random) => {
      row.statistic = moved(row.statistic!, 5 + random.below(6) + 0.413)
    },
  ),
  'p of means far apart': to(averaged, ({ table, row }) => {
    if (table.groups.length !== 2) return false
    row.means![0] = readMean(
      `${(row.means![1].mean.value + 1.2 * row.means![1].sd.value).toFixed(2)} ± ${row.means![1].sd.text}`,
    )!
    row.p = number('0.412')
  }),
  'p of three means far apart': to(averaged, ({ table, row }) => {
    if (table.groups.length < 3) return false
    row.means![0] = readMean(
      `${(row.means![1].mean.value + 1.5 * row.means![1].sd.value).toFixed(2)} ± ${row.means![1].sd.text}`,
    )!
    row.p = number('0.507')
  }),
  't that is not that of the means': to(averaged, ({ table, row }, random) => {
    if (table.groups.length !== 2) return false
    row.statistic = number((7 + random.below(9) + 0.37).toFixed(2))
  }),
  'a mean no whole numbers have': to(
    (paper) => averaged(paper).filter(({ row, table }) => row.whole && table.groups[0].n.value < 99),
    ({ table, row }) => {
      const n = table.groups[0].n.value
      const sum = Math.floor(n * row.means![0].mean.value)
      row.means![0] = readMean(`${((sum + 0.5) / n).toFixed(3)} ± ${row.means![0].sd.text}`)!
    },
  ),
  'a deviation wider than the scale': to(
    (paper) => averaged(paper).filter(({ row }) => row.scale),
    ({ row }, random) => {
      row.means![0] = readMean(`${row.means![0].mean.text} ± ${(2.4 + random.uniform()).toFixed(2)}`)!
    },
  ),
  'a mean age of hundreds': to(
    (paper) => averaged(paper).filter(({ row }) => row.variable === 'Age'),
    ({ row }, random) => {
      row.means![0] = readMean(`${430 + random.below(200)}.2 ± ${row.means![0].sd.text}`)!
    },
  ),
  'quartiles out of order': to(medianed, ({ row }) => {
    const { median, lower, upper } = row.medians![0]
    row.medians![0] = readMedian(
      `${lower.text} (${median.value < lower.value + 0.02 ? upper.text : median.text}–${upper.text})`,
    )!
    row.medians![0].lower = moved(row.medians![0].median, 2)
  }),
  'the median of all outside its parts': to(
    (paper) => medianed(paper).filter(({ row }) => row.total?.medians),
    ({ row }) => {
      const all = row.total!.medians!
      all.median = moved(all.median, 9)
    },
  ),
  'medians far apart and a large p': to(medianed, ({ table, row }) => {
    if (table.groups.length !== 2 || table.groups.some(({ n }) => n.value < 25)) return false
    const { upper } = row.medians![0]
    row.medians![1] = readMedian(
      `${(3 * upper.value).toFixed(1)} (${(2 * upper.value).toFixed(1)}–${(5 * upper.value).toFixed(1)})`,
    )!
    row.p = number('0.634')
  }),
  'a count of all patients': to(
    (paper) => totals(paper).filter(({ row }) => row.total?.levels),
    ({ row }, random) => {
      Object.values(row.total!.levels!)[0].count += 5 + random.below(6)
    },
  ),
  'a mean of all patients': to(
    (paper) => totals(paper).filter(({ row }) => row.total?.means),
    ({ row }) => {
      const cell = row.total!.means!
      cell.mean = moved(cell.mean, 1.1 * cell.sd.value)
    },
  ),
  'a group of another size': to(
    (paper) => paper.tables.filter(({ weighted }) => !weighted),
    (table, random) => {
      table.groups[0].n = moved(table.groups[0].n, 6 + random.below(12))
    },
  ),
  'a ratio outside its interval': to(
    (paper) => terms(paper).filter((term) => term.ci && ratioOf(term)),
    (term) => {
      ratioOf(term)!.printed.value = 0
      const key = (['or', 'hr'] as const).find((one) => term[one])!
      term[key] = number((term.ci!.upper.value * 1.5 + 0.2).toFixed(3))
    },
  ),
  'a ratio far off the middle of its interval': to(
    (paper) => terms(paper).filter((term) => term.ci && ratioOf(term) && term.ci.lower.value > 0.05),
    (term) => {
      const key = (['or', 'hr'] as const).find((one) => term[one])!
      const { lower, upper } = term.ci!
      term[key] = number((lower.value ** 0.08 * upper.value ** 0.92).toFixed(3))
    },
  ),
  'a ratio of −β': to(
    (paper) => terms(paper).filter((term) => term.beta && ratioOf(term) && Math.abs(term.beta.value) > 0.1),
    (term) => {
      const key = (['or', 'hr'] as const).find((one) => term[one])!
      term[key] = number(Math.exp(-term.beta!.value).toFixed(3))
      if (term.ci)
        term.ci = readInterval(`${(1 / term.ci.upper.value).toFixed(3)}–${(1 / term.ci.lower.value).toFixed(3)}`)!
    },
  ),
  'β of another ratio': to(
    (paper) => terms(paper).filter((term) => term.beta && ratioOf(term)),
    (term, random) => {
      term.beta = moved(term.beta!, 0.4 + 0.3 * random.uniform())
    },
  ),
  'Wald of another term': to(
    (paper) => terms(paper).filter((term) => term.wald && term.se),
    (term, random) => {
      term.wald = moved(term.wald!, 6 + random.below(9))
    },
  ),
  'p of a term': to(
    (paper) => terms(paper).filter((term) => term.p && term.ci),
    (term) => {
      term.p = number(term.p!.value > 0.2 ? '0.004' : '0.638')
    },
  ),
  'a limit of a term': to(
    (paper) => terms(paper).filter((term) => term.ci && ratioOf(term) && term.ci.lower.value > 0.05),
    (term) => {
      term.ci = readInterval(
        `${term.ci!.lower.text}–${(term.ci!.upper.value ** 2 / ratioOf(term)!.printed.value + 1).toFixed(2)}`,
      )!
    },
  ),
  'a standard error below what is possible': to(
    (paper) => terms(paper).filter((term) => term.se && term.coding === 'binary' && ratioOf(term)),
    (term) => {
      term.se = number('0.021')
    },
  ),
  'two terms with the same numbers': to(
    (paper) => paper.models.filter((model) => model.terms.some((term) => term.ci)),
    (model) => {
      const term = model.terms.find(({ ci }) => ci)!
      model.terms.push({ ...term, term: 'Another' })
    },
  ),
  'p above 1': to(terms, (term) => {
    term.p = number('1.142')
  }),
  'an AUC above 1': to(areas, (one) => {
    one.auc = number('1.07')
  }),
  'an AUC outside its interval': to(
    (paper) => areas(paper).filter(({ ci }) => ci && ci.lower.value > 0.3),
    (one) => {
      one.auc = number((one.ci!.lower.value - 0.09).toFixed(3))
    },
  ),
  'an AUC at the edge of its interval': to(
    (paper) => areas(paper).filter(({ ci }) => ci && ci.upper.value < 0.97),
    (one) => {
      one.auc = number((one.ci!.upper.value - 0.004).toFixed(3))
    },
  ),
  'an interval far too narrow': to(
    (paper) => areas(paper).filter(({ events, auc }) => events && auc!.value < 0.95),
    (one) => {
      const value = one.auc!.value
      one.ci = readInterval(`${(value - 0.008).toFixed(3)}–${(value + 0.007).toFixed(3)}`)!
    },
  ),
  'a sensitivity no count gives': to(
    (paper) => sets(paper).filter(({ events }) => events && events.value < 60),
    (one) => {
      const m = one.events!.value
      one.sensitivity = number(((Math.floor(m * one.sensitivity!.value) + 0.5) / m).toFixed(3))
    },
  ),
  'an accuracy above both of its parts': to(sets, (one) => {
    const most = Math.max(one.sensitivity!.value, one.specificity!.value)
    if (most > 0.9) return false
    one.accuracy = number((most + 0.06).toFixed(3))
  }),
  'an accuracy of other counts': to(sets, (one) => {
    one.accuracy = moved(one.accuracy!, one.accuracy!.value > 0.6 ? -0.12 : 0.12)
  }),
  'a predictive value of other counts': to(
    (paper) => sets(paper).filter(({ ppv }) => ppv),
    (one) => {
      one.ppv = moved(one.ppv!, one.ppv!.value > 0.5 ? -0.17 : 0.17)
    },
  ),
  'more patients in the performance than in the set': to(
    (paper) => paper.performance.filter(({ set }) => set !== 'all'),
    (one, random) => {
      one.n = moved(one.n, 11 + random.below(30))
    },
  ),
  'events of a set that all patients do not have': to(
    (paper) => (paper.patients.outcome ? paper.performance.filter(({ over }) => !over) : []),
    (one, random, paper) => {
      one.events = number(String(paper.patients.outcome!.n.value + 3 + random.below(20)))
    },
  ),
  'a model of more patients than the study': to(
    (paper) => paper.models.filter(({ n }) => n),
    (model, random, paper) => {
      model.n = number(String(paper.patients.n.value + 40 + random.below(200)))
    },
  ),
  'a split that does not add up': to(
    (paper) => paper.splits,
    ({ sizes }, random) => {
      sizes.training = moved(sizes.training, 9 + random.below(20))
    },
  ),
  'more features selected than extracted': (paper, random) => {
    paper.features = {
      where: 'Methods',
      total: number(String(90 + random.below(40))),
      families: [],
      selected: { where: 'Results', n: number(String(140 + random.below(60))) },
    }
    return true
  },
  'a t statistic of the text': to(
    (paper) => paper.statistics.filter(({ says }) => /t\(\d+\)/.test(says)),
    (one, random) => {
      one.says = one.says
        .replace(/t\((\d+)\) = [^,]+,/, `t($1) = ${(6.1 + random.below(3)).toFixed(2)},`)
        .replace(/p (?:<|=) [^,]+,/, 'p = .217,')
    },
  ),
  'an I² of another Q': (paper, random) => {
    const [q, df] = [3 + random.below(4), 9 + random.below(4)]
    paper.statistics.push({
      where: 'Results',
      says: `Q(${df}) = ${q}.41, p = ${q < 5 ? '.958' : '.830'}, I2 = ${41 + random.below(30)}%`,
    })
    return true
  },
  'a sample size of no formula': to(
    (paper) => paper.sampleSizes,
    (one, random) => {
      const key = one.n ? 'n' : 'events'
      one[key] = moved(one[key]!, -Math.ceil(one[key]!.value * (0.2 + 0.4 * random.uniform())) - 3)
    },
  ),
  'κ of other counts': to(
    (paper) => paper.agreement.filter(({ counts }) => counts),
    (one) => {
      one.value = moved(one.value, one.value.value > 0.5 ? -0.21 : 0.21)
      one.ci = undefined
    },
  ),
  'a Hosmer–Lemeshow p': to(
    (paper) => paper.performance,
    (one, random) => {
      one.hosmerLemeshow = {
        statistic: number((21 + 9 * random.uniform()).toFixed(2)),
        df: number('8'),
        p: number('0.481'),
      }
    },
  ),
  'a bare percentage no count gives': to(
    (paper) => rowsOf(paper, (row) => row.shares).filter(({ table }) => table.groups[0].n.value < 150),
    ({ table, row }) => {
      const n = table.groups[0].n.value
      Object.values(row.shares!)[0][0] = number(`${((100 * (Math.floor(n / 3) + 0.5)) / n).toFixed(2)}%`)
    },
  ),
}
