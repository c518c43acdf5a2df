import { useState } from 'preact/hooks'
import type { StudyConfig } from '../../study/file/schema.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { Choice, TextField } from '../shared/field.tsx'
import { t } from '../words.ts'
import { type Workplace, writeKeys, writeStudy } from '../workplace.ts'

type Deep = NonNullable<Extract<StudyConfig['features'], { params: string }>['deep']>

const texts = { model: 'ONNX file', licence: 'Its licence', output: 'Output, where it has several' } as const
const lists = { size: 'Patch, in voxels along x, y and z', spacing: 'Voxels of the patch, in mm' } as const
const scales = {
  none: 'as they are',
  zscore: 'by their own mean and deviation',
  minmax: 'from their own range to 0–1',
} as const
const usual = { model: 'network.onnx', licence: '?', size: [32, 32, 32], spacing: [1, 1, 1] }

/** The network that measures regions too, and how its patch is cut. */
export function DeepForm({ work, deep }: { work: Workplace; deep?: Deep }) {
  const [failed, setFailed] = useState<unknown>()
  const write = (value: unknown) =>
    writeStudy(work, ['features', 'deep'], value).then(() => setFailed(undefined), setFailed)
  const edit = (keys: Partial<Record<keyof Deep, unknown>>) =>
    writeKeys(work, ['features', 'deep'], keys).then(() => setFailed(undefined), setFailed)
  return (
    <fieldset>
      <legend>{t('Deep features')}</legend>
      {failed !== undefined && <FaultNotice fault={failed} />}
      <label>
        <input
          type="checkbox"
          checked={deep !== undefined}
          onChange={(event) => write(event.currentTarget.checked ? usual : undefined)}
        />{' '}
        {t('Measure every region by a network of your own (ONNX), too')}
      </label>
      {deep && (
        <div class="choices">
          {(Object.keys(texts) as (keyof typeof texts)[]).map((name) => (
            <TextField
              key={name}
              name={texts[name]}
              value={deep[name] ?? ''}
              onText={(text) => edit({ [name]: text.trim() || undefined })}
            />
          ))}
          {(Object.keys(lists) as (keyof typeof lists)[]).map((name) => (
            <TextField
              key={name}
              name={lists[name]}
              value={deep[name].join(' ')}
              onText={(text) =>
                edit({
                  [name]: text
                    .split(/[\s,;×]+/)
                    .filter(Boolean)
                    .map(Number),
                })
              }
            />
          ))}
          {!Array.isArray(deep.normalise) && (
            <Choice
              name="Values of the patch"
              value={deep.normalise}
              choices={scales}
              onChoice={(normalise) => edit({ normalise })}
            />
          )}
          <label>
            <input
              type="checkbox"
              checked={deep.masked}
              onChange={(event) => edit({ masked: event.currentTarget.checked || undefined })}
            />{' '}
            {t('0 outside the region')}
          </label>
        </div>
      )}
    </fieldset>
  )
}
