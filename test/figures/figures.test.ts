import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import { describe, expect, test } from 'vitest'
import { textWidth } from '../../src/figures/canvas/text-width.ts'
import { drawn } from './drawn.ts'
import * as input from './inputs.ts'
import { corners, overlapping, readSvg, textBoxes } from './read-svg.ts'

/**
 * The reviewed figures. After a wanted change: `NOMOSCOPE_UPDATE_FIGURES=1 npm test -- test/figures`, look at every
 * picture that changed, and commit them.
 */
const update = process.env.NOMOSCOPE_UPDATE_FIGURES === '1'
const root = resolve(import.meta.dirname, '../..')

describe.each(Object.entries(drawn))('%s', (name, { svg, drawing }) => {
  const elements = readSvg(svg)
  const boxes = textBoxes(elements)

  test('is the reviewed picture', () => {
    const file = resolve(import.meta.dirname, `${name}.svg`)
    if (update || (!existsSync(file) && process.env.CI !== 'true')) writeFileSync(file, `${svg}\n`)
    expect(`${svg}\n`).toBe(readFileSync(file, 'utf8'))
  })

  test('has no label over another, and none outside the picture', () => {
    expect(overlapping(boxes)).toEqual([])
    const outside = boxes.filter(
      (box) =>
        box.left < -0.5 || box.top < -0.5 || box.right > drawing.width + 0.5 || box.bottom > drawing.height + 0.5,
    )
    expect(outside).toEqual([])
  })

  test('is legible: no type below 6 points, no picture wider than a journal page', () => {
    const sizes = elements.filter((one) => one.name === 'text').map((one) => Number(one.attributes['font-size']))
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(6)
    expect(drawing.width).toBeLessThanOrEqual((183 * 72) / 25.4 + 1e-6)
  })
})

