import '../../portable-math-first.ts'
import { sendError } from '../../jobs/messages.ts'
import type { Result, Said, Work } from './messages.ts'

/** The thread that does what the page asks, so that the page itself never waits; what it needs is loaded then. */
const say = (said: Said) => self.postMessage(said)

async function does(work: Work): Promise<Result> {
  switch (work.do) {
    case 'check':
      return (await import('./do/check.ts')).checkStudy(work, say)
    case 'run':
      return (await import('./do/run.ts')).runStudyHere(work, say)
    case 'demo':
      return (await import('./do/demo.ts')).writeDemo(work, say)
    case 'case':
      return (await import('./do/case.ts')).extractOne(work, say)
    case 'validate':
      return (await import('./do/external.ts')).validateHere(work, say)
    case 'compare':
      return (await import('./do/external.ts')).compareHere(work, say)
    case 'zip':
      return (await import('./do/zip.ts')).zipFolder(work, say)
  }
}

self.onmessage = async ({ data }: MessageEvent<Work>) => {
  try {
    say({ result: await does(data) })
  } catch (error) {
    say({ fault: sendError(error) })
  }
}
