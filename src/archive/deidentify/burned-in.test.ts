import { expect, test } from 'vitest'
import { textLines } from './burned-in.ts'

/** Letters of five by seven dots, as old consoles burn them in. */
const font: Record<string, string> = {
  A: '01110 10001 10001 11111 10001 10001 10001',
  L: '10000 10000 10000 10000 10000 10000 11111',
  M: '10001 11011 10101 10101 10001 10001 10001',
  N: '10001 11001 10101 10011 10001 10001 10001',
  O: '01110 10001 10001 10001 10001 10001 01110',
  S: '01111 10000 10000 01110 00001 00001 11110',
  T: '11111 00100 00100 00100 00100 00100 00100',
  '7': '11111 00001 00010 00100 01000 01000 01000',
}

function draw(values: Float64Array, width: number, text: string, x: number, y: number, scale: number, value: number) {
  for (const [k, letter] of [...text].entries())
    for (const [row, dots] of (font[letter] ?? '').split(' ').entries())
      for (const [column, dot] of [...dots].entries())
        for (let i = 0; dot === '1' && i < scale * scale; i++)
          values[(y + row * scale + Math.floor(i / scale)) * width + x + (k * 6 + column) * scale + (i % scale)] = value
}

/** A bright body on a dark ground with vessels, edges and noise, but no text. */
function body(width: number, height: number): Float64Array {
  const values = new Float64Array(width * height)
  let state = 12345
  const noise = () => (state = (state * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const r = Math.hypot((x - width / 2) / width, (y - height / 2) / height)
      const vessel = Math.hypot((x % 37) - 18, (y % 41) - 20) < 3
      values[y * width + x] = (r < 0.4 ? 120 + (vessel ? 110 : 0) : 5) + 15 * noise()
    }
  return values
}

const covers = (boxes: readonly (readonly number[])[], x: number, y: number) =>
  boxes.some(([left, top, w, h]) => x >= left && x < left + w && y >= top && y < top + h)

test.each([
  [1, 255, 12],
  [2, 255, 12],
  [3, 255, 60],
  [2, 0, 100],
])('finds letters of scale %d and grey value %d, and where they are', (scale, value, y) => {
  const [width, height] = [256, 200]
  const values = body(width, height)
  if (value === 0) for (let i = 90 * width; i < 130 * width; i++) values[i] = 230
  draw(values, width, 'SALMON77', 20, y, scale, value)
  const boxes = textLines({ values, width, height }, false)
  expect(covers(boxes, 21, y + 1)).toBe(true)
  expect(covers(boxes, 20 + 8 * 6 * scale - scale - 2, y + 5 * scale)).toBe(true)
})

test('takes no text where there is none: anatomy, noise, a ruler, a frame', () => {
  const [width, height] = [256, 200]
  const values = body(width, height)
  expect(textLines({ values, width, height }, true)).toEqual([])
  for (let k = 0; k < 20; k++) for (let y = 0; y < 8; y++) values[(180 + y) * width + 20 + 10 * k] = 255
  for (let x = 4; x < 250; x++) values[4 * width + x] = values[195 * width + x] = 255
  expect(textLines({ values, width, height }, true)).toEqual([])
  expect(textLines({ values: new Float64Array(width * height), width, height }, true)).toEqual([])
})

test('finds text of middling brightness only where it is told to look thoroughly', () => {
  const [width, height] = [256, 200]
  const values = body(width, height)
  draw(values, width, 'TOMAS7', 30, 5, 2, 200)
  const picture = { values, width, height }
  expect(textLines(picture, false)).toEqual([])
  expect(covers(textLines(picture, true), 32, 8)).toBe(true)
})
