import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { sizesOf, sum } from '../rows.ts'
import type { Transcript } from '../transcript.ts'

/** A set has one size wherever it is named, and sets that together are all patients add up to them. */
export const setSizes: Check = {
  id: 'set-sizes',
  title: 'Sizes of groups and sets',
  question: 'Groups and sets have different sizes in different places. Which are right, and which were analysed',
  examine: (transcript) => [...statedSizes(transcript), ...totals(transcript)],
}

function statedSizes(transcript: Transcript): Examination[] {
  const all = sizesOf(transcript)
  return [...new Set(all.map(({ set }) => set))].flatMap((set) => {
    const stated = all.filter((one) => one.set === set)
    if (stated.length < 2) return []
    const arithmetic = stated.map(({ n, where }) => `${where}: n = ${n}`)
    const at = stated.map((one) => one.at)
    const sizes = [...new Set(stated.map(({ n }) => n))]
    if (sizes.length === 1) return [addsUp(`size of ${set}`, at, ...arithmetic)]
    const statement = `The ${set} set has ${sizes.join(' patients in one place and ')} in another.`
    return [finding('inconsistent', `size of ${set}`, at, statement, `${set} ${sizes.join(' against ')}`, arithmetic)]
  })
}

function totals({ patients, splits, tables }: Transcript): Examination[] {
  const found: Examination[] = []
  const compare = (subject: string, at: string, parts: number[], whole: number, whole_: string) => {
    const total = sum(parts)
    const line = `${parts.join(' + ')} = ${total}; ${whole_}: ${whole}`
    if (total === whole) return found.push(addsUp(subject, [at], line))
    const statement = `${subject}: ${parts.join(' + ')} is ${total}, not ${whole}.`
    return found.push(finding('inconsistent', subject, [at], statement, `${subject} ${total} against ${whole}`, [line]))
  }
  const n = patients.n.value
  splits.forEach(({ where, sizes }, s) => {
    compare(
      `sets of ${where}`,
      `splits.${s}`,
      Object.values(sizes).map((size) => size.value),
      n,
      'all patients',
    )
  })
  tables.forEach(({ id, groups, covers, paired }, t) => {
    if (covers === 'all' && groups.length > 1 && !paired)
      compare(
        `groups of ${id}`,
        `tables.${t}`,
        groups.map((group) => group.n.value),
        n,
        'all patients',
      )
    const withOutcome = groups.filter(({ outcome }) => outcome === 'with')
    if (covers === 'all' && patients.outcome && withOutcome.length > 0)
      compare(
        `patients with the outcome in ${id}`,
        `tables.${t}`,
        withOutcome.map((group) => group.n.value),
        patients.outcome.n.value,
        patients.where,
      )
  })
  return found
}
