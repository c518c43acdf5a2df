import type { StudyConfig } from '../../study/file/schema.ts'
import { t } from '../words.ts'

type Images = NonNullable<StudyConfig['images']>
type Region = NonNullable<Images[string]['region']>

const methods = { 'k-means': 'nearest centre (k-means)', mixture: 'likeliest Gaussian (mixture)' } as const

/** Into how many parts a sequence's region is parted, and by the values of which images. */
export function HabitatsForm({
  name,
  images,
  write,
}: {
  name: string
  images: Images
  write: (path: string[], value: unknown) => void
}) {
  const { region = {} } = images[name]
  const { habitats, ...rule } = region
  const set = (changed: Region['habitats']) => {
    const next = changed ? { ...rule, habitats: changed } : rule
    return write([name, 'region'], Object.keys(next).length > 0 ? next : undefined)
  }
  const isMap = (image: string) => habitats?.maps.some((map) => map === image) ?? false
  return (
    <>
      <label>
        <input
          type="checkbox"
          checked={habitats !== undefined}
          onChange={(event) =>
            set(event.currentTarget.checked ? { number: 3, maps: [name], method: 'k-means' } : undefined)
          }
        />{' '}
        {name}: {t('part the region into habitats, each measured by itself')}
      </label>
      {habitats && (
        <div class="choices">
          <label class="field">
            <span>{t('Habitats')}</span>
            <input
              type="number"
              min="2"
              max="9"
              value={habitats.number}
              onChange={(event) => set({ ...habitats, number: event.currentTarget.valueAsNumber })}
            />
          </label>
          <label class="field">
            <span>{t('Told apart by')}</span>
            <select
              value={habitats.method}
              onChange={(event) => set({ ...habitats, method: event.currentTarget.value as keyof typeof methods })}
            >
              {Object.entries(methods).map(([method, said]) => (
                <option key={method} value={method}>
                  {t(said)}
                </option>
              ))}
            </select>
          </label>
          <fieldset class="row">
            <legend>{t('Maps')}</legend>
            {Object.keys(images).map((image) => (
              <label key={image}>
                <input
                  type="checkbox"
                  checked={isMap(image)}
                  disabled={isMap(image) && habitats.maps.length === 1}
                  onChange={(event) =>
                    set({
                      ...habitats,
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
