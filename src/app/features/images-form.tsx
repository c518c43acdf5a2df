import { useState } from 'preact/hooks'
import type { StudyConfig } from '../../study/file/schema.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { t } from '../words.ts'
import { type Workplace, writeStudy } from '../workplace.ts'
import { HabitatsForm } from './habitats-form.tsx'

type Images = NonNullable<StudyConfig['images']>
type N4 = NonNullable<Images[string]['n4']>

const settings = {
  shrinkFactor: 'Shrink factor',
  numberOfControlPoints: 'Control points',
  convergenceThreshold: 'Convergence threshold',
  biasFieldFullWidthAtHalfMaximum: 'Full width at half maximum',
  wienerFilterNoise: 'Wiener noise',
  numberOfHistogramBins: 'Histogram bins',
} as const satisfies Partial<Record<keyof N4, string>>

/** What happens to the images of each sequence before features are measured. */
export function ImagesForm({ work, images }: { work: Workplace; images: Images }) {
  const [failed, setFailed] = useState<unknown>()
  const write = (path: string[], value: unknown) =>
    writeStudy(work, ['images', ...path], value).then(() => setFailed(undefined), setFailed)
  const others = (name: string) => Object.keys(images).filter((other) => other !== name)
  return (
    <fieldset>
      <legend>{t('Preparation of images')}</legend>
      {failed !== undefined && <FaultNotice fault={failed} />}
      {Object.entries(images).map(([name, { n4, register }]) => (
        <div key={name}>
          <p>
            <label>
              <input
                type="checkbox"
                checked={n4 !== undefined}
                onChange={(event) => write([name, 'n4'], event.currentTarget.checked || undefined)}
              />{' '}
              {name}: {t('take the bias field out of the signal (N4)')}
            </label>
          </p>
          {n4 && (
            <div class="choices">
              {(Object.keys(settings) as (keyof typeof settings)[]).map((key) => (
                <label key={key} class="field">
                  <span>{t(settings[key])}</span>
                  <input
                    type="number"
                    step="any"
                    value={n4[key]}
                    onChange={(event) => write([name, 'n4'], { ...n4, [key]: event.currentTarget.valueAsNumber })}
                  />
                </label>
              ))}
            </div>
          )}
          <HabitatsForm name={name} images={images} write={write} />
          <RegisterForm name={name} others={others(name)} register={register} write={write} />
        </div>
      ))}
    </fieldset>
  )
}

/** On which sequence the region was drawn, where that is another: its images are registered to these. */
function RegisterForm({
  name,
  others,
  register,
  write,
}: {
  name: string
  others: readonly string[]
  register: Images[string]['register']
  write: (path: string[], value: unknown) => void
}) {
  if (others.length === 0) return null
  const transforms = { rigid: 'turned and shifted', affine: 'also stretched and sheared' } as const
  return (
    <div class="choices">
      <label class="field">
        <span>{t('Region drawn on')}</span>
        <select
          value={register?.from ?? ''}
          onChange={(event) => {
            const from = event.currentTarget.value
            return write([name, 'register'], from === '' ? undefined : { transform: 'rigid', ...register, from })
          }}
        >
          <option value="">{name}</option>
          {others.map((other) => (
            <option key={other}>{other}</option>
          ))}
        </select>
      </label>
      {register && (
        <label class="field">
          <span>{t('Registered')}</span>
          <select
            value={register.transform}
            onChange={(event) => write([name, 'register'], { ...register, transform: event.currentTarget.value })}
          >
            {Object.entries(transforms).map(([transform, said]) => (
              <option key={transform} value={transform}>
                {t(said)}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  )
}
