import { TissueElsewhere } from '../errors/index.ts'
import { labelLayer } from '../features/regions/mask.ts'
import { suggestGridRepair } from '../image/grid/grid-mismatch.ts'
import { applyNyul, whiteStripe, zScore, zScoreOfSurroundings } from '../image/intensity/normalise.ts'
import type { Images } from '../image/platform/images.ts'
import type { Mask, Volume } from '../image/volume.ts'
import { type Normalisation, zScoreScale } from './normalisation.ts'
import { onGrid } from './on-grid.ts'

/**
 * The image on its common scale. Throws NoSpread, TissueElsewhere, and what reading the tissue's mask throws.
 * label  of the region of interest, for its surroundings
 */
export async function normaliseCase(
  image: Volume,
  mask: Mask,
  label: number,
  how: Normalisation,
  path: string,
  images: Images,
): Promise<Volume> {
  if (how === 'whitestripe') return whiteStripe(image, zScoreScale)
  if ('nyul' in how) return applyNyul(image, how.nyul)
  if (how.zscore === 'image') return zScore(image, undefined, zScoreScale)
  if (how.zscore === 'surroundings')
    return zScoreOfSurroundings(image, onGrid(labelLayer(mask, label, 0), image), label, how.from, how.to, zScoreScale)
  const tissue = await images.mask(how.mask, image, path, how.label)
  const { kind, advice } = suggestGridRepair(image, tissue)
  if (kind === 'ask') throw TissueElsewhere(how.mask, advice)
  const { data } = onGrid(tissue, image)
  const region = how.label === undefined ? data : data.map((value) => Number(value === how.label))
  return zScore(image, region, zScoreScale)
}
