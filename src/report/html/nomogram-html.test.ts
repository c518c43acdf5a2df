import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSvg } from '../../../test/figures/read-svg.ts'
import { plainModel, plainPage, splineModel, splinePage } from '../../../test/report/nomogram-sample.ts'
import { chromiumProbe, inChromium } from '../../../test/support/chromium.ts'
import { toolTest } from '../../../test/support/needs.ts'
import { type NomogramModel, nomogramPoints, outcomeProbability } from '../../model/nomogram/nomogram.ts'
import { evaluateTerm, type Value } from '../../model/terms/term.ts'
import { type NomogramPage, nomogramHtml } from './nomogram-html.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'nomoscope-nomogram-'))

/** A thousand patients, within the training ranges and beyond, from a small generator of its own. */
function patients(page: NomogramPage): Record<string, string | number>[] {
  let state = 12345
  const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648
  return Array.from({ length: 1000 }, () =>
    Object.fromEntries(
      page.inputs.map((input) => {
        if (input.levels) return [input.name, input.levels[Math.floor(random() * input.levels.length)].value]
        const [low, high] = input.range!
        return [input.name, low + (high - low) * (1.2 * random() - 0.1)]
      }),
    ),
  )
}

/** Linear predictor and its terms as the model's own code has them. */
function expected(model: NomogramModel, values: Record<string, Value>) {
  const x = model.terms.map((term) => evaluateTerm(term, values))
  return { x, lp: x.reduce((sum, value, j) => sum + model.terms[j].estimate * value, model.intercept) }
}

/** Enters each patient on the page and reads what it says. */
const enterAll = (given: { index: number; text: string }[][]) =>
  given.map((entries) => {
    for (const { index, text } of entries) {
      const field = document.getElementById(`input-${index}`) as HTMLInputElement
      field.value = text
      field.dispatchEvent(new Event('input'))
    }
    const outputs = [...document.querySelectorAll<HTMLElement>('.risk strong')]
    return {
      risks: outputs.map((output) => Number(output.dataset.risk)),
      bounds: outputs.map((output) => [Number(output.dataset.lower), Number(output.dataset.upper)]),
      total: document.getElementById('total')!.textContent!,
      warnings: document.querySelectorAll('#warnings li').length,
    }
  })

function entriesOf(page: NomogramPage, values: Record<string, string | number>) {
  return page.inputs.map((input, index) => ({
    index,
    text: input.levels
      ? String(input.levels.findIndex((l) => l.value === values[input.name]))
      : String(values[input.name]),
  }))
}

for (const [name, model, page] of [
  ['factors and numbers, Wald interval', plainModel, plainPage],
  ['a spline, an interaction, two outcomes, refits', splineModel, splinePage],
] as const)
  toolTest(`offline in Chromium: risks of 1,000 patients to 1e-12 (${name})`, chromiumProbe, 6, async () => {
    const where = folder()
    try {
      const file = join(where, 'nomogram.html')
      writeFileSync(file, nomogramHtml(page))
      const cases = patients(page)
      let said: ReturnType<typeof enterAll> = []
      const asked = await inChromium(file, async (tab) => {
        said = await tab.evaluate(
          enterAll,
          cases.map((values) => entriesOf(page, values)),
        )
      })
      expect(asked).toEqual([])
      expect(said.length).toBe(1000)
      let worst = 0
      let worstBound = 0
      let worstTotal = 0
      let unwarned = 0
      cases.forEach((values, i) => {
        const { x, lp } = expected(model, values)
        model.outcomes.forEach((outcome, o) => {
          worst = Math.max(worst, Math.abs(said[i].risks[o] - outcomeProbability(outcome.of, lp)))
          const [low, high] = boundsOf(page, x, lp)
          const exact = [low, high].map((end) => outcomeProbability(outcome.of, end)).sort((a, b) => a - b)
          worstBound = Math.max(worstBound, ...exact.map((end, e) => Math.abs(end - said[i].bounds[o][e])))
        })
        const total = Number(said[i].total.replace('−', '-'))
        worstTotal = Math.max(worstTotal, Math.abs(total - nomogramPoints(model, page.nomogram!, values).total))
        const outside = page.inputs.filter((input) => {
          const value = values[input.name]
          return input.range && (Number(value) < input.range[0] || Number(value) > input.range[1])
        }).length
        if (said[i].warnings !== outside) unwarned++
      })
      expect(worst).toBeLessThanOrEqual(1e-12)
      expect(worstBound).toBeLessThanOrEqual(1e-12)
      expect(worstTotal).toBeLessThanOrEqual(0.0501)
      expect(unwarned).toBe(0)
    } finally {
      rmSync(where, { recursive: true })
    }
  })

