import { expect, test } from 'vitest'
import { fuzz } from '../../../test/support/fuzz.ts'
import { fuzzedFormats } from '../../../test/support/fuzz-seeds.ts'

// 10,000 files a format run in bench/fuzz.ts; these are enough to notice a reader that has lost its checks.
test.each(Object.entries(fuzzedFormats()))(
  'damaged %s files are read or refused, never more',
  async (_, { seeds, read }) => {
    const outcome = await fuzz(seeds, 500, read)
    expect(outcome).toMatchObject({ crashes: [], oversized: [] })
    expect(outcome.read).toBeGreaterThan(20)
    expect(outcome.refused).toBeGreaterThan(20)
  },
)
