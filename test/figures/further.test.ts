import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clipToBand } from '../../src/figures/canvas/clip.ts'
import { spreadLabels } from '../../src/figures/canvas/spread.ts'
import { escapeText } from '../../src/figures/canvas/svg.ts'
import { fitText, textWidth, wrapText } from '../../src/figures/canvas/text-width.ts'
import { forestPlot } from '../../src/figures/charts/forest.ts'
import { significanceMark } from '../../src/figures/charts/groups.ts'
import { encodePng } from '../../src/image/formats/png.ts'
import { expectedStatistics } from '../support/statistics.ts'
import { drawn } from './drawn.ts'
import * as input from './inputs.ts'
import { readSvg } from './read-svg.ts'

describe('learning curve', () => {
  test('every known point lies at its AUC, with its standard deviation; an unknown one is left out', () => {
    const elements = readSvg(drawn['learning-curve'].svg)
    const ticks = elements.filter(
      ({ attributes, within }) => attributes.class === 'tick' && within.at(-1)?.class === 'axis-y',
    )
    const [low, high] = [ticks[0], ticks.at(-1)!].map(({ content, attributes }) => [
      Number(content),
      Number(attributes.y),
    ])
    // the broken line lies at 0.5, the tick labels tell the scale
    const chance = elements.find(
      ({ attributes, within }) => attributes['stroke-dasharray'] === '2 2' && within.length < 2,
    )!
    const aucAt = (y: string) =>
      0.5 + ((high[0] - low[0]) * (Number(y) - Number(chance.attributes.y1))) / (high[1] - low[1])
    const inSeries = (name: string) =>
      elements.filter((one) => one.name === name && one.within.at(-1)?.class === 'learning')
    const known = input.learningInput.flatMap(({ points }) => points).filter(({ auc }) => !Number.isNaN(auc))
    const points = inSeries('circle')
    expect(points).toHaveLength(known.length)
    known.forEach(({ auc }, i) => {
      expect(Math.abs(aucAt(points[i].attributes.cy) - auc)).toBeLessThan(0.002)
    })
    const bars = inSeries('line')
    const spread = known.filter(({ sd }) => !Number.isNaN(sd))
    expect(bars).toHaveLength(spread.length)
    spread.forEach(({ sd }, i) => {
      const { y1, y2 } = bars[i].attributes
      expect(Math.abs((aucAt(y2) - aucAt(y1)) / 2 - sd)).toBeLessThan(0.002)
    })
  })
})

test('calibration of several models: a curve for each, a point where everyone has the same risk', () => {
  const elements = readSvg(drawn['calibration-comparison'].svg)
  const curves = elements.filter(({ attributes }) => attributes.class === 'calibration')
  expect(curves.map(({ name }) => name)).toEqual(['path', 'path', 'circle'])
  expect(curves.slice(0, 2).map(({ attributes }) => attributes['data-series'])).toEqual(['Clinical', 'Combined'])
})

describe('panels of groups', () => {
  const boxes = readSvg(drawn.groups.svg).filter((one) => one.attributes.class === 'box')
  const r = expectedStatistics('tests').continuous

  test.each([
    ['cea', 0],
    ['cd8', 4],
    ['age', 6],
    ['size', 8],
  ] as const)("%s: the boxes are R's quartiles", (name, first) => {
    for (const g of [0, 1]) {
      const { 'data-q1': q1, 'data-median': median, 'data-q3': q3 } = boxes[first + g].attributes
      expect([q1, median, q3].map(Number)).toMatchDigits(r[name].quartiles[g], 1e-9)
    }
  })

  test('every patient is a point, at the height of the value', () => {
    const elements = readSvg(drawn.groups.svg)
    const points = elements.filter((one) => one.name === 'circle')
    expect(points.length).toBe(5 * 320)
    const box = elements.filter((one) => one.name === 'rect' && one.within.at(-1)?.class === 'box')[0]
    const inside = points.slice(0, 111).filter((one) => {
      const y = Number(one.attributes.cy)
      const top = Number(box.attributes.y)
      return y >= top - 0.01 && y <= top + Number(box.attributes.height) + 0.01
    }).length
    expect(inside).toBeGreaterThanOrEqual(55)
    expect(inside).toBeLessThanOrEqual(58)
  })

  test('stars stand for the adjusted p and are left out where there was no test', () => {
    expect([0.0009, 0.001, 0.0099, 0.01, 0.049, 0.05, 1].map(significanceMark)).toEqual([
      '***',
      '**',
      '**',
      '*',
      '*',
      'ns',
      'ns',
    ])
    const marks = readSvg(drawn.groups.svg).filter((one) => one.attributes.class === 'mark')
    expect(marks.map((one) => one.content)).toEqual(['***', '*', '**', 'ns'])
  })
})

