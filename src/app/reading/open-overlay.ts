import { askApart } from '../browser/ask.ts'
import type { Place } from '../browser/place.ts'
import type { Overlay, Scene } from '../viewer/scene.ts'
import type { OverlayChoice } from './overlay-choices.ts'
import type { Case } from './server-images.ts'

/**
 * Opens an overlay on an image's grid, in a thread of its own. `root` is the folder where readings are kept in this browser.
 * Throws Problem, and what the server refuses.
 */
export async function openOverlay(
  { name, unit, from }: OverlayChoice,
  which: Case,
  { image }: Scene,
  place?: Place,
): Promise<Overlay> {
  const { dimension, size, spacing, origin, direction } = image
  const grid = { dimension, size, spacing, origin, direction }
  const root = place && 'root' in place ? place.root : undefined
  const opened = await askApart('overlay', { which, from, grid, root }).answer
  return { name, unit, ...opened }
}
