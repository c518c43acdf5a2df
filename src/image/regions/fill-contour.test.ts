import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toolTest } from '../../../test/support/needs.ts'
import { type Attribute, encodeDicom } from '../dicom/write.ts'
import { readImage } from '../formats/read.ts'
import { writeImage } from '../formats/write.ts'
import { fillContour, grained, isInsideContour } from './fill-contour.ts'

const side = 24

/** Numbers from 0 to 1 that are the same in every run. */
function random(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

type Point = [x: number, y: number]
const flat = (points: readonly Point[]) => points.flatMap(([x, y]) => [x, y, 0])

/** Contours of every kind: on pixel centres, between them, anywhere; crossing themselves, with slits, with holes. */
function contourOf(kind: number, next: () => number): Point[] {
  const at = () => next() * (side + 4) - 2
  const whole = () => Math.round(at())
  const half = () => Math.round(2 * at()) / 2
  const some = (make: () => number, n = 3 + Math.floor(next() * 9)) =>
    Array.from({ length: n }, (): Point => [make(), make()])
  switch (kind) {
    case 0:
      return some(at)
    case 1:
      return some(whole)
    case 2:
      return some(half)
    case 3: {
      // a star about a centre, its corners on pixel centres
      const n = 5 + Math.floor(next() * 12)
      return Array.from({ length: n }, (_, i): Point => {
        const r = 3 + 8 * next()
        return [
          Math.round(12 + r * Math.cos((2 * Math.PI * i) / n)),
          Math.round(12 + r * Math.sin((2 * Math.PI * i) / n)),
        ]
      })
    }
    default: {
      // a ring as one line: outer, slit, inner the other way round, slit back
      const [a, b] = [2 + Math.floor(3 * next()), 8 + Math.floor(3 * next())]
      const [c, d] = [15 + Math.floor(3 * next()), 20 + Math.floor(3 * next())]
      const by = kind === 4 ? 0 : next()
      const outer: Point[] = [
        [a, a],
        [d, a],
        [d, d],
        [a, d],
        [a, a],
      ]
      const inner: Point[] = [
        [b, b],
        [b, c],
        [c, c],
        [c, b],
        [b, b],
      ]
      return [...outer, ...inner].map(([x, y]): Point => [x + by, y + by])
    }
  }
}

const scale = 2n ** 80n
const exact = (at: number) => BigInt(Math.round(at * 65536)) * (scale / 65536n)

/**
 * Even–odd for a place just right of and below a centre, in whole numbers: the place is moved by 2⁻⁷⁰ and 2⁻⁸⁰ of a
 * voxel, so that no edge goes through it and no corner lies at its height, and no rule for such cases is needed.
 */
function holds(points: readonly bigint[][], x: number, y: number): boolean {
  const [px, py] = [exact(x) + scale / 2n ** 70n, exact(y) + 1n]
  let crossings = 0
  for (let i = 0; i < points.length; i++) {
    const [x0, y0] = points[i]
    const [x1, y1] = points[(i + 1) % points.length]
    if ((y0 < py && y1 < py) || (y0 > py && y1 > py)) continue
    // The edge at height py is right of px: (y1 − y0) (x0 − px) + (py − y0) (x1 − x0) has the sign of y1 − y0.
    const cross = (y1 - y0) * (x0 - px) + (py - y0) * (x1 - x0)
    if (y1 > y0 ? cross > 0n : cross < 0n) crossings++
  }
  return crossings % 2 === 1
}

test('1,000 contours hold the voxels that exact arithmetic gives', () => {
  let [voxels, wrong] = [0, 0]
  for (let k = 0; k < 1000; k++) {
    const points = contourOf(k % 6, random(k + 1)).map(([x, y]): Point => [grained(x), grained(y)])
    const slice = new Uint8Array(side * side)
    fillContour(flat(points), slice, side, side)
    const corners = points.map((point) => point.map(exact))
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        const inside = holds(corners, x, y)
        if (inside) voxels++
        if (inside !== (slice[y * side + x] === 1) || inside !== isInsideContour(flat(points), x, y)) wrong++
      }
  }
  expect(wrong).toBe(0)
  expect(voxels).toBeGreaterThan(50_000)
})

