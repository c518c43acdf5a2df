import { pow } from '../portable-math.ts'
import {
  type CsvCell,
  isoDate,
  type Outcome,
  outcomeOf,
  percentagePositive,
  tumourAssociatedMacrophages,
} from '../cohort/index.ts'
import { type RandomStream, randomStream, shuffle } from '../statistics/index.ts'
import { hazards, heterogeneityShift, immune, macrophageCorrelation, margins, moments, serum } from './truth.ts'

/** A patient who was never born. `cells` is the row of cohort.csv. */
export interface DemoPatient {
  id: string
  her2: 0 | 1
  /** Whether the criteria keep the patient; these have images, and those whose images are poor. */
  eligible: boolean
  poorImages?: PoorImages
  cells: Record<string, CsvCell>
  /** Latent truth behind the images. */
  heterogeneity: number
  visits: { date: number; newLesion: boolean; cea: number; ca153: number }[]
  fields: { marker: string; positive: number; counted: number }[]
}

/** What went wrong with a patient's images: motion between DCE phases, noise in DCE, distortion of DWI. */
export type PoorImages = 'motion' | 'noise' | 'distortion'

/** Days from 1970-01-01 to 2022-06-01, and from there to 2024-06-30: when the patients of the paper were seen. */
const firstDay = 19144
const days = 760

/**
 * 320 eligible patients, 80 of them HER-2 positive, whose margins are those of `margins` to the count and of `moments`
 * to rounding, everything else drawn independently given HER-2; and 60 more whom the criteria remove.
 */
export function demoPatients(seed: number): DemoPatient[] {
  const groups = ([1, 0] as const).map((her2) => eligiblePatients(her2, randomStream(seed, 'demo', her2)))
  const spare = randomStream(seed, 'demo', 'removed')
  const removed = exclusions.flatMap(({ times, cells, poorImages }) =>
    Array.from({ length: times }, () => ({ ...spareLike(groups, spare), excluded: cells, poorImages })),
  )
  const dated = [
    ...groups.flat().map((patient) => ({ ...patient, excluded: undefined, poorImages: undefined })),
    ...removed,
  ]
  const dates = randomStream(seed, 'demo', 'dates')
  const order = dated.map((patient) => ({ patient, day: firstDay + dates.below(days) }))
  order.sort((a, b) => a.day - b.day)
  return order.map(({ patient, day }, i) => {
    const id = `SYN-${String(i + 1).padStart(3, '0')}`
    return finished(id, day, patient, randomStream(seed, 'demo', id))
  })
}

/** Who is removed and why, one cell each. */
const exclusions: { times: number; cells: Record<string, CsvCell>; poorImages?: PoorImages }[] = [
  { times: 4, cells: { histology: 'in situ' } },
  { times: 2, cells: { age: 17 } },
  { times: 3, cells: { kps: 60 } },
  { times: 8, cells: { sequences: 'incomplete' } },
  { times: 9, cells: { metastasis: 'yes' } },
  { times: 5, cells: { prior_malignancy: 'yes' } },
  { times: 12, cells: { neoadjuvant: 'yes' } },
  { times: 3, cells: { contraindication: 'yes' } },
  { times: 2, cells: { image_quality: 'poor' }, poorImages: 'motion' },
  { times: 2, cells: { image_quality: 'poor' }, poorImages: 'noise' },
  { times: 2, cells: { image_quality: 'poor' }, poorImages: 'distortion' },
  { times: 2, cells: { comorbidity: 'yes' } },
  { times: 1, cells: { infection: 'yes' } },
  { times: 1, cells: { cooperation: 'no' } },
  { times: 4, cells: { ihc_score: 2, fish_ratio: '', her2_copies: '', her2: '' } },
]

/** Why the criteria remove someone: the cells that say so, and what the images show. */
interface Removal {
  excluded?: Record<string, CsvCell>
  poorImages?: PoorImages
}