test('the heat map shows every correlation once, on a diagonal of ones, with the strongest pair side by side', () => {
  const cells = readSvg(drawn['heat-map'].svg).filter((one) => one.attributes['data-r'])
  const n = input.heatMapInput.labels.length
  expect(cells.length).toBe(n * n)
  const shown = cells.map((one) => Number(one.attributes['data-r'].replace('−', '-')))
  for (let i = 0; i < n; i++) expect(shown[i * n + i]).toBe(1)
  const all = input.heatMapInput.correlations.flat().map((value) => Number(value.toFixed(3)))
  expect(shown.toSorted((a, b) => a - b)).toEqual(all.toSorted((a, b) => a - b))
  const strongest = Math.max(...all.filter((value) => value < 0.9995).map(Math.abs))
  const beside = Array.from({ length: n - 1 }, (_, i) => Math.abs(shown[i * n + i + 1]))
  expect(Math.max(...beside)).toBe(strongest)
})

test('time–signal curves: a thin line a region, a bold one through their means, all on one scale', () => {
  const elements = readSvg(drawn['time-signal'].svg)
  const of = (name: string) => elements.filter((one) => one.attributes.class === name)
  expect(of('time-signal').map((one) => Number(one.attributes['data-n']))).toEqual([3, 1, 4])
  // The one curve of a type is its mean.
  expect([of('curve').length, of('mean').length]).toEqual([7, 3])
  const heights = elements.filter((one) => one.name === 'circle').map((one) => Number(one.attributes.cy))
  // Means of the second phase are 124 1/3, 140 and 145 of a scale from 0: heights above the first phase in proportion.
  const rises = [0, 3, 6].map((first) => heights[first] - heights[first + 1])
  expect(rises[1] / rises[0]).toBeCloseTo(140 / (373 / 3), 3)
  expect(rises[2] / rises[0]).toBeCloseTo(145 / (373 / 3), 3)
})

test('the reliability plot counts what reaches the threshold', () => {
  const families = readSvg(drawn.reliability.svg).filter((one) => one.attributes.class === 'reliability')
  input.reliabilityInput.families.forEach((family, f) => {
    let kept = 0
    for (const icc of family.icc) if (icc >= 0.85) kept++
    expect(families[f].attributes['data-kept']).toBe(String(kept))
  })
})

test('the waterfall rises from left to right and colours by the outcome', () => {
  const bars = readSvg(drawn.waterfall.svg).filter(
    (one) => one.name === 'rect' && one.within.at(-1)?.class === 'waterfall',
  )
  expect(bars.length).toBe(160)
  const ends = bars.map(({ attributes: { y, height } }, i) => {
    const above = Number(y) < Number(bars[0].attributes.y)
    return above || i > 80 ? -Number(y) : -(Number(y) + Number(height))
  })
  for (let i = 1; i < ends.length; i++) expect(ends[i]).toBeGreaterThanOrEqual(ends[i - 1] - 0.25)
  const positive = bars.filter((one) => one.attributes.fill === '#d55e00').length
  expect(positive).toBe(input.waterfallInput.positive.reduce((sum, one) => sum + one, 0))
})

test('the timeline fills the values above their threshold, and those alone', () => {
  const dots = readSvg(drawn.timeline.svg).filter((one) => one.name === 'circle')
  expect(dots.filter((one) => one.attributes.class === 'raised').length).toBe(4)
  expect(dots.filter((one) => one.attributes.class === 'normal').length).toBe(7)
})

describe('slices', () => {
  test('a PNG gives back its pixels', () => {
    const rgb = Uint8Array.from({ length: 3 * 5 * 3 }, (_, i) => (i * 37) % 256)
    const png = encodePng(rgb, 5, 3)
    const view = new DataView(png.buffer)
    expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10])
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([5, 3])
    const length = view.getUint32(33)
    const rows = inflateSync(png.subarray(41, 41 + length))
    for (let y = 0; y < 3; y++)
      expect([...rows.subarray(y * 16 + 1, y * 16 + 16)]).toEqual([...rgb.subarray(y * 15, y * 15 + 15)])
    expect(() => encodePng(rgb, 5, 4)).toThrow('not 5 × 4 pixels')
  })

  test('the outline is as long as the edges of the region', () => {
    const { columns, rows, mask } = input.sliceInput.image
    let edges = 0
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++)
        if (mask[y * columns + x])
          for (const [dx, dy] of [
            [1, 0],
            [-1, 0],
            [0, 1],
            [0, -1],
          ])
            if (!mask[(y + dy) * columns + x + dx]) edges++
    const outline = readSvg(drawn['feature-maps'].svg).find((one) => one.attributes.class === 'outline')!
    const drawnEdges = [...outline.attributes.d.matchAll(/[hv](\d+)/g)].reduce(
      (sum, [, steps]) => sum + Number(steps),
      0,
    )
    expect(drawnEdges).toBe(edges)
  })
})

