import { addsUp, type Check, finding } from '../examination.ts'

/** What the methods announce and what a reader needs is somewhere in the results. */
export const announced: Check = {
  id: 'announced',
  title: 'Announced or needed, and reported',
  question: 'The paper announces or needs what it does not report. Could it be given',
  examine: (transcript) =>
    transcript.announced.map(({ what, where, reported }, i) => {
      const at = [`announced.${i}`]
      const line = `${where}: ${what}`
      if (reported) return addsUp(what, at, line)
      return finding('not reported', what, at, `Not reported: ${what} (${where}).`, what, [line])
    }),
}
