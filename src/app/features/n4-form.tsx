import type { StudyConfig } from '../../study/file/schema.ts'
import { NumberField } from '../shared/field.tsx'
import { t } from '../words.ts'

type N4 = NonNullable<NonNullable<StudyConfig['images']>[string]['n4']>

const settings = {
  shrinkFactor: 'Shrink factor',
  numberOfControlPoints: 'Control points',
  convergenceThreshold: 'Convergence threshold',
  biasFieldFullWidthAtHalfMaximum: 'Full width at half maximum',
  wienerFilterNoise: 'Wiener noise',
  numberOfHistogramBins: 'Histogram bins',
} as const satisfies Partial<Record<keyof N4, string>>

/** Whether a sequence's bias field is taken out, and how it is estimated. */
export function N4Form({
  n4,
  write,
  edit,
}: {
  n4?: N4
  write: (n4: true | undefined) => unknown
  edit: (keys: Partial<N4>) => unknown
}) {
  return (
    <>
      <label>
        <input
          type="checkbox"
          checked={n4 !== undefined}
          onChange={(event) => write(event.currentTarget.checked || undefined)}
        />{' '}
        {t('take the bias field out of the signal (N4)')}
      </label>
      {n4 && (
        <div class="choices">
          {(Object.keys(settings) as (keyof typeof settings)[]).map((key) => (
            <NumberField
              key={key}
              name={settings[key]}
              value={n4[key]}
              step="any"
              onValue={(value) => edit({ [key]: value })}
            />
          ))}
        </div>
      )}
    </>
  )
}