test('text is as wide as a renderer sets it', () => {
  const fontFiles = [resolve(root, 'node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf')]
  for (const words of ['HHHHHHHH', 'Skin thickening or depression', '0.866 (0.760–0.918)', 'λ χ² ≥ −2.5']) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="50"><text x="10" y="40" font-family="DejaVu Sans" font-size="20">${words}</text></svg>`
    const box = new Resvg(svg, { font: { fontFiles, loadSystemFonts: false } }).getBBox()!
    expect(Math.abs(box.width - textWidth(words, 20))).toBeLessThan(5)
  }
})

describe('nomogram', () => {
  const fixtureFor = { nomogram: input.nomogramInput, 'nomogram-spline': input.splineNomogramInput }

  test.each(Object.entries(fixtureFor))("%s: every tick read back from the drawing is rms' point", (name, figure) => {
    const marks = readSvg(drawn[name].svg).filter((one) => one.attributes.class === 'mark')
    const scaleOf = (axis: string, from: string, to: string) => {
      const at = (label: string) =>
        Number(
          marks.find((one) => one.attributes['data-axis'] === axis && one.attributes['data-label'] === label)!
            .attributes.x1,
        )
      const [low, high] = [at(from), at(to)]
      return (x: number) => Number(from) + ((Number(to) - Number(from)) * (x - low)) / (high - low)
    }
    const points = scaleOf('Points', '0', '100')
    const last = figure.totalPoints.at(-1)!
    const total = scaleOf('Total points', '0', String(last))
    const expected = [
      ...figure.variables.flatMap((v) => v.ticks.map((t) => ({ axis: v.label, ...t, read: points, tolerance: 0.01 }))),
      ...figure.outcomes.flatMap((o) =>
        o.ticks
          .filter((t) => t.at >= 0 && t.at <= last)
          .map((t) => ({ axis: o.label, ...t, read: total, tolerance: (0.01 * last) / 100 })),
      ),
    ]
    const drawnMarks = marks.filter((one) => !['Points', 'Total points'].includes(one.attributes['data-axis']))
    expect(drawnMarks.length).toBe(expected.length)
    expected.forEach(({ axis, label, at, read, tolerance }, i) => {
      expect(drawnMarks[i].attributes).toMatchObject({ 'data-axis': axis, 'data-label': label })
      expect(Math.abs(read(Number(drawnMarks[i].attributes.x1)) - at)).toBeLessThan(tolerance)
    })
  })

  test('the label of every level can be read', () => {
    const labels = textBoxes(readSvg(drawn.nomogram.svg)).map((box) => box.text)
    expect(labels).toEqual(expect.arrayContaining(['smooth', 'blur', 'burr', 'non-mass', 'mass', '−0.5', '0.8']))
  })

  test('a worked patient stands on the axes at the points, and the risk below the total', () => {
    const elements = readSvg(drawn['nomogram-worked'].svg)
    const dots = elements.filter((one) => one.attributes.class === 'patient').map((one) => Number(one.attributes.cx))
    const marks = elements.filter((one) => one.attributes.class === 'mark')
    const x = (axis: string, label: string) =>
      Number(
        marks.find((one) => one.attributes['data-axis'] === axis && one.attributes['data-label'] === label)!.attributes
          .x1,
      )
    expect(dots[0]).toBe(x('Type', 'mass'))
    expect(dots[1]).toBe(x('Edge', 'burr'))
    expect(dots[7]).toBe(dots[6])
    const probability = (label: string) => x('Probability of HER-2 positive', label)
    const read = 0.5 + (0.1 * (dots[7] - probability('0.5'))) / (probability('0.6') - probability('0.5'))
    // logit⁻¹((273.308 − 254.107) · 0.0145437466645176)
    expect(Math.abs(read - 0.5693)).toBeLessThan(0.005)
  })
})

test("Kaplan–Meier steps stand where R's estimates are", () => {
  const elements = readSvg(drawn['kaplan-meier'].svg)
  const plotted = elements.filter((one) => one.name === 'path' && one.within.some((g) => g.class === 'survival'))
  const axisX = elements.filter(
    (one) => one.attributes.class === 'tick' && one.within.some((g) => g.class === 'axis-x'),
  )
  const axisY = elements.filter((one) => one.name === 'line' && one.within.some((g) => g.class === 'axis-y'))
  const [x0, x36] = [axisX.find((t) => t.content === '0')!, axisX.find((t) => t.content === '36')!].map((t) =>
    Number(t.attributes.x),
  )
  const [y1, y0] = [Number(axisY[0].attributes.y1), Number(axisY[0].attributes.y2)]
  expect(plotted.length).toBe(2)
  plotted.forEach((path, g) => {
    const { time, survival } = input.survivalInput.groups[g]
    const seen = corners(path.attributes.d)
    for (let i = 0; i < time.length && time[i] <= 36; i++) {
      const x = x0 + ((x36 - x0) * time[i]) / 36
      const y = y0 + (y1 - y0) * survival[i]
      const nearest = Math.min(...seen.map(([cx, cy]) => Math.hypot(cx - x, cy - y)))
      if (i === 0 || survival[i] !== survival[i - 1]) expect(nearest).toBeLessThan(0.02)
    }
  })
})

test('ROC path has the area that its legend says', () => {
  const elements = readSvg(drawn.roc.svg)
  const paths = elements.filter((one) => one.name === 'path' && one.within.some((g) => g.class === 'roc'))
  paths.forEach((path, i) => {
    const points = corners(path.attributes.d)
    const [first, last] = [points[0], points.at(-1)!]
    let area = 0
    for (let k = 1; k < points.length; k++)
      area += (points[k][0] - points[k - 1][0]) * (first[1] - (points[k][1] + points[k - 1][1]) / 2)
    const auc = area / ((last[0] - first[0]) * (first[1] - last[1]))
    expect(Math.abs(auc - input.rocInput[i].auc)).toBeLessThan(5e-4)
  })
})

test('the flow diagram counts down: what leaves and what stays make what was there', () => {
  const { start, steps, arms } = input.flowInput
  let left = start.n
  for (const step of steps) {
    left -= step.excluded.reduce((sum, one) => sum + one.n, 0)
    expect(step.remaining.n).toBe(left)
  }
  expect(arms!.reduce((sum, arm) => sum + arm.n, 0)).toBe(left)
  const words = textBoxes(readSvg(drawn.flow.svg)).map((box) => box.text)
  expect(words.join(' ')).toContain('Excluded (n\u00a0=\u00a034)')
})