interface Draft {
  her2: 0 | 1
  drawn: Record<string, CsvCell>
  followup: number
}

function eligiblePatients(her2: 0 | 1, random: RandomStream): Draft[] {
  const n = her2 ? 80 : 240
  const [age, volume, followup] = ['age', 'volume', 'followup'].map((name) =>
    standardised(n, moments[name][her2 ? 'positive' : 'negative'], random),
  )
  const drawn: Record<string, CsvCell[]> = {}
  for (const [name, levels] of Object.entries(margins)) {
    const dealt = Object.entries(levels).flatMap(
      ([level, counts]) => Array(counts[her2 ? 0 : 1]).fill(level) as string[],
    )
    const places = shuffle(
      Int32Array.from({ length: n }, (_, i) => i),
      random,
    )
    // Menopause goes with age: the oldest (by and large) have passed it.
    if (name === 'menopause') {
      const older = age.map((years) => years + 5 * random.gaussian())
      places.set([...older.keys()].sort((a, b) => older[a] - older[b]))
    }
    drawn[name] = []
    for (const [i, place] of places.entries()) drawn[name][place] = dealt[i]
  }
  return Array.from({ length: n }, (_, i) => ({
    her2,
    followup: Math.max(6, followup[i]),
    drawn: {
      age: Math.max(19, Math.round(age[i])),
      volume: rounded(Math.max(0.8, volume[i]), 2),
      ...Object.fromEntries(Object.entries(drawn).map(([name, values]) => [name, values[i]])),
    },
  }))
}

/** Someone like a patient of the cohort, with another age and volume. */
function spareLike(groups: Draft[][], random: RandomStream): Draft {
  const group = groups[random.uniform() < 0.25 ? 0 : 1]
  const like = group[random.below(group.length)]
  const age = Math.max(20, Math.round(Number(like.drawn.age) + 4 * random.gaussian()))
  return { ...like, drawn: { ...like.drawn, age, volume: rounded(2 + 10 * random.uniform(), 2) } }
}

/** n normal numbers whose mean and SD are the given ones exactly. */
function standardised(n: number, [mean, sd]: [number, number], random: RandomStream): number[] {
  const values = Array.from({ length: n }, () => random.gaussian())
  const centre = values.reduce((a, b) => a + b, 0) / n
  const spread = Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (n - 1))
  return values.map((x) => mean + (sd * (x - centre)) / spread)
}

function finished(
  id: string,
  day: number,
  { her2, drawn, followup, excluded, poorImages }: Draft & Removal,
  random: RandomStream,
): DemoPatient {
  const markers = Object.fromEntries(
    Object.entries(serum).map(([name, { median, factor, sd }]) => {
      const value = median * pow(factor, her2) * Math.exp(sd * random.gaussian())
      return [name, rounded(value, name === 's100' ? 3 : 2)]
    }),
  )
  let previous = 0
  const fields = Object.entries(immune).flatMap(([marker, { mean, more, sd }]) => {
    const own = random.gaussian()
    // CD163 comes after CD68 and goes with it.
    const share = marker === 'cd163' ? macrophageCorrelation : 0
    const level = Math.max(1, mean + more * her2 + sd * (share * previous + Math.sqrt(1 - share * share) * own))
    previous = own
    return Array.from({ length: 5 }, () => {
      const counted = 150 + random.below(150)
      const share = Math.min(0.95, Math.max(0.002, (level * (1 + 0.15 * random.gaussian())) / 100))
      return { marker, positive: Math.round(share * counted), counted }
    })
  })
  const percent = (marker: string) => percentagePositive(fields.filter((field) => field.marker === marker))
  const tam = tumourAssociatedMacrophages(percent('cd68'), percent('cd163'))
  const { visits, death, lastContact } = wayOf(her2, day, followup, markers, random)
  const outcome: Outcome = outcomeOf({
    diagnosis: day,
    baseline: markers,
    visits: visits.map(({ date, newLesion, cea, ca153 }) => ({ date, newLesion, markers: { cea, ca153 } })),
    death,
    lastContact,
  })
  const cells: Record<string, CsvCell> = {
    patient: id,
    centre: random.uniform() < 0.6 ? 'A' : 'B',
    mri_date: isoDate(day),
    histology: 'invasive',
    kps: 70 + 10 * random.below(4),
    sequences: 'complete',
    metastasis: 'no',
    prior_malignancy: 'no',
    neoadjuvant: 'no',
    contraindication: 'no',
    image_quality: 'good',
    comorbidity: 'no',
    infection: 'no',
    cooperation: 'yes',
    ...drawn,
    ...tissue(her2, random),
    ...markers,
    cd8: rounded(percent('cd8'), 2),
    cd4: rounded(percent('cd4'), 2),
    m1: rounded(percent('m1'), 2),
    treg: rounded(percent('treg'), 2),
    tam: rounded(tam, 2),
    followup_months: rounded(outcome.osMonths, 2),
    dfs_months: rounded(outcome.dfsMonths, 2),
    dfs: outcome.dfs ? 'yes' : 'no',
    os_months: rounded(outcome.osMonths, 2),
    os: outcome.os ? 'yes' : 'no',
    death_date: isoDate(death),
    last_contact: isoDate(lastContact),
    ...excluded,
    data: 'synthetic',
  }
  const heterogeneity = heterogeneityShift * her2 + random.gaussian()
  return { id, her2, eligible: excluded === undefined, poorImages, cells, heterogeneity, visits, fields }
}

