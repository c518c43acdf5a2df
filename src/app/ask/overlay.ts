import { resample } from '../../image/grid/resample.ts'
import { type Geometry, sameGeometry, type Volume } from '../../image/index.ts'
import { mapOfPhases } from '../../image/sequences/maps.ts'
import { localReadings } from '../browser/local-readings.ts'
import { refuseVectors } from '../reading/open-case.ts'
import type { OverlayChoice } from '../reading/overlay-choices.ts'
import { type Case, openServed } from '../reading/server-images.ts'
import { readIn } from '../reading-client.ts'
import { autoWindow, type Window } from '../viewer/window-level.ts'

interface AskedOverlay {
  which: Case
  from: OverlayChoice['from']
  /** Of the image that it is laid over. */
  grid: Geometry
  /** Where readings are kept in this browser: its folder. */
  root?: FileSystemDirectoryHandle
}

/**
 * A map of a case's phases or another sequence on the image's grid, with what its colours go from and to; one of another grid
 * is interpolated linearly, for the eye only. Throws Problem, ServerFault.
 */
export async function overlay(asked: AskedOverlay): Promise<{ volume: Volume; window: Window }> {
  const { grid, root } = asked
  if (root) readIn(localReadings(root))
  const found = await overlaid(asked)
  refuseVectors(found)
  const volume = sameGeometry(grid, found, 1e-3) ? found : resample(found, grid, 'sitkLinear')
  return { volume, window: autoWindow(volume.data, 0.005) }
}

async function overlaid({ which, from }: AskedOverlay): Promise<Volume> {
  const { images, path, phases, description } = await openServed('sequence' in from ? { ...which, ...from } : which)
  if ('phases' in from) {
    const dynamic = await images.dynamic(path, { files: phases, times: description.curve?.times })
    return mapOfPhases(dynamic, from.phases.replace('-', ''), [])!.map.volume
  }
  return (await images.open(path, 'source' in from ? from.source : description.source)).image
}
