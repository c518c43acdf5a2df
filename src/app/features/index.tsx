import { useState } from 'preact/hooks'
import { useAnswer } from '../browser/ask.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { t } from '../words.ts'
import { at, type Workplace } from '../workplace.ts'
import { CaseSteps } from './case-steps.tsx'
import { DeepForm } from './deep-form.tsx'
import { FeatureTable } from './feature-table.tsx'
import { ImagesForm } from './images-form.tsx'
import { PerturbForm } from './perturb-form.tsx'
import { SettingsForm } from './settings-form.tsx'

const panels = { settings: 'Settings and preview', table: 'Features of the patients' } as const

/** What is extracted and how; one case on its way through it; and what came of all of them. */
export default function FeaturesView({ work }: { work: Workplace }) {
  const { place, file, revision } = work
  // The study file alone: what is written here is shown before the table is read anew.
  const { answer: study, fault } = useAnswer('study', at(work), [place, file, revision])
  const [panel, setPanel] = useState<keyof typeof panels>('settings')
  if (!study)
    return fault === undefined ? <p role="status">{t('Reading the study…')}</p> : <FaultNotice fault={fault} />
  const { features, images } = study
  if (!features)
    return (
      <p>
        {t(
          'The study names no features: images with masks and `features: { params: params.yaml }`, or a table of them.',
        )}
      </p>
    )
  const params = 'params' in features ? features.params : undefined
  return (
    <>
      <fieldset class="row tabs">
        <legend class="hidden">{t('Panels')}</legend>
        {(Object.keys(panels) as (keyof typeof panels)[]).map((name) => (
          <button key={name} type="button" aria-pressed={panel === name} onClick={() => setPanel(name)}>
            {t(panels[name])}
          </button>
        ))}
      </fieldset>
      {panel === 'settings' &&
        (params ? (
          <div class="two-columns">
            <div>
              <SettingsForm work={work} params={params} />
              <ImagesForm work={work} images={images ?? {}} />
              <DeepForm work={work} deep={'deep' in features ? features.deep : undefined} />
              <PerturbForm work={work} perturb={'perturb' in features ? features.perturb : undefined} />
            </div>
            <CaseSteps work={work} sequences={Object.keys(images ?? {})} params={params} />
          </div>
        ) : (
          <p>{t('The features come from a table, as they are there.')}</p>
        ))}
      {panel === 'table' && <FeatureTable work={work} />}
    </>
  )
}
