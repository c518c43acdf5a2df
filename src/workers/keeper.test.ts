import { expect, test } from 'vitest'
import { openKeeper, type Reply } from './keeper.ts'

const image = (bytes: number) => ({ data: new Uint8Array(bytes) })

function asking() {
  const keeper = openKeeper(100)
  const heard: string[] = []
  const ask = (key: string, owner: string) =>
    keeper.ask(key, owner, (reply: Reply) => heard.push(`${owner} ${'make' in reply ? 'makes' : 'has'} ${key}`))
  return { keeper, heard, ask }
}

test('one makes a value; those who wait and those who come later have it', () => {
  const { keeper, heard, ask } = asking()
  ask('a', 'one')
  ask('a', 'two')
  expect(heard).toEqual(['one makes a'])
  keeper.give('a', 'one', image(60))
  ask('a', 'three')
  expect(heard.slice(1)).toEqual(['two has a', 'three has a'])
})

test('beyond the limit a value goes to those who wait and is made again', () => {
  const { keeper, heard, ask } = asking()
  ask('a', 'one')
  keeper.give('a', 'one', image(60))
  ask('b', 'one')
  ask('b', 'two')
  keeper.give('b', 'one', image(60))
  ask('b', 'three')
  ask('a', 'three')
  expect(heard).toEqual(['one makes a', 'one makes b', 'two has b', 'three makes b', 'three has a'])
})

test('what a thread could not make, or died over, falls to the next who waits', () => {
  const { keeper, heard, ask } = asking()
  ask('a', 'one')
  ask('a', 'two')
  ask('a', 'three')
  keeper.giveUp('a', 'one')
  keeper.leave('two')
  keeper.give('a', 'two', image(1)) // too late
  keeper.give('a', 'three', image(1))
  ask('a', 'four')
  expect(heard).toEqual(['one makes a', 'two makes a', 'three makes a', 'four has a'])
})
