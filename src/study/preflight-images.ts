import { type Fault, fault } from '../cohort/fault.ts'
import { QualityUnlike, RegionsDisagree, SameImageTwice } from '../errors.ts'
import { outliers } from '../image/quality.ts'
import type { CaseTask } from '../run/case.ts'
import type { CaseGlance, ReadersTask } from '../run/glance.ts'
import type { StudyContext } from './context.ts'
import type { Case } from './extract-cases.ts'

interface Seen {
  patient: string
  sequence: string
  reader: string
  glance?: CaseGlance
}

/** Images of different patients that hold the same voxels. */
export function sameImages(cases: readonly Seen[], tasks: readonly CaseTask[]): Fault[] {
  const found: Fault[] = []
  const first = new Map<string, string>()
  for (const [i, { patient, sequence, glance }] of cases.entries()) {
    if (!glance) continue
    const owner = first.get(glance.hash)
    if (owner === undefined) first.set(glance.hash, patient)
    else if (owner !== patient && !found.some((one) => one.patient === patient && one.file === tasks[i].image))
      found.push(fault(SameImageTwice(sequence, patient, owner), { file: tasks[i].image, patient }))
  }
  return found
}

/** The measures of an image's quality: which end is bad, and from where on it matters at all. */
const measures: {
  name: string
  of: (glance: CaseGlance) => number | undefined
  bad: 'low' | 'high'
  matters: (value: number) => boolean
  text: (value: number) => string
}[] = [
  {
    name: 'signal-to-noise ratio',
    of: ({ quality }) => quality.signalToNoise,
    bad: 'low',
    matters: () => true,
    text: (value) => value.toFixed(1),
  },
  {
    name: 'share of clipped voxels',
    of: ({ quality }) => quality.clipped,
    bad: 'high',
    matters: (value) => value > 0.001,
    text: (value) => `${(100 * value).toFixed(2)}%`,
  },
  {
    name: 'wrap-around',
    of: ({ quality }) => quality.wrap,
    bad: 'high',
    matters: (value) => value > 0.1,
    text: (value) => `${(100 * value).toFixed(0)}% of the edges`,
  },
]

/** Cases whose image quality stands out from its sequence's in the cohort. */
export function unlikeQuality(cases: readonly Seen[], tasks: readonly CaseTask[]): Fault[] {
  const found: Fault[] = []
  for (const sequence of new Set(cases.map((one) => one.sequence))) {
    const own = cases.flatMap((one, i) =>
      one.sequence === sequence && one.glance ? [{ ...one, glance: one.glance, i }] : [],
    )
    const once = own.filter((one, k) => own.findIndex(({ patient }) => patient === one.patient) === k)
    for (const { name, of, bad, matters, text } of measures) {
      const values = once.map(({ glance }) => of(glance))
      const known = values.filter((value) => value !== undefined).sort((a, b) => a - b)
      const middle = known[known.length >> 1]
      for (const [k, odd] of outliers(values).entries()) {
        const value = values[k]
        if (!odd || value === undefined || !matters(value) || (bad === 'low' ? value > middle : value < middle))
          continue
        const { patient, i } = once[k]
        found.push(
          fault(QualityUnlike(sequence, patient, name, text(value)), { file: tasks[i].image, patient }, 'note'),
        )
      }
    }
  }
  return found
}

/** Below this the two readers have hardly drawn the same. */
const lowOverlap = 0.7

/** The overlap of each pair of readers who drew on the same image. */
export async function readersOverlap(cases: readonly Case[], seen: readonly Seen[], context: StudyContext) {
  const pairs = seen.flatMap((one, i) =>
    seen.flatMap((other, j) => {
      const same = j > i && other.patient === one.patient && other.sequence === one.sequence
      return same && one.glance && other.glance
        ? [{ one, other, task: { ...cases[i].task, other: cases[j].task.mask } }]
        : []
    }),
  )
  if (!pairs.length) return []
  const tasks = pairs.map(({ task }) => task)
  const answers = await context.map<ReadersTask, { dice: number } | { failed: string }>('glance/readers', tasks, {})
  return pairs.flatMap(({ one: { patient, sequence, reader }, other, task }, i) => {
    const answer = answers[i]
    if ('failed' in answer) return []
    const { dice } = answer
    const low = dice < lowOverlap
    const problem =
      low && fault(RegionsDisagree(patient, sequence, reader, other.reader, dice), { file: task.mask, patient }, 'note')
    return [
      {
        patient,
        sequence,
        readers: [reader, other.reader] as [string, string],
        dice,
        ...(problem && { fault: problem }),
      },
    ]
  })
}
