import { archive } from './archive.ts'
import { cohort } from './cohort.ts'
import type { FaultWords } from './fault-words.ts'
import { features } from './features.ts'
import { images } from './images.ts'
import { model } from './model.ts'
import { places } from './places.ts'
import { study } from './study.ts'
import { tables } from './tables.ts'

/** Every fault in Chinese. */
export const faults: FaultWords = {
  ...archive,
  ...cohort,
  ...features,
  ...images,
  ...model,
  ...places,
  ...study,
  ...tables,
}
