import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../support/cli.ts'
import { writeOddStudy } from '../support/odd-studies.ts'
import { writeRandomStudy } from '../support/random-studies.ts'
import { disagreement, tryStudy } from '../support/try-study.ts'

// `NOMOSCOPE_SHAPES=200 npx vitest run test/e2e/shapes.test.ts` tries 200; `npx tsx bench/studies.ts` any number
const shapes = Number(process.env.NOMOSCOPE_SHAPES ?? 40)
const folder = scratchFolder()

test(
  `of ${shapes} odd studies (NOMOSCOPE_SHAPES=200 for more) each ends in a report or one refusal, and check foretells it`,
  async () => {
    const wrong: string[] = []
    const ends = new Map<string, number>()
    for (let k = 1; k <= shapes; k++) {
      const at = join(folder, String(k))
      writeOddStudy(at, k)
      const trial = await tryStudy(join(at, 'study.yaml'))
      ends.set(trial.run, (ends.get(trial.run) ?? 0) + 1)
      const found = disagreement(trial)
      if (found) wrong.push(`study ${k}: ${found}`)
    }
    expect(wrong).toEqual([])
    expect(ends.get('done')).toBeGreaterThan(0)
  },
  60_000 + shapes * 5_000,
)

test.each([
  [184, 'two questions at once'],
  [3039, 'a feature that is the same in every complete row'],
  [3216, 'a held-out set of which a Cox model has no value'],
  [40450, 'a held-out set that is followed for no time'],
])('random study %i: %s', async (k) => {
  const at = join(folder, `random ${k}`)
  writeRandomStudy(at, k)
  expect(disagreement(await tryStudy(join(at, 'study.yaml')))).toBeUndefined()
})
