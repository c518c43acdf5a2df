import { useState } from 'preact/hooks'
import type { Session } from '../editor/session.ts'
import { Field, NumberField } from '../shared/field.tsx'
import { newLabel } from '../viewer/labels.ts'
import type { Stage } from '../viewer/scene.ts'
import { t } from '../words.ts'

interface LabelPanelProps {
  stage: Stage
  session: Session
  onSettled: () => void
}

/** The labels, which one is drawn, and how. */
export function LabelPanel({ stage, session, onSettled }: LabelPanelProps) {
  const { scene } = stage
  const { settings } = session
  const [name, setName] = useState('')
  const settle = (change: () => void) => {
    change()
    stage.changed()
    onSettled()
  }
  const add = () =>
    settle(() => {
      const value = Math.max(0, ...scene.labels.map((label) => label.value)) + 1
      if (value > 65535) return
      scene.labels = [...scene.labels, newLabel(value, name.trim() || undefined)]
      settings.label = value
      setName('')
    })
  return (
    <section class="panel" aria-label={t('Labels and brush')}>
      <ul class="labels">
        {scene.labels.map((label) => (
          <li key={label.value}>
            <label>
              <input
                type="radio"
                name="label"
                checked={settings.label === label.value}
                onChange={() => settle(() => (settings.label = label.value))}
              />
              <svg width="12" height="12" aria-hidden="true">
                <rect width="12" height="12" fill={`rgb(${label.rgb})`} />
              </svg>
              {label.value} {label.name}
            </label>
            <label>
              <input
                type="checkbox"
                checked={label.visible}
                onChange={() =>
                  settle(() => {
                    scene.labels = scene.labels.map((one) => (one === label ? { ...one, visible: !one.visible } : one))
                  })
                }
              />
              {t('shown')}
              <span class="hidden"> {label.name}</span>
            </label>
          </li>
        ))}
      </ul>
      <div class="row">
        <input
          value={name}
          placeholder={t('Name')}
          aria-label={t('Name of a new label')}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="button" onClick={add}>
          {t('Add label')}
        </button>
      </div>
      <NumberField
        name="Brush, voxels"
        least={1}
        most={200}
        value={settings.brush}
        onValue={(value) => settle(() => (settings.brush = Math.max(1, value)))}
      />
      <label class="field">
        <span>{t('Ball instead of disc')}</span>
        <input
          type="checkbox"
          checked={settings.sphere}
          onChange={() => settle(() => (settings.sphere = !settings.sphere))}
        />
      </label>
      <Field name="Paint over">
        <select
          value={String(settings.over)}
          onChange={(event) => {
            const { value } = event.currentTarget
            settle(() => (settings.over = value === 'all' || value === 'empty' ? value : Number(value)))
          }}
        >
          <option value="all">{t('everything')}</option>
          <option value="empty">{t('what has no label')}</option>
          {scene.labels.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <label class="field">
        <span>{t('Only values within')}</span>
        <input
          type="checkbox"
          checked={settings.range.on}
          onChange={() => settle(() => (settings.range.on = !settings.range.on))}
        />
      </label>
      {settings.range.on && (
        <>
          <NumberField
            name="from"
            step={scene.extent / 200}
            value={settings.range.low}
            onValue={(value) => settle(() => (settings.range.low = value))}
          />
          <NumberField
            name="to"
            step={scene.extent / 200}
            value={settings.range.high}
            onValue={(value) => settle(() => (settings.range.high = value))}
          />
        </>
      )}
    </section>
  )
}
