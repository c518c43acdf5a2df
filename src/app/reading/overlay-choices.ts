import { mapUnits } from '../../image/sequences/dynamic.ts'
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
