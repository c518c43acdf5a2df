import { panels } from '../../../figures/canvas/panels.ts'
import { calibrationCurves } from '../../../figures/charts/calibration.ts'
import { nomogram as drawNomogram } from '../../../figures/charts/nomogram.ts'
import { nomogramFigure } from '../../../figures/charts/nomogram-of-model.ts'
import type { Cell, Row, Table, Warning } from '../../../report/document.ts'
import { fixedDecimals, pValue, ratios, wholeNumber, withInterval } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import type { RegressionPart } from '../../stages/regressions/regression-measures.ts'
import type { StudyRegression } from '../../stages/regressions/regressions.ts'
import { type Chapter, type DrawnFigure, figureBlock, headedTable, paragraph, tableBlock } from '../chapter.ts'

/** Regressions of outcomes of several levels or a number; undefined where the study asks for none. */
export function regressionsChapter(messages: Messages, found: readonly StudyRegression[]): Chapter | undefined {
  if (found.length === 0) return undefined
  const { regressions: words } = messages
  const parts = found.map((one, i) => {
    const tables = [coefficients(messages, one, i), performance(messages, one, i)]
    const figures = figuresOf(messages, one, i)
    return { tables, figures, said: paragraph(sentence(messages, one, i)) }
  })
  return {
    id: 'regressions',
    title: words.title,
    blocks: parts.flatMap(({ tables, figures, said }) => [
      said,
      ...tables.map(({ id }) => tableBlock(id)),
      ...figures.map(({ id }) => figureBlock(id)),
    ]),
    tables: parts.flatMap(({ tables }) => tables),
    figures: parts.flatMap(({ figures }) => figures),
    warnings: found.flatMap((one, i) => warningsOf(messages, one, i)),
  }
}

/** Fewer patients for each parameter than this are said. */
const fewest = 10

function warningsOf({ regressions: words }: Messages, one: StudyRegression, index: number): Warning[] {
  const { label, kind, separated, perParameter } = one
  return [
    ...(separated ? [{ severity: 'serious' as const, text: plainText(words.separated(label)) }] : []),
    ...(perParameter < fewest
      ? [
          {
            severity: 'note' as const,
            text: words.few(
              label,
              words.limiting[kind],
              fixedDecimals(perParameter, 1, `regressions.${index}.perParameter`),
            ),
          },
        ]
      : []),
  ]
}

function sentence({ document, regressions: words }: Messages, one: StudyRegression, index: number): Cell {
  const at = `regressions.${index}`
  const { label, kind, n, excluded, classes, measures } = one
  const counts = document.list(
    classes.map(({ label: name, n: count }, k) => words.count(name, wholeNumber(count, `${at}.classes.${k}.n`))),
  )
  const judged = measures.nested
    ? words.nested(
        wholeNumber(measures.folds, `${at}.measures.folds`),
        wholeNumber(measures.repeats, `${at}.measures.repeats`),
      )
    : words.notNested(measures.failed ?? '')
  const left = excluded > 0 ? words.excluded(wholeNumber(excluded, `${at}.excluded`)) : ''
  return words.sentence(
    label,
    words.kinds[kind],
    wholeNumber(n, `${at}.n`),
    classes.length > 0 ? counts : '',
    left,
    judged,
  )
}

