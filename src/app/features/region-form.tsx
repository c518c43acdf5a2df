import type { StudyConfig } from '../../study/file/schema.ts'
import { Choice, NumberField, TextField } from '../shared/field.tsx'

type Region = NonNullable<NonNullable<StudyConfig['images']>[string]['region']>
type Clip = NonNullable<Region['clip']>

const shapes = {
  drawn: 'as drawn',
  margin: 'grown, or shrunk where negative',
  shell: 'a shell from its edge, inside negative',
} as const
const largest = { all: 'all of it', lesion: 'the largest lesion', slice: 'the slice where it is largest' } as const
const clips = {
  nothing: 'nothing',
  air: 'the air around the patient',
  skin: 'air and skin',
  mask: 'what is outside a mask',
} as const
const usualClips = {
  nothing: undefined,
  air: 'air',
  skin: { skin: 2 },
  mask: { mask: 'masks/{patient}.nrrd' },
} as const
const usualShapes = { drawn: {}, margin: { margin: 5 }, shell: { shell: [0, 5] as [number, number] } }

const clipOf = (clip: Clip | undefined): keyof typeof clips =>
  clip === undefined ? 'nothing' : clip === 'air' ? 'air' : 'skin' in clip ? 'skin' : 'mask'

/** How the region that is measured follows from the drawn one. */
export function RegionForm({ region = {}, edit }: { region?: Region; edit: (keys: Partial<Region>) => unknown }) {
  const { margin, shell, clip } = region
  return (
    <div class="choices">
      <Choice
        name="Measured region"
        value={margin !== undefined ? 'margin' : shell ? 'shell' : 'drawn'}
        choices={shapes}
        onChoice={(shape) => edit({ margin: undefined, shell: undefined, ...usualShapes[shape] })}
      />
      {margin !== undefined && (
        <NumberField name="by mm" value={margin} step={0.5} onValue={(mm) => edit({ margin: mm })} />
      )}
      {shell && (
        <>
          <NumberField name="from mm" value={shell[0]} step={0.5} onValue={(mm) => edit({ shell: [mm, shell[1]] })} />
          <NumberField name="to mm" value={shell[1]} step={0.5} onValue={(mm) => edit({ shell: [shell[0], mm] })} />
        </>
      )}
      <Choice
        name="Part of it"
        value={region.largest ?? 'all'}
        choices={largest}
        onChoice={(part) => edit({ largest: part === 'all' ? undefined : part })}
      />
      <Choice
        name="Left out"
        value={clipOf(clip)}
        choices={clips}
        onChoice={(kind) => edit({ clip: usualClips[kind] })}
      />
      {typeof clip === 'object' && 'skin' in clip && (
        <NumberField
          name="Skin, in mm"
          value={clip.skin}
          step={0.5}
          least={0}
          onValue={(skin) => edit({ clip: { skin } })}
        />
      )}
      {typeof clip === 'object' && 'mask' in clip && (
        <TextField name="Mask" value={clip.mask} onText={(text) => edit({ clip: { mask: text.trim() } })} />
      )}
    </div>
  )
}
