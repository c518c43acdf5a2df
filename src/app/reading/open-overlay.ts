import { mapUnits } from '../../image/sequences/dynamic.ts'
import { askApart } from '../browser/ask.ts'
import type { Place } from '../browser/place.ts'
import type { Overlay, Scene } from '../viewer/scene.ts'
import { t } from '../words.ts'
import type { Case, ServedCase } from './server-images.ts'

/** A map or another sequence that can be laid over the image. */
export interface OverlayChoice {
  name: string
  unit?: string
  /** A map of the phases that the study names, one of the DICOM folder, or another sequence of the patient. */
  from: { phases: string } | { source: string } | { sequence: string }
}

const unitOf = (name: string) => (mapUnits as Partial<Record<string, string>>)[name]

const ofPhases = ['subtraction', 'pe', 'ser', 'wash-in', 'ttp', 'wash-out', 'curve']

/** What a case can have laid over it: maps of its own phases, and the patient's other sequences. */
export function overlayChoices(
  { sequence }: Case,
  { phases, description }: ServedCase,
  sequences: readonly string[],
): OverlayChoice[] {
  const maps = description.files.length > 1 ? [...ofPhases, 'adc'] : []
  return [
    ...(phases.length > 1 ? ofPhases : []).map((name) => ({ name, unit: unitOf(name), from: { phases: name } })),
    ...maps.map((name) => ({ name, unit: unitOf(name), from: { source: name } })),
    ...sequences
      .filter((one) => one !== sequence)
      .map((one) => ({ name: t('sequence {name}', { name: one }), from: { sequence: one } })),
  ]
}

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
