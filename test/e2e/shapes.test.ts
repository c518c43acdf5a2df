import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { writeOddStudy } from '../support/odd-studies.ts'

// `NOMOSCOPE_SHAPES=200 npx vitest run test/e2e/shapes.test.ts` tries 200
const shapes = Number(process.env.NOMOSCOPE_SHAPES ?? 24)
const folder = scratchFolder()

test(
  `of ${shapes} odd studies (NOMOSCOPE_SHAPES=200 for more) each ends in a report or one refusal, and check foretells it`,
  () => {
    const wrong: string[] = []
    const ends = { reported: 0, refused: 0 }
    for (let k = 1; k <= shapes; k++) {
      const at = join(folder, String(k))
      writeOddStudy(at, k)
      const file = join(at, 'study.yaml')
      const check = nomoscope('check', file)
      const run = nomoscope('run', file, '--out', join(at, 'out'), '--quiet')
      const reported = existsSync(join(at, 'out', 'report.html'))
      ends[reported ? 'reported' : 'refused']++
      const said = `study ${k}: check ${check.status}, run ${run.status}: ${run.stderr.split('\n', 2).join(' ')}`
      // 0 is a report and nothing to look at, 3 data faults that check has named, 1 and a signal our own fault
      const ended = [0, 3].includes(check.status!) && [0, 3].includes(run.status!)
      const refusedClearly = reported || /^NS-[A-Z]+-\d+ /m.test(run.stderr)
      if (!ended || check.status !== run.status || !refusedClearly) wrong.push(said)
    }
    expect(wrong).toEqual([])
    expect(ends.reported).toBeGreaterThan(0)
  },
  shapes * 30_000,
)
