import { WrongShard } from '../errors/index.ts'

/** Part i of N: a contiguous run of cases, so that the parts in order are the whole. */
export interface Shard {
  index: number
  count: number
}

/** `2/4` to its parts; throws `WrongShard`. */
export function readShard(text: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(text)
  const index = Number(match?.[1])
  const count = Number(match?.[2])
  if (!match || index < 1 || index > count) throw WrongShard(text)
  return { index, count }
}

/** The half-open range of the n cases that a shard computes; ranges differ in length by one at most. */
export function shardRange({ index, count }: Shard, n: number): [number, number] {
  return [Math.floor(((index - 1) * n) / count), Math.floor((index * n) / count)]
}
