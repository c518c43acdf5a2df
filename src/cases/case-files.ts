import type { CaseTask } from './case.ts'

/** The files and folders that a case names. Of a network its hash is in the case itself. */
export function filesOf({ image, mask, drawn, derive, n4, normalise, habitats }: CaseTask): string[] {
  const clip = derive?.clip
  return [
    image,
    mask,
    ...(drawn ? [drawn.image] : []),
    ...(typeof clip === 'object' && 'mask' in clip ? [clip.mask] : []),
    ...masksOf({ n4, normalise }),
    ...(habitats?.maps ?? []).flatMap((map) => [map.image, ...masksOf(map)]),
  ]
}

/** The masks by which an image is prepared. */
function masksOf({ n4, normalise }: Pick<CaseTask, 'n4' | 'normalise'>): string[] {
  const tissue = typeof normalise === 'object' && 'mask' in normalise ? [normalise.mask] : []
  return [...(n4?.mask === undefined ? [] : [n4.mask]), ...tissue]
}
