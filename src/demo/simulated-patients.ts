import { pow } from '../portable-math.ts'
import { type RandomStream, randomStream } from '../statistics/index.ts'
import { heterogeneityShift, immune, macrophageCorrelation, margins, moments, serum } from './truth.ts'

/** Fresh synthetic patients for tests of method: columns as numbers, and the truth behind them. */
export interface SimulatedPatients {
  her2: Uint8Array
  /** Two-level columns 0/1, `edge` as dummies edge_blur and edge_burr, serum markers, immune cells, age, volume. */
  columns: Map<string, Float64Array>
  features: { names: string[]; values: Float64Array[] }
  /** The patients' heterogeneity, which the first features show with noise. */
  heterogeneity: Float64Array
  /** True log odds of HER-2 given type, edge, skin and axillary status alone, and given these and heterogeneity. */
  logOddsMri: Float64Array
  logOdds: Float64Array
}

const prevalence = 0.25
const mriItems = ['type', 'edge', 'skin', 'axillary']

/** Percentages of the stains, and TAM as the mean of the two macrophage stains, which hang together. */
function immuneStains(her2: Uint8Array, random: RandomStream): Map<string, Float64Array> {
  const stains = new Map<string, Float64Array>()
  let previous = new Float64Array(her2.length)
  for (const [name, { mean, more, sd }] of Object.entries(immune)) {
    const share = name === 'cd163' ? macrophageCorrelation : 0
    const own = Float64Array.from(her2, () => random.gaussian())
    const shared = previous
    stains.set(
      name,
      Float64Array.from(own, (z, i) =>
        Math.max(0, mean + more * her2[i] + sd * (share * shared[i] + Math.sqrt(1 - share * share) * z)),
      ),
    )
    previous = own
  }
  const [cd68, cd163] = [stains.get('cd68')!, stains.get('cd163')!]
  return stains.set(
    'tam',
    cd68.map((value, i) => (value + cd163[i]) / 2),
  )
}

/**
 * n patients drawn afresh from what the demo's cohort is drawn from, without its exact margins: HER-2 is positive with
 * probability 1/4, everything else independent given HER-2. Of the `p` features the first six are the heterogeneity
 * with noise (correlation 0.8), the next six near copies of these (0.97), the rest blocks of eight that hang together
 * (0.6) and know nothing of HER-2.
 */
export function simulatePatients(n: number, seed: number, p = 60): SimulatedPatients {
  const random = randomStream(seed, 'simulated patients')
  const her2 = Uint8Array.from({ length: n }, () => (random.uniform() < prevalence ? 1 : 0))
  const columns = new Map<string, Float64Array>()
  const column = (name: string, value: (positive: number) => number) => {
    const values = new Float64Array(n)
    for (let i = 0; i < n; i++) values[i] = value(her2[i])
    columns.set(name, values)
    return values
  }
  const logOddsMri = new Float64Array(n).fill(Math.log(prevalence / (1 - prevalence)))
  for (const [name, levels] of Object.entries(margins)) {
    const counts = Object.values(levels)
    const shares = (positive: number) => counts.map((pair) => pair[positive ? 0 : 1] / (positive ? 80 : 240))
    const drawn = new Uint8Array(n)
    for (let i = 0; i < n; i++) {
      let u = random.uniform()
      const given = shares(her2[i])
      while (u >= given[drawn[i]] && drawn[i] < given.length - 1) u -= given[drawn[i]++]
      if (mriItems.includes(name)) logOddsMri[i] += Math.log(shares(1)[drawn[i]] / shares(0)[drawn[i]])
    }
    for (const [code, level] of Object.keys(levels).entries())
      if (code > 0)
        columns.set(
          counts.length === 2 ? name : `${name}_${level}`,
          Float64Array.from(drawn, (own) => (own === code ? 1 : 0)),
        )
  }
  for (const [name, { positive, negative }] of Object.entries(moments))
    column(name, (is) => (is ? positive : negative)[0] + (is ? positive : negative)[1] * random.gaussian())
  for (const [name, { median, factor, sd }] of Object.entries(serum))
    column(name, (is) => median * pow(factor, is) * Math.exp(sd * random.gaussian()))
  const stains = immuneStains(her2, random)
  for (const [name, values] of stains) columns.set(name, values)
  const heterogeneity = column('heterogeneity', (is) => heterogeneityShift * is + random.gaussian())
  columns.delete('heterogeneity')
  // Two normal densities of SD 1, the shift apart.
  const logOdds = logOddsMri.map((own, i) => own + heterogeneityShift * (heterogeneity[i] - heterogeneityShift / 2))

  const features = { names: [] as string[], values: [] as Float64Array[] }
  let block = new Float64Array(n)
  for (let j = 0; j < p; j++) {
    const [source, share] =
      j < 6 ? [heterogeneity, 0.8] : j < 12 ? [features.values[j - 6], 0.97] : [block, Math.sqrt(0.6)]
    if (j >= 12 && (j - 12) % 8 === 0) for (let i = 0; i < n; i++) block[i] = random.gaussian()
    const rest = Math.sqrt(1 - share * share)
    features.names.push(`feature${String(j + 1).padStart(String(p).length, '0')}`)
    features.values.push(Float64Array.from(source, (value) => share * value + rest * random.gaussian()))
    if (j >= 12 && (j - 12) % 8 === 7) block = new Float64Array(n)
  }
  return { her2, columns, features, heterogeneity, logOddsMri, logOdds }
}
