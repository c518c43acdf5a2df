import { type QualityMeasure, qualityMeasures, qualityText } from '../../../cases/quality-measures.ts'
import { contactSheet } from '../../../figures/charts/slice.ts'
import { outlierLimit } from '../../../image/quality/quality.ts'
import { pow } from '../../../portable-math.ts'
import type { Cell, Row, Table } from '../../../report/document.ts'
import { quantiles } from '../../../statistics/descriptive/descriptive.ts'
import { fixedDecimals, percent, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, type Quantity, quantity, text } from '../../../text/with-numbers.ts'
import { sequenceName } from '../../column-names.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import type { ImageQuality } from '../../stages/image-quality.ts'
import type { QualityPicture } from '../../stages/pictures/image-quality.ts'
import { type Chapter, type DrawnFigure, figureBlock, paragraph, tableBlock } from '../chapter.ts'

type Words = Messages['images']['quality']

/**
 * How good the images are, sequence by sequence, which stand out and why; undefined where it was not measured.
 */
export function imageQualityChapter(
  { images: { quality: words } }: Messages,
  { quality, cohort }: StudyCohort,
  pictures: readonly QualityPicture[],
): Chapter | undefined {
  if (!quality?.length) return undefined
  const analysed = new Set(cohort.patients)
  const table = qualityTable(words, quality, analysed)
  const figure = pictures.length > 0 ? flaggedFigure(words, pictures) : undefined
  const flagged = quality.filter((one) => one.flagged.length > 0)
  const unread = quality.filter(({ values }) => Object.keys(values).length === 0)
  const stay = flagged.filter(({ patient }) => analysed.has(patient)).length
  return {
    id: 'image-quality',
    title: words.title,
    blocks: [
      paragraph(
        words.paragraph(
          wholeNumber(quality.length),
          wholeNumber(flagged.length),
          stay > 0 ? wholeNumber(stay) : undefined,
          unread.length > 0 ? wholeNumber(unread.length) : undefined,
        ),
      ),
      tableBlock(table.id),
      ...(figure ? [figureBlock(figure.id)] : []),
    ],
    tables: [table],
    ...(figure && { figures: [figure] }),
  }
}

function qualityTable(
  words: Words,
  quality: readonly ImageQuality[],
  analysed: ReadonlySet<string>,
): Omit<Table, 'number'> {
  const rows = [...new Set(quality.map(({ sequence }) => sequence))].flatMap((sequence): Row[] => {
    const own = quality.filter((one) => one.sequence === sequence)
    const measured = qualityMeasures.flatMap((measure) => rowOf(words, measure, own, analysed))
    const heading: Row = { kind: 'heading', indent: 0, cells: [plainText(sequenceName(sequence))] }
    return measured.length > 0 ? [heading, ...measured] : []
  })
  const { heads } = words
  return {
    id: 'image-quality',
    title: words.title,
    columns: heads.map((head, i) => ({ label: plainText(head), align: i === 0 || i === 5 ? 'left' : 'right' })),
    rows,
    footnotes: [
      { mark: '*', text: plainText(words.removed) },
      {
        text: words.flagged(fixedDecimals(outlierLimit, 1)),
      },
    ],
  }
}

function rowOf(
  words: Words,
  measure: QualityMeasure,
  own: readonly ImageQuality[],
  analysed: ReadonlySet<string>,
): Row[] {
  const { name, bad } = measure
  const said = (value: number) => saidOf(measure, value)
  const values = own.flatMap(({ values }) => values[name] ?? [])
  if (values.length === 0) return []
  const [low, first, median, third, high] = quantiles(values, [0, 0.25, 0.5, 0.75, 1])
  const flagged = own.filter((one) => one.flagged.includes(name))
  const patients = flagged.map(({ patient }) => `${patient}${analysed.has(patient) ? '' : '*'}`)
  const cells: Cell[] = [
    plainText(words.measures[name]),
    text`${wholeNumber(values.length)}`,
    low === high ? text`${said(median)}` : text`${said(median)} (${said(first)}–${said(third)})`,
    text`${said(bad === 'low' ? low : high)}`,
    text`${wholeNumber(flagged.length)}`,
    plainText(patients.join(', ')),
  ]
  return [{ kind: 'row', indent: 1, cells }]
}

/** What is left of nought after arithmetic. */
const rounding = 1e-9

/** Nought itself is a 0: it claims no decimals; what is more than nought is not printed as nought. */
function saidOf({ decimals, share }: QualityMeasure, value: number): Quantity {
  const printed = (own: number) => (share ? percent(own, decimals) : fixedDecimals(own, decimals))
  if (Math.abs(value) < rounding) return share ? percent(value, 0) : wholeNumber(value)
  const least = pow(10, share ? -decimals - 2 : -decimals)
  return value > 0 && value < least / 2 ? quantity(value, `<${printed(least).text}`) : printed(value)
}

const measureOf = (measure: QualityPicture['measure']) => qualityMeasures.find(({ name }) => name === measure)!

const isSamePicture = (a: QualityPicture, b: QualityPicture) =>
  a.patient === b.patient &&
  a.sequence === b.sequence &&
  a.slice.levels.length === b.slice.levels.length &&
  a.slice.levels.every((level, i) => level === b.slice.levels[i])

function flaggedFigure(words: Words, pictures: readonly QualityPicture[]): DrawnFigure {
  // An image that stands out by several measures of the same picture is shown once, with all of them.
  const shown = pictures.filter((one, i) => pictures.findIndex((other) => isSamePicture(one, other)) === i)
  const cases = shown.map((picture) => {
    const { patient, sequence, measure, value } = picture
    const measured = pictures
      .filter((other) => isSamePicture(picture, other))
      .map(
        (one, i) => `${i > 0 ? '' : `${words.short[one.measure]} `}${qualityText(measureOf(one.measure), one.value)}`,
      )
    return { label: [patient, sequenceName(sequence), measured.join(', ')].join(' · '), sequence, measure, value }
  })
  const slices = shown.map(({ slice }, i) => ({
    label: cases[i].label,
    image: {
      columns: slice.columns,
      rows: slice.rows,
      spacing: slice.spacing,
      values: slice.levels,
      window: [0, 255] as const,
      mask: slice.region,
      secondMask: slice.second,
    },
  }))
  return {
    id: 'image-quality',
    title: words.figure,
    caption: plainText(words.caption),
    description: words.description(shown.length, cases.map(({ label }) => label).join('; ')),
    data: cases,
    drawing: contactSheet(slices, 4),
  }
}