test('contours that share an edge share no voxel and leave none', () => {
  for (let k = 0; k < 200; k++) {
    const next = random(k + 7)
    const [p, q, r, s] = Array.from({ length: 4 }, (): Point => [Math.round(24 * next()), Math.round(24 * next())])
    const count = new Uint8Array(side * side)
    const one = new Uint8Array(side * side)
    const other = new Uint8Array(side * side)
    fillContour(flat([p, q, r]), one, side, side)
    fillContour(flat([p, r, s]), other, side, side)
    fillContour(flat([p, q, r, s]), count, side, side)
    expect(one.map((v, i) => v ^ other[i])).toEqual(count)
  }
})

toolTest('1,000 contours off the centres are drawn as plastimatch draws them', ['plastimatch', '--version'], 2, () => {
  const folder = mkdtempSync(join(tmpdir(), 'contours-'))
  try {
    const n = 1000
    // No corner and no edge comes near a centre: there each program has a rule of its own.
    const all = Array.from({ length: n }, (_, k) => {
      const next = random(k + 3)
      const count = 5 + Math.floor(next() * 8)
      return Array.from({ length: count }, (_, i): Point => {
        const r = 3 + 7 * next()
        const turn = (2 * Math.PI * (i + 0.3)) / count
        return [12 + r * Math.cos(turn), 12 + r * Math.sin(turn)]
      }).map(([x, y]): Point => [Number(x.toFixed(4)), Number(y.toFixed(4))])
    })
    const grid = { dimension: 3 as const, size: [side, side, n] as [number, number, number] }
    const empty = {
      ...grid,
      spacing: [1, 1, 1] as [number, number, number],
      origin: [0, 0, 0] as [number, number, number],
      direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      pixelType: 'int16' as const,
      data: new Int16Array(side * side * n),
    }
    writeFileSync(join(folder, 'image.mha'), writeImage(empty, 'image.mha'))
    const contours = all.map((points, z): Attribute[] => [
      [0x30060042, 'CS', 'CLOSED_PLANAR'],
      [0x30060046, 'IS', String(points.length)],
      [0x30060050, 'DS', points.map(([x, y]) => `${x}\\${y}\\${z}`).join('\\')],
    ])
    const kind = '1.2.840.10008.5.1.4.1.1.481.3'
    const attributes: Attribute[] = [
      [0x00080016, 'UI', kind],
      [0x00080018, 'UI', '2.25.1'],
      [0x00080060, 'CS', 'RTSTRUCT'],
      [0x0020000d, 'UI', '2.25.2'],
      [0x0020000e, 'UI', '2.25.3'],
      [
        0x30060020,
        'SQ',
        [
          [
            [0x30060022, 'IS', '1'],
            [0x30060024, 'UI', '2.25.4'],
            [0x30060026, 'LO', 'all'],
          ],
        ],
      ],
      [
        0x30060039,
        'SQ',
        [
          [
            [0x30060040, 'SQ', contours],
            [0x30060084, 'IS', '1'],
          ],
        ],
      ],
    ]
    writeFileSync(join(folder, 'rs.dcm'), encodeDicom(kind, '2.25.1', attributes))
    const words = ['convert', '--input', 'rs.dcm', '--fixed', 'image.mha', '--output-labelmap', 'out.mha']
    const ran = spawnSync('plastimatch', words, { cwd: folder, encoding: 'utf8' })
    expect(ran.status, ran.stderr).toBe(0)
    const theirs = readImage(readFileSync(join(folder, 'out.mha')), 'out.mha').data
    let wrong = 0
    all.forEach((points, z) => {
      const slice = new Uint8Array(side * side)
      fillContour(flat(points.map(([x, y]) => [grained(x), grained(y)])), slice, side, side)
      for (let i = 0; i < slice.length; i++) if ((slice[i] === 1) !== (theirs[z * slice.length + i] !== 0)) wrong++
    })
    expect(wrong).toBe(0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
