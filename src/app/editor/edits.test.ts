import { expect, test } from 'vitest'
import { randomStream } from '../../statistics/resampling/random.ts'
import { applyEdit, editBetween, inverseOf, openHistory, recordStroke } from './edits.ts'
import { replayStrokes, strokeLine } from './stroke-log.ts'

const { below } = randomStream(3, 'strokes')

test('a stroke is runs of what it changed, whatever order and however often voxels were touched', () => {
  const mask = Uint16Array.of(0, 0, 5, 5, 0, 0)
  const touched = new Uint8Array(6)
  const stroke = recordStroke(mask, touched)
  for (const voxel of [3, 1, 2, 1, 0]) stroke.set(voxel, 7)
  stroke.set(4, 9)
  stroke.set(4, 0)
  const edit = stroke.finish()!
  expect([...edit]).toEqual([0, 2, 0, 7, 2, 2, 5, 7])
  expect([...touched]).toEqual([0, 0, 0, 0, 0, 0])
  applyEdit(mask, inverseOf(edit))
  expect([...mask]).toEqual([0, 0, 5, 5, 0, 0])
  expect(recordStroke(mask, touched).finish()).toBeUndefined()
  expect([...editBetween(Uint16Array.of(0, 1, 1, 2), Uint16Array.of(3, 1, 2, 3))!]).toEqual([
    0, 1, 0, 3, 2, 1, 1, 2, 3, 1, 2, 3,
  ])
})

test('200 strokes are undone to where they began, redone to where they ended, and replayed from their log', () => {
  const mask = Uint16Array.from({ length: 5000 }, () => below(3))
  const touched = new Uint8Array(mask.length)
  const start = mask.slice()
  const history = openHistory()
  const lines: string[] = []
  const states = [start]
  for (let s = 0; s < 200; s++) {
    const stroke = recordStroke(mask, touched)
    const from = below(4900)
    for (let k = 0; k < 300; k++) stroke.set(from + below(100), below(4))
    const edit = stroke.finish()!
    history.add(edit)
    lines.push(JSON.stringify(strokeLine('brush', edit)))
    states.push(mask.slice())
  }
  const end = mask.slice()
  for (let s = 199; s >= 0; s--) {
    history.undo(mask)
    expect(mask).toEqual(states[s])
  }
  expect([history.undo(mask), history.canUndo(), history.canRedo()]).toEqual([undefined, false, true])
  while (history.canRedo()) history.redo(mask)
  expect(mask).toEqual(end)

  const replayed = start.slice()
  expect(replayStrokes(replayed, lines)).toBe(200)
  expect(replayed).toEqual(end)
  // Again over what has them already, as after a crash between saving and noting it.
  replayStrokes(replayed, lines)
  expect(replayed).toEqual(end)
  // A last line that a crash cut off, and one that is not this mask's.
  const partly = start.slice()
  expect(replayStrokes(partly, [...lines.slice(0, 9), lines[9].slice(0, 40)])).toBe(9)
  expect(partly).toEqual(states[9])
  const beyond = strokeLine('brush', Uint32Array.of(4999, 2, 0, 1))
  expect(replayStrokes(partly, [JSON.stringify(beyond)])).toBe(0)
})

test('a new stroke ends what could be redone; the oldest strokes are let go where too many are kept', () => {
  const mask = Uint16Array.of(0)
  const history = openHistory(2)
  const to = (label: number) => {
    const edit = editBetween(mask, Uint16Array.of(label))!
    applyEdit(mask, edit)
    history.add(edit)
  }
  for (const label of [1, 2, 3]) to(label)
  history.undo(mask)
  to(9)
  expect(history.canRedo()).toBe(false)
  while (history.canUndo()) history.undo(mask)
  expect(mask[0]).toBe(1)
})