function coefficients({ regressions: words, document }: Messages, one: StudyRegression, index: number): Table {
  const at = `regressions.${index}`
  const { terms, kind, label, classes, thresholds, intercepts, separated } = one
  const rows: Row[] = []
  let group = ''
  terms.forEach(({ label: name, level, reference, of, estimate, standardError, lower: low, upper: high, p }, t) => {
    if (of !== undefined && of !== group) {
      group = of
      rows.push({ kind: 'heading', indent: 0, cells: [plainText(words.against(of, classes[0].label))] })
    }
    const [middle, from, to] = ratios([Math.exp(estimate), Math.exp(low), Math.exp(high)])
    const path = `${at}.terms.${t}`
    rows.push({
      kind: 'row',
      indent: 0,
      cells: [
        plainText(level === undefined ? name : `${name}: ${level} / ${reference}`),
        separated ? plainText('–') : text`${fixedDecimals(estimate, 4, `${path}.estimate`)}`,
        separated ? plainText('–') : text`${fixedDecimals(standardError, 4, `${path}.standardError`)}`,
        separated
          ? plainText('–')
          : kind === 'linear'
            ? withInterval([estimate, low, high], 3)
            : text`${middle} (${from}–${to})`,
        separated ? plainText('–') : text`${pValue(p, `${path}.p`)}`,
      ],
    })
  })
  const constants = thresholds ?? intercepts ?? []
  const place = thresholds ? 'thresholds' : 'intercepts'
  constants.forEach((value, k) => {
    const name = thresholds
      ? words.threshold(classes[k].label)
      : classes.length > 0
        ? words.intercept(classes[k + 1].label)
        : document.intercept
    rows.push({
      kind: 'row',
      indent: 0,
      cells: [
        plainText(name),
        separated ? plainText('–') : text`${fixedDecimals(value, 4, `${at}.${place}.${k}`)}`,
        plainText(''),
        plainText(''),
        plainText(''),
      ],
    })
  })
  const heads = [
    words.variable,
    words.coefficient,
    words.standardError,
    kind === 'linear' ? words.difference : words.oddsRatio,
    words.p,
  ]
  return headedTable(`regression-${index + 1}`, words.coefficients(label, words.kinds[kind]), heads, rows, {
    notes: [words.notes[kind]],
  })
}

function performance({ regressions: words }: Messages, one: StudyRegression, index: number): Table {
  const { measures, label } = one
  const at = `regressions.${index}.measures`
  const parts = [['nested', measures.nested] as const, ['apparent', measures.apparent] as const]
  const cellsOf = (name: string, of: (part: RegressionPart, path: string) => Cell): Row => ({
    kind: 'row',
    indent: 0,
    cells: [plainText(name), ...parts.map(([kind, part]) => (part ? of(part, `${at}.${kind}`) : plainText('–')))],
  })
  const estimated = (measure: 'handTill' | 'orc' | 'r2' | 'rmse') => (part: RegressionPart, path: string) => {
    const { value, lower, upper } = part[measure]!
    const own = `${path}.${measure}`
    return withInterval([value, lower, upper], 3, [`${own}.value`, `${own}.lower`, `${own}.upper`])
  }
  const names = (['handTill', 'orc', 'r2', 'rmse'] as const).filter((name) => measures.apparent[name])
  const rows = [
    ...names.map((name) => cellsOf(words.measures[name], estimated(name))),
    ...measures.apparent.slopes.map(({ label: name }, k) =>
      cellsOf(
        name === '' ? words.slope : words.slopeOf(name),
        (part, path) => text`${fixedDecimals(part.slopes[k].slope, 2, `${path}.slopes.${k}.slope`)}`,
      ),
    ),
  ]
  const heads = [words.measure, words.outOfFold, words.apparent]
  return headedTable(`regression-performance-${index + 1}`, words.performance(label), heads, rows, {
    notes: [words.performanceNote],
  })
}

function figuresOf(messages: Messages, one: StudyRegression, index: number): DrawnFigure[] {
  const { regressions: words, drawings } = messages
  const { label, nomogram: drawn, measures } = one
  const figures: DrawnFigure[] = []
  const judged = measures.nested ?? measures.apparent
  const calibration = judged.calibration.map(({ label: name, predicted, observed }) => ({
    apparent: { predicted, observed },
    apparentLabel: name,
  }))
  if (calibration.length > 0)
    figures.push({
      id: `regression-calibration-${index + 1}`,
      title: words.calibration(label),
      caption: plainText(words.calibrationCaption(measures.nested !== undefined)),
      description: words.calibration(label),
      data: calibration,
      drawing: panels([calibration.map((own) => calibrationCurves(own, undefined, drawings))]),
    })
  if (drawn) {
    const data = nomogramFigure(drawn.model, drawn.nomogram, {
      linearPredictor: drawings.linearPredictor,
      ...drawn.names,
    })
    figures.push({
      id: `regression-nomogram-${index + 1}`,
      title: words.nomogram(label),
      caption: plainText(words.nomogramCaption[one.kind === 'linear' ? 'linear' : 'ordinal']),
      description: words.nomogram(label),
      data,
      drawing: drawNomogram(data, undefined, drawings),
    })
  }
  return figures
}
