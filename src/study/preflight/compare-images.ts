import type { CaseTask } from '../../cases/case.ts'
import type { CaseInspection } from '../../cases/inspect.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import {
  RangeUnlike,
  ReadersIdentical,
  RegionFlat,
  RegionSizeUnlike,
  RegionsDisagree,
  SameImageTwice,
  SameMaskTwice,
  SpacingUnlike,
} from '../../errors/index.ts'
import { outliers } from '../../image/quality/quality.ts'
import { median } from '../../statistics/descriptive/descriptive.ts'
import type { Case } from '../cases/extract-all.ts'
import type { StudyContext } from '../context.ts'

interface Seen {
  patient: string
  sequence: string
  reader: string
  glance?: CaseInspection
}

/** Images of different patients that hold the same voxels, and regions that are the same voxel for voxel. */
export function sameImages(cases: readonly Seen[], tasks: readonly CaseTask[]): Fault[] {
  const twice = (
    hash: (glance: CaseInspection) => string,
    path: (task: CaseTask) => string,
    problem: typeof SameImageTwice,
  ) => {
    const found: Fault[] = []
    const first = new Map<string, string>()
    for (const [i, { patient, sequence, glance }] of cases.entries()) {
      if (!glance) continue
      const file = path(tasks[i])
      const owner = first.get(hash(glance))
      if (owner === undefined) first.set(hash(glance), patient)
      else if (owner !== patient && !found.some((one) => one.patient === patient && one.file === file))
        found.push(fault(problem(sequence, patient, owner), { file, patient }))
    }
    return found
  }
  return [
    ...twice(
      ({ hash }) => hash,
      ({ image }) => image,
      SameImageTwice,
    ),
    ...twice(
      ({ maskHash }) => maskHash,
      ({ mask }) => mask,
      SameMaskTwice,
    ),
  ]
}

/** Images whose spacing is more than a tenth off the usual one of their sequence: often another protocol. */
export function unlikeSpacing(cases: readonly Seen[], tasks: readonly CaseTask[]): Fault[] {
  return [...new Set(cases.map(({ sequence }) => sequence))].flatMap((sequence) => {
    const own = firstReaders(cases).filter(({ one }) => one.sequence === sequence)
    if (!own.length) return []
    const usual = [0, 1, 2].map((axis) => median(own.map(({ glance }) => glance.spacing[axis])))
    return own.flatMap(({ one: { patient }, glance, i }) => {
      const axis = glance.spacing.findIndex((spacing, a) => Math.abs(spacing / usual[a] - 1) > 0.1)
      if (axis < 0) return []
      const problem = SpacingUnlike(sequence, 'xyz'[axis], glance.spacing[axis], usual[axis])
      return [fault(problem, { file: tasks[i].image, patient }, 'note')]
    })
  })
}

/** How many times wider or narrower than usual an intensity range is before it is told, and a ratio of volumes. */
const wideRatio = 4
const largeRatio = 3

/** Images whose intensities span far more or less than their sequence's, whatever their unit. */
export function unlikeRanges(cases: readonly Seen[], tasks: readonly CaseTask[]): Fault[] {
  return [...new Set(cases.map(({ sequence }) => sequence))].flatMap((sequence) => {
    const own = firstReaders(cases).filter(({ one }) => one.sequence === sequence)
    if (!own.length) return []
    const spans = own.map(({ glance }) => Math.log(glance.range[1] - glance.range[0]))
    const usual = median(spans)
    return outliers(spans).flatMap((odd, k) => {
      if (!odd || Math.abs(spans[k] - usual) < Math.log(wideRatio)) return []
      const { one, glance, i } = own[k]
      const span = glance.range.map((value) => Number(value.toPrecision(4))).join(' to ')
      const problem = RangeUnlike(sequence, one.patient, span, String(Number(Math.exp(usual).toPrecision(2))))
      return [fault(problem, { file: tasks[i].image, patient: one.patient }, 'note')]
    })
  })
}

