import { expect } from 'vitest'
import { chromiumProbe } from '../support/chromium.ts'
import { toolTest } from '../support/needs.ts'
import { type CrashTrial, crashes, crashReadings } from '../support/reading-crashes.ts'

// A hundred of them: `npx tsx bench/crashes.ts`.
toolTest(
  'the tab, the server, the disk and the folder die while a reader draws and answers: what was finished is there, and the page says what is not',
  chromiumProbe,
  3,
  async () => {
    const trials: CrashTrial[] = []
    const notes = await crashReadings(2 * crashes.length, 22, (trial) => trials.push(trial))
    for (const note of notes) console.log(note)
    expect(trials.flatMap(({ crash, faults }) => faults.map((fault) => `${crash}: ${fault}`))).toEqual([])
    expect(trials.filter(({ lost }) => lost.strokes + lost.answers > 1)).toEqual([])
    expect(trials.filter(({ crash, lost }) => crash !== 'tab killed' && lost.strokes + lost.answers > 0)).toEqual([])
  },
  600_000,
)
