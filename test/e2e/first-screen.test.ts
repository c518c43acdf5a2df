import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import axe from 'axe-core'
import { strFromU8, unzipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { chromiumProbe, inChromium } from '../support/chromium.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { shared, sharedTest, toolTest } from '../support/needs.ts'
import { smallDemo } from '../support/small-demo.ts'
import { writeSmallStudy } from '../support/small-study.ts'

const folder = scratchFolder()

/** What a stranger reads before scrolling: the words that stand within the first screen of a desktop. */
const firstScreen = (page: Page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT)
    let text = ''
    let before: Element | null = null
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const range = document.createRange()
      range.selectNodeContents(node)
      const box = range.getBoundingClientRect()
      const drawn = node.parentElement!.closest('svg, script, style, details:not([open])')
      if (drawn || box.height === 0 || box.bottom > window.innerHeight) continue
      const block = node.parentElement!.closest('h1, h2, p, li, div')
      text += (block === before ? '' : ' ') + node.textContent
      before = block
    }
    return text.replace(/\s+/g, ' ')
  })

function run(name: string, file: string) {
  const out = join(folder, name, 'results')
  const { stdout, stderr } = nomoscope('run', file, '--out', out, '--quiet')
  if (!stdout.includes('report.html')) throw new Error(stderr)
  return { out, results: JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) }
}

/** The demo with 60 patients, run once for all that is looked at. */
let demoRun: ReturnType<typeof run> | undefined
function demo() {
  const own = join(folder, 'demo')
  if (!demoRun) mkdirSync(own)
  demoRun ??= run('demo', smallDemo(own, 60))
  return demoRun
}

interface Performance {
  auc?: { value: number; lower: number; upper: number }
  concordance?: { value: number; lower: number; upper: number }
}

/** n, events, the leading measure with its interval and the verdict are there; no feature's name, no path. */
function expectAbstract(text: string, n: number, events: number, { auc, concordance }: Performance, verdict: RegExp) {
  const { value, lower, upper } = (auc ?? concordance)!
  const [own, from, to] = [value, lower, upper].map((one) => one.toFixed(3).replace('-', '−'))
  expect(text).toContain(`${n} patients`)
  expect(text).toMatch(new RegExp(`\\b${events}\\b`))
  expect(text).toContain(`${auc ? 'AUC' : 'C-index'} is ${own} (95% CI ${from}–${to})`)
  expect(text).toMatch(verdict)
  expect(text).not.toMatch(/_(glcm|glrlm|glszm|gldm|ngtdm|firstorder|shape)_|log-sigma|wavelet-|original_/)
  expect(text).not.toMatch(/[\w.-]+\/[\w.-]+\.\w+|\.\.\//)
}

async function screenOf(out: string, use: (page: Page, text: string) => Promise<void> = async () => {}) {
  let text = ''
  await inChromium(join(out, 'report.html'), async (page) => {
    text = await firstScreen(page)
    await use(page, text)
  })
  return text
}

const better = /separates patients better than chance/
const chance = /no evidence that .* predicts better than chance/
const verdictOf = ({ auc, concordance }: Performance) => ((auc ?? concordance)!.lower > 0.5 ? better : chance)

toolTest(
  'the demo: its first screen tells a stranger what was found; axe finds nothing; at 390 px nothing is cut off',
  chromiumProbe,
  9,
  async () => {
    const { out, results } = demo()
    const { nested } = results.models.combined.performance
    const events = results.report.sections.find(({ id }: { id: string }) => id === 'cohort').blocks[0].text.numbers[2]
      .value
    await screenOf(out, async (page, text) => {
      expectAbstract(text, results.flow.analysed, events, nested, verdictOf(nested))
      await page.evaluate(axe.source)
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<axe.AxeResults> } }).axe.run(),
      )
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`),
      ).toEqual([])

      await page.emulateMedia({ colorScheme: 'dark' })
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
        'rgb(20, 22, 26)',
      )
      await page.setViewportSize({ width: 390, height: 844 })
      const cut = await page.evaluate(() => {
        for (const folded of document.querySelectorAll('main details')) (folded as HTMLDetailsElement).open = true
        const found: string[] = []
        for (const svg of document.querySelectorAll('figure svg, .picture svg'))
          if (svg.getBoundingClientRect().right > 390) found.push(`figure ${svg.id} is wider than the screen`)
        for (const one of document.querySelectorAll<HTMLElement>(
          'h1,h2,h3,p,li,figcaption,summary,button,td,th,caption',
        )) {
          const box = one.getBoundingClientRect()
          const scrolled = one.closest('.scroll') !== null
          if (box.width === 0) continue
          const spills = one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1
          if (!scrolled && (box.right > 391 || spills))
            found.push(`${one.tagName} "${one.textContent?.slice(0, 60)}" is cut`)
        }
        if (document.documentElement.scrollWidth > 390) found.push('the page scrolls sideways')
        return found
      })
      expect(cut).toEqual([])
    })
  },
  600_000,
)

toolTest(
  'in Word no heading and no name of a table stands alone at the foot of a page',
  ['soffice', '--version'],
  4,
  () => {
    const { out, results } = demo()
    const document = strFromU8(unzipSync(readFileSync(join(out, 'report.docx')))['word/document.xml'])
    const paragraphs = [...document.matchAll(/<w:p>.*?<\/w:p>/gs)].map(([xml]) => ({
      style: /<w:pStyle w:val="([^"]+)"/.exec(xml)?.[1] ?? '',
      text: [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(''),
    }))
    const tables: { rows: { kind: string; cells: { text: string }[] }[] }[] = results.tables
    const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
    const heads = new Set([
      ...paragraphs.filter(({ style }) => /^Heading\d$/.test(style)).map(({ text }) => plain(text)),
      ...tables.flatMap(({ rows }) =>
        rows.filter(({ kind }) => kind === 'heading').map(({ cells }) => plain(cells[0].text)),
      ),
    ])
    expect(heads.size).toBeGreaterThan(20)
    const pages = join(folder, 'word')
    const asked = ['--headless', '--convert-to', 'pdf', '--outdir', pages, join(out, 'report.docx')]
    expect(spawnSync('soffice', [`-env:UserInstallation=file://${folder}/profile`, ...asked]).status).toBe(0)
    const text = spawnSync('pdftotext', ['-layout', join(pages, 'report.pdf'), '-'], { encoding: 'utf8' }).stdout
    const last = text.split('\f').flatMap((page) => {
      const lines = page.split('\n').map(plain).filter(Boolean)
      // The foot of every page is the notice with the number of the page.
      const body = lines.filter((line) => !/Research use only.* \d+ \/ \d+$/.test(line))
      return body.slice(-1)
    })
    expect(last.length).toBeGreaterThan(15)
    expect(last.filter((line) => heads.has(line) || /^Table S?\d+\. /.test(line))).toEqual([])
  },
  600_000,
)

