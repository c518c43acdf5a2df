import { useState } from 'preact/hooks'
import type { StudyConfig } from '../../study/file/schema.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { NumberField, TextField } from '../shared/field.tsx'
import { t } from '../words.ts'
import { type Workplace, writeKeys, writeStudy } from '../workplace.ts'

type Perturb = NonNullable<Extract<StudyConfig['features'], { params: string }>['perturb']>

/** What is measured again by default: small changes as they occur between readers and scans. */
const usual: Perturb = {
  repeats: 10,
  noise: true,
  rotate: [-10, -5, 5, 10],
  translate: [0.25, 0.5, 0.75],
  grow: [-0.1, 0, 0.1],
  contours: true,
}
const lists = {
  rotate: 'Turned by, in degrees',
  translate: 'Shifted by, in parts of a voxel',
  grow: 'Volume changed by, in parts',
} as const
const flags = { noise: 'Noise of the image’s own level', contours: 'New contours from supervoxels' } as const

/** Perturbations as a form: how every region is measured again, so that selection can go by what repeats. */
export function PerturbForm({ work, perturb }: { work: Workplace; perturb?: Perturb }) {
  const [failed, setFailed] = useState<unknown>()
  const write = (value: Perturb | undefined) =>
    writeStudy(work, ['features', 'perturb'], value).then(() => setFailed(undefined), setFailed)
  const edit = (keys: Partial<Perturb>) =>
    writeKeys(work, ['features', 'perturb'], keys).then(() => setFailed(undefined), setFailed)
  return (
    <fieldset>
      <legend>{t('Perturbations')}</legend>
      {failed !== undefined && <FaultNotice fault={failed} />}
      <label>
        <input
          type="checkbox"
          checked={perturb !== undefined}
          onChange={(event) => write(event.currentTarget.checked ? usual : undefined)}
        />{' '}
        {t('Measure every region again under small changes')}
      </label>
      <p class="note">
        {t('With one reader, `icc` of perturbations then selects the features that would be the same again.')}
      </p>
      {perturb && (
        <div class="choices">
          <NumberField
            name="Repetitions"
            value={perturb.repeats}
            least={2}
            most={100}
            onValue={(repeats) => edit({ repeats })}
          />
          {(Object.keys(lists) as (keyof typeof lists)[]).map((name) => (
            <TextField
              key={name}
              name={lists[name]}
              value={(perturb[name] ?? []).join(' ')}
              onText={(text) => {
                const given = text
                  .split(/[\s,;]+/)
                  .filter(Boolean)
                  .map(Number)
                return edit({ [name]: given.length > 0 ? given : undefined })
              }}
            />
          ))}
          {(Object.keys(flags) as (keyof typeof flags)[]).map((name) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={perturb[name] ?? false}
                onChange={(event) => edit({ [name]: event.currentTarget.checked || undefined })}
              />{' '}
              {t(flags[name])}
            </label>
          ))}
        </div>
      )}
    </fieldset>
  )
}