function boundsOf({ interval }: NomogramPage, x: number[], lp: number): [number, number] {
  if (interval.method === 'wald') {
    const row = [1, ...x]
    const variance = row.reduce(
      (sum, a, i) => sum + row.reduce((inner, b, j) => inner + a * b * interval.covariance[i][j], 0),
      0,
    )
    return [lp - 1.959963984540054 * Math.sqrt(variance), lp + 1.959963984540054 * Math.sqrt(variance)]
  }
  if (interval.method !== 'refits') throw new Error('not a case of this test')
  const lps = interval.coefficients
    .map(([b0, ...b]) => b.reduce((sum, one, j) => sum + one * x[j], b0))
    .sort((a, b) => a - b)
  // R's quantile type 7 on 41 values: 0.025 · 40 and 0.975 · 40 are whole.
  return [lps[1], lps[39]]
}

toolTest('the keyboard alone enters a patient and reads the risk', chromiumProbe, 7, async () => {
  const where = folder()
  try {
    const file = join(where, 'nomogram.html')
    writeFileSync(file, nomogramHtml(plainPage))
    await inChromium(file, async (tab) => {
      expect(await tab.textContent('#state')).toContain('Enter every value')
      await tab.keyboard.press('Tab')
      await tab.keyboard.type('Case 7')
      for (const downs of [2, 3, 1, 2]) {
        await tab.keyboard.press('Tab')
        for (let i = 0; i < downs; i++) await tab.keyboard.press('ArrowDown')
      }
      await tab.keyboard.press('Tab')
      await tab.keyboard.type('60')
      await tab.keyboard.press('Tab')
      await tab.keyboard.press('ArrowRight')
      await tab.keyboard.press('Tab')
      await tab.keyboard.type('2,5')
      const { lp } = expected(plainModel, { type: 1, edge: 'burr', skin: 0, axillary: 1, age: 61, size: 2.5 })
      const risk = 1 / (1 + Math.exp(-lp))
      expect(await tab.inputValue('#label')).toBe('Case 7')
      expect(Number(await tab.getAttribute('#risk-0', 'data-risk'))).toBeCloseTo(risk, 12)
      expect(await tab.textContent('#risk-0')).toBe(`${(100 * risk).toFixed(1)}%`)
      const status = tab.getByRole('status')
      expect(await status.textContent()).toContain('95% interval')
      // Every control has a name that a screen reader speaks.
      const nameless = await tab.evaluate(
        () =>
          [...document.querySelectorAll<HTMLInputElement>('input,select,button')].filter(
            (one) => !(one.labels?.length || one.getAttribute('aria-label') || one.textContent?.trim()),
          ).length,
      )
      expect(nameless).toBe(0)
      await tab.keyboard.press('Tab')
      await tab.keyboard.press('Tab')
      await tab.keyboard.press('Enter')
      expect(await tab.inputValue('#input-4')).toBe('51')
    })
  } finally {
    rmSync(where, { recursive: true })
  }
})

toolTest(
  'Tab reaches every control in the order of the page, seen and named, and keys work each',
  chromiumProbe,
  7,
  async () => {
    const where = folder()
    try {
      const file = join(where, 'nomogram.html')
      writeFileSync(file, nomogramHtml(plainPage))
      await inChromium(file, async (tab) => {
        const controls = await tab.evaluate(() => {
          window.print = () => document.body.setAttribute('data-printed', 'yes')
          return [...document.querySelectorAll('input,select,button,.drawing')].map((one) => one.id || one.className)
        })
        const reached: string[] = []
        const unseen: string[] = []
        for (const _ of controls) {
          await tab.keyboard.press('Tab')
          const { id, outline, tag } = await tab.evaluate(() => {
            const own = document.activeElement as HTMLElement
            return { id: own.id || own.className, outline: getComputedStyle(own).outlineStyle, tag: own.tagName }
          })
          reached.push(id)
          if (outline === 'none') unseen.push(id)
          // Every control is used by keys alone: words and numbers are typed, the rest is moved or pressed.
          if (tag === 'SELECT') await tab.keyboard.press('ArrowDown')
          else if (id === 'input-4') await tab.keyboard.type('44')
          else if (id === 'slider-5') await tab.keyboard.press('ArrowRight')
          else if (id === 'typical' || id === 'print') await tab.keyboard.press('Space')
        }
        expect(reached).toEqual(controls)
        expect(unseen).toEqual([])
        expect(await tab.getAttribute('body', 'data-printed')).toBe('yes')
        expect(Number(await tab.getAttribute('#risk-0', 'data-risk'))).toBeGreaterThan(0)
        await tab.keyboard.press('Shift+Tab')
        await tab.keyboard.press('Shift+Tab')
        await tab.keyboard.press('Enter')
        expect(await tab.getAttribute('#risk-0', 'data-risk')).toBe('')
        const live = tab.locator('[aria-live=polite] #risk-0, [role=alert]#warnings')
        expect(await live.count()).toBe(2)
        expect(await tab.locator('#input-4').getAttribute('aria-describedby')).toBe('range-4')
      })
    } finally {
      rmSync(where, { recursive: true })
    }
  },
)

