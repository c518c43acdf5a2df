import type { StudyConfig } from '../../study/file/schema.ts'
import { Choice, NumberField } from '../shared/field.tsx'
import { t } from '../words.ts'

type Habitats = NonNullable<NonNullable<NonNullable<StudyConfig['images']>[string]['region']>['habitats']>

const methods = { 'k-means': 'nearest centre (k-means)', mixture: 'likeliest Gaussian (mixture)' } as const

/** Into how many parts a sequence's region is parted, and by the values of which images. */
export function HabitatsForm({
  name,
  images,
  habitats,
  turn,
  edit,
}: {
  name: string
  images: readonly string[]
  habitats?: Habitats
  /** Asks for habitats, or no longer for any. */
  turn: (habitats: Habitats | undefined) => unknown
  edit: (keys: Partial<Habitats>) => unknown
}) {
  const isMap = (image: string) => habitats?.maps.some((map) => map === image) ?? false
  return (
    <>
      <label>
        <input
          type="checkbox"
          checked={habitats !== undefined}
          onChange={(event) =>
            turn(event.currentTarget.checked ? { number: 3, maps: [name], method: 'k-means' } : undefined)
          }
        />{' '}
        {t('part the region into habitats, each measured by itself')}
      </label>
      {habitats && (
        <div class="choices">
          <NumberField
            name="Habitats"
            value={habitats.number}
            least={2}
            most={9}
            onValue={(number) => edit({ number })}
          />
          <Choice
            name="Told apart by"
            value={habitats.method}
            choices={methods}
            onChoice={(method) => edit({ method })}
          />
          <fieldset class="row">
            <legend>{t('Maps')}</legend>
            {images.map((image) => (
              <label key={image}>
                <input
                  type="checkbox"
                  checked={isMap(image)}
                  disabled={isMap(image) && habitats.maps.length === 1}
                  onChange={(event) =>
                    edit({
                      maps: event.currentTarget.checked
                        ? [...habitats.maps, image]
                        : habitats.maps.filter((map) => map !== image),
                    })
                  }
                />{' '}
                {image}
              </label>
            ))}
          </fieldset>
        </div>
      )}
    </>
  )
}
