import { addsUp, deciding, type Examination, finding } from '../examination.ts'
import {
  type Interval,
  overlap,
  type Printed,
  printInterval,
  roundingOf,
  roundingWords,
  significanceFlips,
} from '../printed.ts'

/** Holds what is printed of one term or statement against what follows from the rest of it. */
export interface Judge {
  name: string
  at: string
  judge: (
    what: string,
    expected: readonly { how: string; range: Interval }[],
    printed: Printed,
    more?: { text?: (range: Interval) => string; loose?: Interval; why?: string },
  ) => Examination
}

/** name  what it is about; at  its place in the transcript. */
export function judgeOf(name: string, at: string): Judge {
  return {
    name,
    at,
    judge: (what, expected, printed, { text = shownFor(printed), loose, why = '' } = {}) => {
      const subject = `${name}: ${what}`
      const lines = [...expected.map(({ how, range }) => `${how} = ${text(range)}`), `printed ${what} ${printed.text}`]
      if (expected.some(({ range }) => overlap(range, printed))) return addsUp(subject, [at], ...lines)
      const rounding = expected.map(({ range }) => roundingOf(range, printed)).find((one) => one)
      const explained = !rounding && loose !== undefined && overlap(loose, printed)
      const statement = rounding
        ? `${subject} ${printed.text} ${roundingWords[rounding as 'cut off']} (${expected[0].how} is ${text(expected[0].range)}).`
        : `${subject} is printed ${printed.text}; ${expected[0].how} is ${text(expected[0].range)}${explained ? why : ''}.`
      const brief = `${subject} ${printed.text}, not ${text(expected[0].range)}`
      const one = finding(rounding || explained ? 'unusual' : 'inconsistent', subject, [at], statement, brief, lines)
      const flips = what === 'p' && expected.every(({ range }) => significanceFlips(range, printed))
      return { ...deciding(one, flips), ...(explained ? { explained: true as const } : {}) }
    },
  }
}

export function magnitude({ low, high }: Interval): Interval {
  return {
    low: low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high)),
    high: Math.max(Math.abs(low), Math.abs(high)),
  }
}

export const shownFor = (printed: Printed) => (range: Interval) => printInterval(range, printed.decimals + 1)