toolTest('printed, the axes are as long as on paper, to a millimetre', ['pdftotext', '-v'], 2, async () => {
  const where = folder()
  try {
    const file = join(where, 'nomogram.html')
    writeFileSync(file, nomogramHtml(plainPage))
    await inChromium(file, async (tab) => {
      await tab.pdf({ path: join(where, 'page.pdf'), preferCSSPageSize: true })
    })
    const words = spawnSync('pdftotext', ['-bbox', join(where, 'page.pdf'), '-'], { encoding: 'utf8' }).stdout
    const place = (word: string) => {
      const [, from, to] = new RegExp(`xMin="([\\d.]+)"[^>]*xMax="([\\d.]+)"[^>]*>${word}</word>`).exec(words)!
      return (Number(from) + Number(to)) / 2
    }
    const drawnAt = (label: string) =>
      Number(
        readSvg(plainPage.drawing!).find(
          (one) => one.attributes['data-axis'] === 'Points' && one.attributes['data-label'] === label,
        )!.attributes.x1,
      )
    // 90 and 20 first stand on the axis of points; the drawing's own unit is the point.
    const printed = place('90') - place('20')
    const drawn = drawnAt('90') - drawnAt('20')
    expect(Math.abs(printed - drawn)).toBeLessThan(72 / 25.4)
    expect(drawn).toBeGreaterThan(200)
  } finally {
    rmSync(where, { recursive: true })
  }
})

test('the page is small, alone, and says what it is', () => {
  const html = nomogramHtml(plainPage)
  expect(html.length).toBeLessThan(300_000)
  expect(html.replace(/http:\/\/www\.w3\.org\/2000\/svg/g, '')).not.toMatch(/https?:\/\/|src=|<link|@import/)
  expect(html).toContain('Research use only, not a medical device.')
  expect(html).toContain('simulated cohort, 320 patients')
  expect(html).toContain('these patients do not exist')
})

test('no value of a patient stands in the page: the ends of ranges are rounded outwards', () => {
  const planted = {
    ...plainPage,
    drawing: undefined,
    inputs: plainPage.inputs.map((input) =>
      input.range ? { ...input, range: [3.2718281, 71.2718281] as [number, number], typical: 41.4142135 } : input,
    ),
  }
  const html = nomogramHtml(planted)
  expect(html).not.toMatch(/3\.2718|71\.27|41\.41/)
  expect(html).toContain('"range":[3.2,71.3]')
  expect(html).toContain('"range":[3,72]')
})

test('hostile labels stay text, in the page and in its data', () => {
  const evil = '</script><script>alert(1)</script><b a="'
  const html = nomogramHtml({
    ...plainPage,
    title: evil,
    drawing: undefined,
    inputs: plainPage.inputs.map((input) => ({
      ...input,
      label: evil,
      unit: evil,
      levels: input.levels?.map((l) => ({ ...l, label: evil })),
    })),
    model: { ...plainModel, outcomes: [{ ...plainModel.outcomes[0], label: evil }] },
  })
  expect(html.match(/<script/g)?.length).toBe(2)
  expect(html.match(/<\/script>/g)?.length).toBe(2)
  expect(html).not.toContain('<b a=')
})

test('a column that the model needs must be asked for', () => {
  expect(() => nomogramHtml({ ...plainPage, inputs: plainPage.inputs.slice(1) })).toThrow('asks for no type')
})
