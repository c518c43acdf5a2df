import { expect, test } from 'vitest'
import { actionOf, keysOf } from './bindings.ts'

const snap = (keys: string, polygonOpen = false) => {
  const parts = keys.split('+')
  const key = parts.at(-1) || '+'
  return actionOf('ITK-SNAP', { key, ctrlKey: parts.includes('Ctrl'), shiftKey: parts.includes('Shift') }, polygonOpen)
}

test('keys are those of ITK-SNAP 4', () => {
  expect(['1', '2', '3', '4', '5', 'S', 'a', 'd', 'w', 'q', 'e', 'x', 'c', '\\'].map((key) => snap(key))).toEqual([
    'tool cursor',
    'tool pan',
    'tool polygon',
    'tool brush',
    'tool grow',
    'mask shown',
    'mask less',
    'mask more',
    'overlay shown',
    'overlay less',
    'overlay more',
    'annotations',
    'centre',
    'layout',
  ])
  expect(
    ['Ctrl+z', 'Ctrl+Shift+Z', 'Ctrl+j', 'Ctrl+f', '<', '>', '+', '-', 'PageUp', '?'].map((key) => snap(key)),
  ).toEqual([
    'undo',
    'redo',
    'contrast',
    'fit',
    'label previous',
    'label next',
    'brush larger',
    'brush smaller',
    'slice next',
    'keys',
  ])
  expect(snap('x', true)).toBe('point delete')
  expect([snap('Ctrl+x'), snap('toString'), actionOf('ITK-SNAP', { key: '1', altKey: true })]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('Slicer’s preset moves slices with the arrows and takes labels with q and w', () => {
  const slicer = (key: string) => actionOf('3D Slicer', { key })
  expect(['1', 'q', 'w', 'ArrowRight', 'z', 'y', ' '].map(slicer)).toEqual([
    'tool brush',
    'label previous',
    'label next',
    'slice next',
    'undo',
    'redo',
    'last tool',
  ])
  expect(keysOf('3D Slicer').find(({ action }) => action === 'undo')!.keys).toEqual(['Ctrl+z', 'z'])
})
