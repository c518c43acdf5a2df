import { expect, test } from 'vitest'
import { allSaved, saving } from './unsaved.ts'

test('what is asked for waits for what is being saved, for what follows from it, and not for what has failed', async () => {
  const order: string[] = []
  const later = (name: string) => new Promise<void>((done) => setTimeout(done, 5)).then(() => void order.push(name))
  await allSaved() // nothing is
  const mask = saving(later('mask'))
  const form = mask.then(() => saving(later('form')))
  const refused = saving(Promise.reject(new Error('no server')))
  await expect(refused).rejects.toThrow('no server')
  await allSaved()
  order.push('list')
  await form
  expect(order).toEqual(['mask', 'form', 'list'])
})
