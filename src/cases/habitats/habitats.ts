import type { Images } from '../../image/platform/images.ts'
import type { HabitatFit } from '../../image/regions/habitats.ts'
import type { Freedom } from '../../image/registration/register.ts'
import { type BiasCorrection, byContent } from '../correct-bias.ts'
import type { Normalisation } from '../normalisation.ts'

/** One of the maps that a region is parted by: an image, prepared as its sequence is. */
export interface HabitatMap {
  /** Its sequence in the study. */
  name: string
  image: string
  source?: string
  times?: number[]
  uneven?: number
  n4?: BiasCorrection
  normalise?: Normalisation
  /** The map is registered to the measured image. */
  register?: Freedom
  /** A filtered image of it, by the name that features have: `log-sigma-2-0-mm-3D`. */
  filter?: string
}

/** How a region is parted; `fit` is what was learnt, without which there is nothing to part by. */
export interface Habitats {
  maps: HabitatMap[]
  fit?: HabitatFit
}

/** The beginning of a habitat's columns. */
export const habitatName = (habitat: number, rest: string) => `habitat${habitat}_${rest}`

/** The habitats as a cache knows them: files by what they hold. */
export async function habitatsByContent({ maps, fit }: Habitats, images: Images): Promise<Habitats> {
  const known = await Promise.all(
    maps.map(async (map) => ({
      ...map,
      image: await images.contentHash(map.image),
      ...(map.n4 && { n4: await byContent(map.n4, images) }),
      ...(typeof map.normalise === 'object' &&
        'mask' in map.normalise && {
          normalise: { ...map.normalise, mask: await images.contentHash(map.normalise.mask) },
        }),
    })),
  )
  return { maps: known, fit }
}
