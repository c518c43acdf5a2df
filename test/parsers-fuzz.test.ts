import { expect, test } from 'vitest'
import { fuzz } from './support/fuzz.ts'
import { fuzzedParsers } from './support/fuzz-parsers.ts'

// 100,000 inputs each are run by `npx tsx bench/fuzz.ts 100000`.
test.each(Object.entries(await fuzzedParsers()))(
  'damaged input of the %s parser is read or refused, never more',
  async (_, { seeds, read }) => {
    const outcome = await fuzz(seeds, 200, read)
    expect(outcome).toMatchObject({ crashes: [] })
    expect(outcome.read).toBeGreaterThan(0)
  },
)