/** Regions in one slice, and regions whose volume on one sequence is far from what it is on another. */
export function unlikeRegions(cases: readonly Seen[], tasks: readonly CaseTask[]): Fault[] {
  const flat = cases.flatMap(({ patient, sequence, glance }, i) =>
    glance?.slices === 1 && glance.size[2] > 1
      ? [fault(RegionFlat(sequence, patient), { file: tasks[i].mask, patient }, 'note')]
      : [],
  )
  const own = firstReaders(cases)
  const sequences = [...new Set(own.map(({ one }) => one.sequence))]
  const pairs = sequences.slice(1).flatMap((sequence) => {
    const both = own.flatMap((here) => {
      const there = own.find(({ one }) => one.sequence === sequences[0] && one.patient === here.one.patient)
      return here.one.sequence === sequence && there ? [{ here, there }] : []
    })
    if (!both.length) return []
    const ratios = both.map(({ here, there }) => Math.log(here.glance.millilitres / there.glance.millilitres))
    const usual = median(ratios)
    return outliers(ratios).flatMap((odd, k) => {
      if (!odd || Math.abs(ratios[k] - usual) < Math.log(largeRatio)) return []
      const { here, there } = both[k]
      const { patient } = here.one
      const [volume, other] = [here, there].map(({ glance }) => glance.millilitres.toFixed(2))
      const problem = RegionSizeUnlike(patient, sequence, volume, sequences[0], other)
      return [fault(problem, { file: tasks[here.i].mask, patient }, 'note')]
    })
  })
  return [...flat, ...pairs]
}

/** What was seen of each image once, by its first reader. */
function firstReaders(cases: readonly Seen[]) {
  const seen = new Set<string>()
  return cases.flatMap((one, i) => {
    const key = JSON.stringify([one.patient, one.sequence])
    if (!one.glance || seen.has(key)) return []
    seen.add(key)
    return [{ one, glance: one.glance, i }]
  })
}

/** Below this the two readers have hardly drawn the same. */
const lowOverlap = 0.7

/** The overlap of each pair of readers who drew on the same image, and of a reader's two readings. */
export async function readersOverlap(
  cases: readonly Case[],
  seen: readonly Seen[],
  context: StudyContext,
  second: ReadonlyMap<string, string> = new Map(),
) {
  // A second reading is compared with the first of the same reader, and with nobody else's.
  const isAgain = (a: string, b: string) => second.get(a) === b || second.get(b) === a
  const compared = (a: string, b: string) => (second.has(a) || second.has(b) ? isAgain(a, b) : true)
  const pairs = seen.flatMap((one, i) =>
    seen.flatMap((other, j) => {
      const same = j > i && other.patient === one.patient && other.sequence === one.sequence
      return same && one.glance && other.glance && compared(one.reader, other.reader)
        ? [{ one, other, task: { ...cases[i].task, other: cases[j].task.mask } }]
        : []
    }),
  )
  if (!pairs.length) return []
  const tasks = pairs.map(({ task }) => task)
  const answers = await context.map('glance/readers', tasks)
  return pairs.flatMap(({ one, other, task }, i) => {
    const { patient, sequence, reader } = one
    const answer = answers[i]
    if ('failed' in answer) return []
    const { dice } = answer
    const same = one.glance?.maskHash === other.glance?.maskHash
    const told = same
      ? ReadersIdentical(patient, sequence, reader, other.reader)
      : RegionsDisagree(patient, sequence, reader, other.reader, dice)
    const problem = (same || dice < lowOverlap) && fault(told, { file: task.mask, patient }, 'note')
    return [
      {
        patient,
        sequence,
        readers: [reader, other.reader] as [string, string],
        dice,
        ...(isAgain(reader, other.reader) && { again: true }),
        ...(problem && { fault: problem }),
      },
    ]
  })
}
