import { expect, test } from 'vitest'
import { foreseeMemory } from './table-memory.ts'

test('a table that memory may not suffice for is told, one that it cannot hold is refused before it is read', () => {
  const said: string[] = []
  const foresee = (gigabytes: number) =>
    foreseeMemory('wide', 100_000, 5000, { memory: gigabytes * 2 ** 30, say: (line) => said.push(line) })
  foresee(64) // the table has 3.7 GB
  expect(said).toEqual([])
  foresee(8)
  expect(said).toEqual([
    expect.stringMatching(
      /^100000 features of 5000 rows of wide take about 9\.0 GB of memory; this machine has 8\.0 GB\. Take fewer/,
    ),
  ])
  expect(() => foresee(7)).toThrow(expect.objectContaining({ code: 'NS-DSK-07' }))
})
