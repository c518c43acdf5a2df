import { habitatName } from '../../../cases/habitats/habitats.ts'
import { comparedMaps } from '../../../figures/charts/slice.ts'
import type { Row } from '../../../report/document.ts'
import { decimalsOf, fixedDecimals, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import { sequenceName } from '../../column-names.ts'
import type { StudyFeatures } from '../../stages/features.ts'
import type { HabitatPicture } from '../../stages/pictures/habitats.ts'
import { type Chapter, type DrawnFigure, figureBlock, headedTable, paragraph, tableBlock } from '../chapter.ts'
import { medianAndRange } from './median-and-range.ts'

/** The habitats of regions: where their centres lie, how much of the regions they are, and one patient's; undefined for none. */
export function habitatsChapter(
  { drawings, images: { habitats: words } }: Messages,
  { habitats, rows }: Pick<StudyFeatures, 'habitats' | 'rows'>,
  pictures: readonly HabitatPicture[],
): Chapter | undefined {
  if (!habitats) return undefined
  const tables = Object.entries(habitats).map(([sequence, { centres, maps, patients, voxels }]) => {
    const done = rows.filter(({ input, status }) => input.sequence === sequence && status === 'done')
    const decimals = maps.map((_, m) => decimalsOf(centres.map((centre) => centre[m])))
    const tableRows = centres.map((centre, h): Row => {
      const shares = done.map(({ values }) => Number(values[habitatName(h + 1, 'share')])).filter(Number.isFinite)
      return {
        kind: 'row',
        indent: 0,
        cells: [
          text`${wholeNumber(h + 1)}`,
          ...centre.map((value, m) => text`${fixedDecimals(value, decimals[m])}`),
          medianAndRange(
            shares.map((share) => 100 * share),
            0,
          ),
          text`${wholeNumber(shares.filter((share) => share === 0).length)}`,
        ],
      }
    })
    return headedTable(
      `habitats-${sequence}`,
      words.table(sequenceName(sequence)),
      [words.habitat, ...maps, words.share, words.without],
      tableRows,
      { notes: [words.note(wholeNumber(voxels), wholeNumber(patients))] },
    )
  })
  const figures = pictures.map(({ sequence, patient, image, habitats: map }): DrawnFigure => {
    const called = sequenceName(sequence)
    return {
      id: `habitats-${sequence}`,
      title: words.figure(called),
      caption: plainText(words.caption),
      description: words.description(called),
      data: { patient, habitats: habitats[sequence].centres.length },
      drawing: comparedMaps([{ feature: words.figure(called), patients: [{ label: called, image, map }] }], drawings),
    }
  })
  return {
    id: 'habitats',
    title: words.title,
    blocks: [
      paragraph(plainText(words.paragraph)),
      ...tables.map(({ id }) => tableBlock(id)),
      ...figures.map(({ id }) => figureBlock(id)),
    ],
    tables,
    figures,
  }
}