const plainSpaces = (text: string) => text.replace(/[ \n]+/g, ' ').trim()

describe('the ground of every figure', () => {
  test('labels are spread without touching and stay in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 4, max: 30 })), {
          minLength: 1,
          maxLength: 12,
        }),
        (pairs) => {
          const wanted = pairs.map(([at]) => at)
          const sizes = pairs.map(([, size]) => size)
          const centres = spreadLabels(wanted, sizes, 2, -500, 900)
          const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b] || a - b)
          return order.every((index, k) => {
            const before = order[k - 1]
            return k === 0 || centres[index] - centres[before] >= (sizes[index] + sizes[before]) / 2 + 2 - 1e-6
          })
        },
      ),
    )
  })

  test('a label that stands alone stays where it belongs', () => {
    expect(spreadLabels([10, 100, 200], [8, 8, 8], 2)).toEqual([10, 100, 200])
    expect(spreadLabels([10, 11], [8, 8], 2)).toEqual([5.5, 15.5])
  })

  test('a line is cut where it leaves the plot', () => {
    expect(
      clipToBand(
        [
          [0, 0],
          [1, 2],
        ],
        -1,
        1,
      ).filter(([x]) => !Number.isNaN(x)),
    ).toEqual([
      [0, 0],
      [0.5, 1],
    ])
  })

  test('text is measured, wrapped and cut within its room', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 30, max: 200 }), (words, width) => {
        const lines = wrapText(words.replaceAll('\n', ' '), width)
        return (
          plainSpaces(lines.join(' ')) === plainSpaces(words) &&
          lines.every((line) => textWidth(line) <= width || !line.includes(' ')) &&
          (textWidth(fitText(words, width)) <= width || [...fitText(words, width)].length <= 2)
        )
      }),
    )
  })

  test('XML holds whatever text there is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (anything) => {
        const safe = escapeText(anything)
        return (
          !/[<>]|&(?!(amp|lt|gt|quot);)/.test(safe) &&
          [...safe].every((c) => c.codePointAt(0)! >= 0x20 || '\t\n\r'.includes(c)) &&
          !/[\ufffe\uffff]/.test(safe)
        )
      }),
    )
  })
})

test('a ratio without an interval, or one beyond the axis, is said and drawn as far as it goes', () => {
  const { body } = forestPlot({
    measure: 'Odds ratio (95% CI)',
    rows: [
      { label: 'unknown', estimate: 2, lower: Number.NaN, upper: Number.NaN, p: '–' },
      { label: 'separated', estimate: Number.POSITIVE_INFINITY, lower: 0, upper: Number.POSITIVE_INFINITY, p: '0.990' },
      { label: 'small', estimate: 0.001, lower: 0.0001, upper: 0.01, p: '<0.001' },
    ],
  })
  expect(body).not.toMatch(/NaN|Infinity/)
  expect(body).toContain('2.00 (–')
  expect(body).toContain('0.00100 (0.00010–0.01000)')
})

test('steps lead from a typical patient to this one, each as long as it moves the risk, the largest odds first', () => {
  const bars = readSvg(drawn.contributions.svg).filter(
    (one) => one.name === 'rect' && one.within.at(-1)?.class === 'contribution',
  )
  const lengths = bars.map((one) => Number(one.attributes.width))
  // By hand: from 57% the odds go back by e to the power of each contribution, the smallest first.
  const { values, risk } = input.contributionsInput
  const smallestFirst = values.map((one) => one.logOdds).sort((a, b) => Math.abs(a) - Math.abs(b))
  let odds = risk / (1 - risk)
  const moved = smallestFirst.map((logOdds) => {
    const after = odds / (1 + odds)
    odds /= Math.exp(logOdds)
    return Math.abs(after - odds / (1 + odds))
  })
  moved.reverse().forEach((size, i) => {
    if (size > 0.01) expect(Math.abs(lengths[i] / lengths[0] - size / moved[0])).toBeLessThan(0.001)
  })
  const parts = readSvg(drawn.contributions.svg).filter((one) => one.within.at(-1)?.class === 'part')
  expect(parts.filter((one) => one.name === 'rect').length).toBe(5)
  expect(parts.map((one) => one.content)).toContain('2 others')
})

test('effects of all variables share one scale of log-odds', () => {
  const circles = readSvg(drawn['partial-effects'].svg).filter((one) => one.name === 'circle')
  const [none, mass, smooth, blur] = circles.map((one) => Number(one.attributes.cy))
  const [, type, edge] = expectedStatistics('logistic').coef
  expect(smooth).toBe(none)
  expect(Math.abs((smooth - blur) / (none - mass) - edge / type)).toBeLessThan(0.002)
})
