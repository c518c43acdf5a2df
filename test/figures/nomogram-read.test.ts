import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { svgDocument } from '../../src/figures/canvas/svg.ts'
import { withFonts } from '../../src/figures/canvas/svg-fonts.ts'
import { nomogram as drawNomogram } from '../../src/figures/charts/nomogram.ts'
import { nomogramFigure } from '../../src/figures/charts/nomogram-of-model.ts'
import { figurePdf } from '../../src/figures/export.node.ts'
import { millimetre } from '../../src/figures/theme/theme.ts'
import { deployed } from '../../src/model/deploy/deployed-form.ts'
import type { ModelTerm } from '../../src/model/plan/specification.ts'
import { predict } from '../../src/model/predict/predict.ts'
import { studyNomogram } from '../../src/study/stages/nomogram.ts'
import { toolTest } from '../support/needs.ts'
import { cellsOf, simulatedFeatures, simulatedStudy } from '../support/simulated-study.ts'
import { overlapping, readSvg, textBoxes } from './read-svg.ts'
import { ruler } from './ruler.ts'

/** Nomograms of real fits, read with a ruler and held against `predict` of the same model's file. */

const eight = ['type', 'edge', 'skin', 'axillary', 'grade', 'age', 'size', 'cd8']
const terms = {
  three: ['edge', 'age', 'size'],
  eight,
  fifteen: [...eight, 'cea', ...simulatedFeatures.slice(0, 6)],
  score: ['type', 'edge', { score: 'radiomics' }],
  'splines and interactions': [{ spline: 'cd8', knots: 4 }, 'edge', { interaction: ['type', 'grade'] }],
} satisfies Record<string, ModelTerm[]>
let study: Awaited<ReturnType<typeof simulatedStudy>>
beforeAll(async () => {
  study = await simulatedStudy(Object.entries(terms).map(([name, own]) => ({ name, terms: own })))
}, 60_000)

describe.each(Object.keys(terms))('a fit of %s variables', (name) => {
  const drawing = () => {
    const at = Object.keys(terms).indexOf(name)
    const of = studyNomogram(
      deployed(study.results[at], 'fitted'),
      study.table,
      study.training,
      'Probability of HER-2 positive',
    )!
    const figure = nomogramFigure(of.model, of.nomogram, of.names)
    const drawn = drawNomogram(figure)
    const elements = readSvg(svgDocument(drawn, { id: 'n', title: 'n', description: 'n' }))
    return { file: study.files[at], of, figure, drawn, elements }
  }

  test('the risk that a ruler reads off is that of predict, within 0.005, for every patient', () => {
    const { file, of, figure, elements } = drawing()
    const paper = ruler(elements)
    const rows = Array.from(study.training, (row) => cellsOf(study.table, row))
    const score = of.inputs.find((input) => input.name === 'radiomics score')
    const scores = score && scoresOf(study.results[3].model.scores[0], rows)
    let worst = 0
    let read = 0
    predict(file, rows).forEach(({ risk }, i) => {
      const total = of.nomogram.axes.reduce((sum, { variable, given }, axis) => {
        if (Object.entries(given).some(([name, value]) => rows[i][name] !== value)) return sum
        const value = variable === score?.name ? scores![i] : rows[i][variable]
        const label = of.names.levels?.[variable]?.[String(value)] ?? value
        return sum + paper.pointsOf(figure.variables[axis].label, label)
      }, 0)
      const said = paper.outcomeAt('Probability of HER-2 positive', total)
      if (said === undefined) return
      read++
      worst = Math.max(worst, Math.abs(said - risk!))
    })
    expect(worst).toBeLessThan(0.005)
    expect(read).toBeGreaterThan(290)
  })

  test('no label lies over another or leaves the picture, and every level can be read', () => {
    const { of, drawn, elements } = drawing()
    const boxes = textBoxes(elements)
    expect(overlapping(boxes)).toEqual([])
    expect(boxes.filter((box) => box.left < -0.5 || box.right > drawn.width + 0.5)).toEqual([])
    const words = boxes.map((box) => box.text).join(' ')
    for (const levels of Object.values(of.names.levels!))
      for (const label of Object.values(levels)) expect(words).toContain(label)
  })
})

describe('on paper', () => {
  const whole = async () => {
    const of = studyNomogram(
      deployed(study.results[1], 'fitted'),
      study.table,
      study.training,
      'Probability of HER-2 positive',
    )!
    const svg = svgDocument(drawNomogram(nomogramFigure(of.model, of.nomogram, of.names)), {
      id: 'n',
      title: 'n',
      description: 'n',
    })
    return { svg, pdf: Buffer.from(await figurePdf(svg, { title: 'n', date: '2026-11-22' })) }
  }

  test('SVG and PDF are 183 mm wide, with their font inside', async () => {
    const { svg, pdf } = await whole()
    expect(svg).toContain('width="183mm"')
    expect(svg).toMatch(/viewBox="0 0 518\.74 /)
    const [, width] = /\/MediaBox \[0 0 ([\d.]+) /.exec(pdf.toString('latin1'))!
    expect(Number(width) / millimetre).toBeCloseTo(183, 2)
    expect(pdf.toString('latin1')).toContain('/FontFile2')
    expect(withFonts(svg)).toContain("font-family:'DejaVu Sans';font-weight:400;src:url(data:font/woff2;base64,")
  })

  toolTest(
    'the axis of points is as long in the PDF as in the SVG, to a tenth of a millimetre',
    ['pdftotext', '-v'],
    2,
    async () => {
      const { svg, pdf } = await whole()
      const long = ruler(readSvg(svg)).lengthOf('Points') / millimetre
      expect(long).toBeGreaterThan(90)
      const folder = mkdtempSync(join(tmpdir(), 'nomoscope-paper-'))
      try {
        const file = join(folder, 'n.pdf')
        writeFileSync(file, pdf)
        const words = spawnSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8' }).stdout
        const middleOf = (word: string) => {
          const [, from, to] = new RegExp(`xMin="([\\d.]+)"[^>]*xMax="([\\d.]+)"[^>]*>${word}</word>`).exec(words)!
          return (Number(from) + Number(to)) / 2
        }
        expect(Math.abs((middleOf('100') - middleOf('50')) / millimetre - long / 2)).toBeLessThan(0.1)
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
  )
})

function scoresOf(
  { intercept, terms: own }: { intercept: number; terms: { column: string; estimate: number }[] },
  rows: Record<string, number | string>[],
) {
  return rows.map((row) => own.reduce((sum, { column, estimate }) => sum + estimate * Number(row[column]), intercept))
}