toolTest(
  'a study of noise: nothing is claimed',
  chromiumProbe,
  7,
  async () => {
    const own = join(folder, 'noise')
    mkdirSync(own)
    let state = 12345
    const uniform = () => {
      state = (state * 1103515245 + 12345) % 2 ** 31
      return state / 2 ** 31
    }
    const rows = Array.from({ length: 80 }, (_, i) =>
      [`N${i}`, i % 2, ...Array.from({ length: 3 }, () => uniform().toFixed(6))].join(','),
    )
    writeFileSync(join(own, 'cohort.csv'), `id,outcome,x1,x2,x3\n${rows.join('\n')}\n`)
    const file = join(own, 'study.yaml')
    writeFileSync(
      file,
      `study: Noise
seed: 7
cohort: { file: cohort.csv, id: id }
outcome: { column: outcome, positive: 1 }
split: none
models: { clinical: { label: Clinical, terms: [x1, x2, x3] } }
validation: { nested: { folds: 5, repeats: 2 }, bootstrap: 0, permutations: 0 }
`,
    )
    const { out, results } = run('noise', file)
    const { nested } = results.models.clinical.performance
    expect(nested.auc.lower).toBeLessThan(0.5)
    expectAbstract(await screenOf(out), 80, 40, nested, chance)
  },
  300_000,
)

toolTest(
  'a study of survival alone: the C-index leads',
  chromiumProbe,
  6,
  async () => {
    const own = join(folder, 'cox')
    const file = writeSmallStudy(
      own,
      'split: none\nmodels:\n  plain: { label: Age and grade, terms: [age, grade], cox: { time: months, event: event, horizons: [12], label: Progression } }',
    )
    writeFileSync(
      file,
      readFileSync(file, 'utf8')
        .replace(/^outcome:.*\n/m, '')
        .replace(
          /^validation:.*\n/m,
          'validation: { nested: { folds: 4, repeats: 1 }, bootstrap: 0, permutations: 0 }\n',
        ),
    )
    const { out, results } = run('cox', file)
    const { performance, events } = results.models.plain
    expectAbstract(await screenOf(out), 160, events, performance.nested, verdictOf(performance.nested))
  },
  300_000,
)

sharedTest(
  'I-SPY 1: patients, HER2-positive ones, the AUC and the verdict are on the first screen',
  6,
  async () => {
    const example = resolve(import.meta.dirname, '../../examples/ispy1')
    const own = join(folder, 'ispy1')
    mkdirSync(own)
    const study = readFileSync(join(example, 'study.yaml'), 'utf8')
      .replaceAll('../../../shared', shared())
      .replace(/^ {2}(radiomics|flexible|combined): \{ terms.*\n/gm, '')
      .replace(/^ {2}recurrence:\n( {4}.*\n)+/m, '')
      .replace(/^validation:.*\n/m, 'validation: { nested: { folds: 5, repeats: 2 }, bootstrap: 0, permutations: 0 }\n')
    writeFileSync(join(own, 'study.yaml'), study)
    copyFileSync(join(example, 'codebook.yaml'), join(own, 'codebook.yaml'))
    const { out, results } = run('ispy1', join(own, 'study.yaml'))
    const { nested } = results.models.clinical.performance
    expectAbstract(await screenOf(out), 158, 52, nested, verdictOf(nested))
  },
  300_000,
)
