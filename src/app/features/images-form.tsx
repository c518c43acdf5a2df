import { useState } from 'preact/hooks'
import type { StudyConfig } from '../../study/file/schema.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { Choice, Field, TextField } from '../shared/field.tsx'
import { t } from '../words.ts'
import { type Workplace, writeKeys, writeStudy } from '../workplace.ts'
import { HabitatsForm } from './habitats-form.tsx'
import { N4Form } from './n4-form.tsx'
import { RegionForm } from './region-form.tsx'

type Images = NonNullable<StudyConfig['images']>
type Register = NonNullable<Images[string]['register']>

/** What `source` most often is; any other can be typed. */
const sources = ['phase 2', 'subtraction', 'pe', 'ser', 'wash-in', 'wash-out', 'adc', 'suv', 'suv lbm', 'suv bsa']

/** Which images and which region of each sequence are measured, and what happens to them before. */
export function ImagesForm({ work, images }: { work: Workplace; images: Images }) {
  const [failed, setFailed] = useState<unknown>()
  const write = (path: string[], value: unknown) =>
    writeStudy(work, ['images', ...path], value).then(() => setFailed(undefined), setFailed)
  const edit = (path: string[]) => (keys: object) =>
    writeKeys(work, ['images', ...path], keys).then(() => setFailed(undefined), setFailed)
  return (
    <fieldset>
      <legend>{t('Preparation of images')}</legend>
      {failed !== undefined && <FaultNotice fault={failed} />}
      <datalist id="sources">
        {sources.map((source) => (
          <option key={source} value={source} />
        ))}
      </datalist>
      {Object.entries(images).map(([name, { n4, register, region, source }]) => (
        <fieldset key={name}>
          <legend>{name}</legend>
          <div class="choices">
            <TextField
              name="Which image of the file or folder"
              list="sources"
              value={source ?? ''}
              onText={(text) => write([name, 'source'], text.trim() || undefined)}
            />
            <RegisterForm
              name={name}
              others={Object.keys(images).filter((other) => other !== name)}
              register={register}
              write={(value) => write([name, 'register'], value)}
              edit={edit([name, 'register'])}
            />
          </div>
          <N4Form n4={n4} write={(value) => write([name, 'n4'], value)} edit={edit([name, 'n4'])} />
          <RegionForm region={region} edit={edit([name, 'region'])} />
          <HabitatsForm
            name={name}
            images={Object.keys(images)}
            habitats={region?.habitats}
            turn={(habitats) => edit([name, 'region'])({ habitats })}
            edit={edit([name, 'region', 'habitats'])}
          />
        </fieldset>
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
  edit,
}: {
  name: string
  others: readonly string[]
  register?: Register
  write: (register: undefined) => unknown
  edit: (keys: Partial<Register>) => unknown
}) {
  if (others.length === 0) return null
  const transforms = { rigid: 'turned and shifted', affine: 'also stretched and sheared' } as const
  return (
    <>
      <Field name="Region drawn on">
        <select
          value={register?.from ?? ''}
          onChange={(event) => {
            const from = event.currentTarget.value
            return from === '' ? write(undefined) : edit({ from })
          }}
        >
          <option value="">{name}</option>
          {others.map((other) => (
            <option key={other}>{other}</option>
          ))}
        </select>
      </Field>
      {register && (
        <Choice
          name="Registered"
          value={register.transform}
          choices={transforms}
          onChoice={(transform) => edit({ transform })}
        />
      )}
    </>
  )
}