/** IHC, FISH and copies that fit the status by the paper's rule; now and then IHC and FISH disagree. */
function tissue(her2: 0 | 1, random: RandomStream): Record<string, CsvCell> {
  const u = random.uniform()
  const ihc = her2 ? (u < 0.65 ? 3 : 2) : u < 0.35 ? 0 : u < 0.75 ? 1 : 2
  const done = ihc === 2 || random.uniform() < 0.15
  const odd = ihc === 3 && random.uniform() < 0.1
  const ratio = odd ? 1.9 : her2 ? 2.2 + 1.8 * Math.abs(random.gaussian()) : 1 + 0.8 * random.uniform()
  const copies = ratio * Math.max(1.5, 2.1 + 0.25 * random.gaussian())
  const ish = done || odd
  return {
    ihc_score: ihc,
    fish_ratio: ish ? rounded(ratio, 2) : '',
    her2_copies: ish ? rounded(copies, 2) : '',
    her2: her2 ? 'positive' : 'negative',
  }
}

/** Visits about every six months up to the last contact; progression is found by the first visit after it. */
function wayOf(her2: 0 | 1, diagnosis: number, months: number, baseline: Record<string, number>, random: RandomStream) {
  const lastDay = diagnosis + Math.round(months * 30.4375)
  const hazard = her2 ? hazards.positive : hazards.negative
  const progression = diagnosis + (-Math.log(1 - random.uniform()) / hazard) * 30.4375
  const byLesion = random.uniform() < 0.7
  const dies = progression < lastDay && random.uniform() < hazards.deathAfterProgression
  const dates: number[] = []
  for (let due = diagnosis + 183; due < lastDay - 45; due += 183) dates.push(due + random.below(29) - 14)
  dates.push(lastDay)
  const visits = dates.map((date) => {
    const progressed = date >= progression
    const usual = (name: string) => rounded(baseline[name] * (0.88 + 0.24 * random.uniform()), 2)
    const raised = progressed && !byLesion
    const cea = raised ? rounded(Math.max(6.2, 1.6 * baseline.cea) * (1 + 0.3 * random.uniform()), 2) : usual('cea')
    return { date, newLesion: progressed && byLesion, cea, ca153: usual('ca153') }
  })
  return { visits, death: dies ? lastDay : Number.NaN, lastContact: lastDay }
}

const rounded = (value: number, digits: number) => Math.round(value * pow(10, digits)) / pow(10, digits)
