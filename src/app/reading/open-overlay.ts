import { resample } from '../../image/grid/resample.ts'
import { sameGeometry, type Volume } from '../../image/index.ts'
import { mapUnits } from '../../image/sequences/dynamic.ts'
import { mapOfPhases } from '../../image/sequences/maps.ts'
import type { Overlay } from '../viewer/scene.ts'
import { autoWindow } from '../viewer/window-level.ts'
import { refuseVectors } from './open-case.ts'
import { type Case, openServed, type ServedCase } from './server-images.ts'

/** A map or another sequence that can be laid over the image. */
export interface OverlayChoice {
  name: string
  unit?: string
  open: () => Promise<Volume>
}

const unitOf = (name: string) => (mapUnits as Partial<Record<string, string>>)[name]

const ofPhases = ['subtraction', 'pe', 'ser', 'wash-in', 'ttp', 'wash-out', 'curve']

/** What a case can have laid over it: maps of its own phases, and the patient's other sequences. */
export function overlayChoices(which: Case, served: ServedCase, sequences: readonly string[]): OverlayChoice[] {
  const { images, path, phases, description } = served
  const maps = description.files.length > 1 ? [...ofPhases, 'adc'] : []
  return [
    ...(phases.length > 1 ? ofPhases : []).map((name) => ({
      name,
      unit: unitOf(name),
      open: async () => {
        const dynamic = await images.dynamic(path, { files: phases, times: description.curve?.times })
        return mapOfPhases(dynamic, name.replace('-', ''), [])!.map.volume
      },
    })),
    ...maps.map((name) => ({ name, unit: unitOf(name), open: async () => (await images.open(path, name)).image })),
    ...sequences
      .filter((sequence) => sequence !== which.sequence)
      .map((sequence) => ({
        name: `sequence ${sequence}`,
        open: async () => {
          const other = await openServed({ ...which, sequence })
          return (await other.images.open(other.path, other.description.source)).image
        },
      })),
  ]
}

/** Opens an overlay on an image's grid; one of another grid is interpolated linearly, for the eye only. Throws Problem. */
export async function openOverlay({ name, unit, open }: OverlayChoice, image: Volume): Promise<Overlay> {
  const found = await open()
  refuseVectors(found)
  const volume = sameGeometry(image, found, 1e-3) ? found : resample(found, image, 'sitkLinear')
  return { name, unit, volume, window: autoWindow(volume.data, 0.005) }
}
