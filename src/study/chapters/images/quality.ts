import { type QualityMeasure, qualityMeasures, qualityText } from '../../../cases/quality-measures.ts'
import { contactSheet } from '../../../figures/charts/slice.ts'
import { outlierLimit } from '../../../image/quality/quality.ts'
import type { Cell, Row, Table } from '../../../report/document.ts'
import { quantiles } from '../../../statistics/descriptive/descriptive.ts'
import { fixed, whole } from '../../../text/format.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import type { ImageQuality } from '../../stages/image-quality.ts'
import type { QualityPicture } from '../../stages/image-quality-pictures.ts'
import { type Chapter, type DrawnFigure, figureBlock, paragraph, tableBlock } from '../chapter.ts'

/**
 * How good the images are, sequence by sequence, which stand out and why; undefined where it was not measured.
 * named  whether patients are called by their identifiers
 */
export function imageQualityChapter(
  { quality, cohort }: StudyCohort,
  pictures: readonly QualityPicture[],
  named: boolean,
): Chapter | undefined {
  if (!quality?.length) return undefined
  const analysed = new Set(cohort.patients)
  const table = qualityTable(quality, analysed, named)
  const figure = pictures.length > 0 ? flaggedFigure(pictures, named) : undefined
  const flagged = quality.filter((one) => one.flagged.length > 0)
  const unread = quality.filter(({ values }) => Object.keys(values).length === 0)
  const stay = flagged.filter(({ patient }) => analysed.has(patient)).length
  return {
    id: 'image-quality',
    title: 'Image quality',
    blocks: [
      paragraph(
        text`The quality of ${whole(quality.length)} images of everyone assessed was measured; ${whole(flagged.length)} stand out of their sequence in at least one measure, ${whole(stay)} of them of patients who were analysed.${unread.length > 0 ? text` ${whole(unread.length)} could not be read.` : ''} A measure needs air around the patient, several phases or an anatomical image: where it could not be made, no rule was decided by it.`,
      ),
      tableBlock(table.id),
      ...(figure ? [figureBlock(figure.id)] : []),
    ],
    tables: [table],
    ...(figure && { figures: [figure] }),
  }
}

function qualityTable(
  quality: readonly ImageQuality[],
  analysed: ReadonlySet<string>,
  named: boolean,
): Omit<Table, 'number'> {
  const rows = [...new Set(quality.map(({ sequence }) => sequence))].flatMap((sequence): Row[] => {
    const own = quality.filter((one) => one.sequence === sequence)
    const measured = qualityMeasures.flatMap((measure) => rowOf(measure, own, analysed, named))
    const heading: Row = { kind: 'heading', indent: 0, cells: [plainText(sequence)] }
    return measured.length > 0 ? [heading, ...measured] : []
  })
  const heads = ['Measure', 'Images', 'Median (IQR)', 'Worst', 'Flagged', ...(named ? ['Flagged patients'] : [])]
  return {
    id: 'image-quality',
    title: 'Image quality',
    columns: heads.map((head, i) => ({ label: plainText(head), align: i === 0 || i === 5 ? 'left' : 'right' })),
    rows,
    footnotes: [
      ...(named ? [{ mark: '*', text: plainText('Not analysed: removed by the criteria.') }] : []),
      {
        text: text`Flagged: further than ${fixed(outlierLimit, 1)} robust standard deviations from the median at the bad end, and large enough to matter (Iglewicz & Hoaglin).`,
      },
    ],
  }
}

function rowOf(
  measure: QualityMeasure,
  own: readonly ImageQuality[],
  analysed: ReadonlySet<string>,
  named: boolean,
): Row[] {
  const { name, label, unit, decimals, bad } = measure
  const values = own.flatMap(({ values }) => values[name] ?? [])
  if (values.length === 0) return []
  const [low, first, median, third, high] = quantiles(values, [0, 0.25, 0.5, 0.75, 1])
  const flagged = own.filter((one) => one.flagged.includes(name))
  const patients = flagged.map(({ patient }) => `${patient}${analysed.has(patient) ? '' : '*'}`)
  const cells: Cell[] = [
    plainText(`${label[0].toUpperCase()}${label.slice(1)}${unit ? `, ${unit}` : ''}`),
    text`${whole(values.length)}`,
    text`${fixed(median, decimals)} (${fixed(first, decimals)}–${fixed(third, decimals)})`,
    text`${fixed(bad === 'low' ? low : high, decimals)}`,
    text`${whole(flagged.length)}`,
    ...(named ? [plainText(patients.join(', '))] : []),
  ]
  return [{ kind: 'row', indent: 1, cells }]
}

function flaggedFigure(pictures: readonly QualityPicture[], named: boolean): DrawnFigure {
  const cases = pictures.map(({ patient, sequence, measure, value }, i) => {
    const by = qualityMeasures.find(({ name }) => name === measure)!
    const label = [named ? patient : `${i + 1}`, sequence, `${by.short} ${qualityText(by, value)}`].join(' · ')
    return { label, sequence, measure, value }
  })
  const slices = pictures.map(({ slice }, i) => ({
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
    title: 'Images whose quality stands out',
    caption: plainText(
      'Motion: difference of the phase that moved most from the first. Outline: the anatomical image with its own outline (yellow) and that of the other sequence (blue). Clipping: the voxels at the largest value. Others: what was taken for the patient.',
    ),
    description: `Slices of ${pictures.length} images: ${cases.map(({ label }) => label).join('; ')}.`,
    data: cases,
    drawing: contactSheet(slices, 4),
  }
}
