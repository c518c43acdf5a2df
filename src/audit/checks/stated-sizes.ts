import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { sampleSizeText } from '../stated-size.ts'
import { neededSizes, shareOf } from '../tests/needed-sizes.ts'
import type { Transcript } from '../transcript.ts'

/** Below this share of what the most sparing formula asks for, no usual way of counting explains the number. */
const farBelow = 0.6

/** The sample size that a paper derives, by the usual formulas; and whether the study has those patients. */
export const statedSizes: Check = {
  id: 'stated-sizes',
  title: 'Sample sizes as the paper derives them',
  question: 'The sample size does not follow from what it is said to follow from. How was it calculated',
  examine: (transcript) =>
    transcript.sampleSizes.flatMap((_, s) => [...derived(transcript, s), ...reached(transcript, s)]),
}

function derived({ sampleSizes }: Transcript, s: number): Examination[] {
  const one = sampleSizes[s]
  const key = one.n ? 'all' : one.each ? 'each' : 'events'
  const stated = (one.n ?? one.each ?? one.events)!
  const lost = one.dropout ? shareOf(one.dropout) : 0
  const needed = neededSizes(one).flatMap(({ how, ...sizes }) => {
    const size = sizes[key]
    return size ? [{ how, size }] : []
  })
  if (needed.length === 0) return []
  const at = [`sampleSizes.${s}`]
  const subject = `${one.where}: ${one.of}`
  const lines = needed.map(({ how, size }) => `${how}: ${size.toFixed(1)}`)
  if (lost > 0) lines.push(`with drop-outs of ${one.dropout!.text}: n / (1 − ${lost}) or n × ${1 + lost}`)
  const sizes = needed.map(({ size }) => size)
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  const said = sampleSizeText(one)
  // Rounded up in each group; with drop-outs or before them.
  if (stated.value >= 0.97 * least - 1 && stated.value <= (1.03 * most) / (1 - lost) + 3)
    return [addsUp(subject, at, said, ...lines)]
  const below = stated.value < least
  const range =
    Math.ceil(least) === Math.ceil(most) ? `${Math.ceil(least)}` : `${Math.ceil(least)} to ${Math.ceil(most)}`
  const statement = `${one.where}, sample size (${said}): the usual formulas give ${range}.`
  const brief = `sample size ${stated.text}, by formula ${range}`
  return [
    finding(
      below && stated.value < farBelow * least ? 'inconsistent' : 'unusual',
      subject,
      at,
      statement,
      brief,
      lines,
    ),
  ]
}

/** A study of fewer patients than its own calculation asks for. */
function reached({ sampleSizes, patients }: Transcript, s: number): Examination[] {
  const { n, where } = sampleSizes[s]
  if (!n) return []
  const subject = `${where}: patients of the calculation and of the study`
  const line = `asked for ${n.text}, studied ${patients.n.text}`
  const at = [`sampleSizes.${s}`, 'patients']
  if (patients.n.value >= n.value) return [addsUp(subject, at, line)]
  const statement = `${where} asks for ${n.text} patients; the study has ${patients.n.text}.`
  return [finding('unusual', subject, at, statement, `${n.text} asked for, ${patients.n.text} studied`, [line])]
}
