import { useEffect, useRef, useState } from 'preact/hooks'
import { type AnswerOf, askApart, useAnswer } from '../browser/ask.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { Field } from '../shared/field.tsx'
import type { Overlay, Stage } from '../viewer/scene.ts'
import { t } from '../words.ts'
import { at, type Workplace } from '../workplace.ts'

export interface FeatureMapPanelProps {
  work: Workplace
  patient: string
  sequence: string
  reader?: string
  stage: Stage
  /** Writes the mask, which is what is measured; false where that failed. */
  onSave: () => Promise<boolean>
  onMap: (overlay: Overlay) => void
}

/** A feature's value around each voxel of the region, by the study's settings, computed in a thread of its own. */
export function FeatureMapPanel(props: FeatureMapPanelProps) {
  const { work, stage, patient, sequence, reader, onSave, onMap } = props
  const { place, file, revision } = work
  const { answer: choices, fault: unread } = useAnswer('mapChoices', at(work), [place, file, revision])
  const [image, setImage] = useState('')
  const [asked, setAsked] = useState('')
  const [done, setDone] = useState<[done: number, total: number]>()
  const [fault, setFault] = useState<unknown>()
  const [shown, setShown] = useState<{ name: string; notes: string[]; maskRevision: number }>()
  const stop = useRef(() => {})
  useEffect(() => () => stop.current(), [])
  if (!choices) return unread === undefined ? null : <FaultNotice fault={unread} />
  const derived = choices.images.includes(image) ? image : choices.images[0]
  const features = choices.classes.flatMap(({ featureClass, features: names }) =>
    names.map((feature) => ({ featureClass, feature, value: `${featureClass}_${feature}` })),
  )
  const chosen = features.find(({ value }) => value === asked) ?? features[0]
  if (!chosen || !derived) return null

  const compute = async () => {
    setFault(undefined)
    setShown(undefined)
    setDone([0, 1])
    const { featureClass, feature, value } = chosen
    const { maskRevision } = stage.scene
    const name = `${derived}_${value}`
    let current = true
    let end = () => {}
    stop.current = () => {
      current = false
      end()
    }
    try {
      // A mask that could not be saved is told above the images.
      if (!(await onSave()) || !current) return
      const question = { ...at(work), patient, sequence, reader, derived, featureClass, feature }
      const asking = askApart('featureMap', question, (n, total) => current && setDone([n, total]))
      end = asking.end
      const map: AnswerOf<'featureMap'> = await asking.answer
      if (!current) return
      const [low, high] = map.range
      onMap({ name, volume: map.volume, lower: map.lower, window: { low, high } })
      setShown({ name, notes: map.notes, maskRevision })
    } catch (found) {
      if (current) setFault(found)
    } finally {
      if (current) setDone(undefined)
    }
  }
  const cancel = () => {
    stop.current()
    setDone(undefined)
  }
  return (
    <fieldset class="plain">
      <legend>{t('Map of a feature')}</legend>
      <Field name="Filtered image">
        <select value={derived} onChange={(event) => setImage(event.currentTarget.value)}>
          {choices.images.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </Field>
      <Field name="Feature">
        <select value={chosen.value} onChange={(event) => setAsked(event.currentTarget.value)}>
          {choices.classes.map(({ featureClass }) => (
            <optgroup key={featureClass} label={featureClass}>
              {features
                .filter((one) => one.featureClass === featureClass)
                .map(({ feature, value }) => (
                  <option key={value} value={value}>
                    {feature}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </Field>
      <p class="row">
        {done ? (
          <>
            <label>
              {t('Voxels')} <progress value={done[0]} max={done[1]} />
            </label>
            <button type="button" onClick={cancel}>
              {t('Cancel')}
            </button>
          </>
        ) : (
          <button type="button" onClick={compute}>
            {t('Map it')}
          </button>
        )}
      </p>
      {shown && (
        <p class="note" role="status">
          {shown.maskRevision === stage.scene.maskRevision
            ? t('{name} by {file}', { name: shown.name, file: choices.file || t('PyRadiomics’ defaults') })
            : t('The region has changed since it was mapped.')}
          {shown.notes.map((note) => ` ${note}`)}
        </p>
      )}
      {fault !== undefined && <FaultNotice fault={fault} />}
    </fieldset>
  )
}
