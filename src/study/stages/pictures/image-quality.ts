import type { QualityName } from '../../../cases/image-quality.ts'
import type { GreySlice } from '../../../image/quality/picture.ts'
import { isFailure } from '../../../jobs/failure.ts'
import type { StudyContext } from '../../context.ts'
import type { ImageQuality } from '../image-quality.ts'

/** A flagged image and the slice that shows why. */
export interface QualityPicture {
  patient: string
  sequence: string
  measure: QualityName
  value: number
  slice: GreySlice
}

/** As many as fit on a page. */
const maximumShown = 16

/** Pictures of flagged images, of every measure in turn, so that a frequent fault does not push the others out. */
export async function qualityPictures(
  quality: readonly ImageQuality[] | undefined,
  { map }: Pick<StudyContext, 'map'>,
): Promise<QualityPicture[]> {
  const all = (quality ?? []).flatMap((one) => one.flagged.map((measure) => ({ ...one, measure })))
  const turn = new Map<string, number>()
  const ranked = all.map((one) => {
    const key = `${one.sequence} ${one.measure}`
    turn.set(key, (turn.get(key) ?? -1) + 1)
    return { ...one, turn: turn.get(key)! }
  })
  const shown = ranked.sort((a, b) => a.turn - b.turn).slice(0, maximumShown)
  const tasks = shown.map(({ task, measure }) => ({ ...task, measure }))
  const slices = await map('quality/picture', tasks)
  return shown.flatMap(({ patient, sequence, measure, values }, i) => {
    const slice = slices[i]
    return isFailure(slice) ? [] : [{ patient, sequence, measure, value: values[measure]!, slice }]
  })
}
