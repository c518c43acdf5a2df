import { useState } from 'preact/hooks'
import { fillBetween } from '../editor/fill-between.ts'
import { keepLargest, removeIslands } from '../editor/grow.ts'
import { combined, shellOf, smoothed, withinRange, withMargin } from '../editor/reshape.ts'
import type { Session } from '../editor/session.ts'
import { copySlice } from '../editor/slices.ts'
import { Field, NumberField } from '../shared/field.tsx'
import { newLabel } from '../viewer/labels.ts'
import type { PlaneName } from '../viewer/planes.ts'
import type { Stage } from '../viewer/scene.ts'
import { t } from '../words.ts'

interface OperationPanelProps {
  stage: Stage
  session: Session
  /** The plane along whose slices is filled and copied. */
  view: PlaneName
  onSettled: () => void
}

/** What is done to a label as a whole. */
export function OperationPanel({ stage, session, view, onSettled }: OperationPanelProps) {
  const { scene } = stage
  const [margin, setMargin] = useState(3)
  const [least, setLeast] = useState(10)
  const [other, setOther] = useState(0)
  const [said, setSaid] = useState('')
  const { label, range } = session.settings
  const { image } = scene
  const { axis, flipped } = scene.planes[view].normal
  const change = (what: string, make: (mask: Uint16Array) => Uint16Array) => () => {
    setSaid(t(session.change(what, make) ? '{what}: done' : '{what}: nothing to change', { what: t(what) }))
    onSettled()
  }
  const copyFrom = (by: number) => {
    const to = scene.cursor[axis]
    const from = to + (flipped ? -by : by)
    if (from < 0 || from >= image.size[axis]) return
    change('copy slice', (mask) => copySlice(mask, image.size, axis, from, to, label))()
  }
  const shell = () => {
    const into = Math.max(...scene.labels.map(({ value }) => value)) + 1
    if (!session.change('shell', (mask) => shellOf(image, mask, label, margin, into))) return
    const name = scene.labels.find(({ value }) => value === label)?.name ?? ''
    scene.labels = [...scene.labels, newLabel(into, `${name} ${margin > 0 ? 'shell' : 'wall'} ${Math.abs(margin)} mm`)]
    onSettled()
    stage.changed()
  }
  return (
    <section class="panel" aria-label={t('Operations on the label')}>
      <div class="row">
        <button
          type="button"
          title="f"
          onClick={change('fill between', (mask) => fillBetween(image, mask, axis, label))}
        >
          {t('Fill between slices')}
        </button>
        <button type="button" onClick={() => copyFrom(-1)}>
          {t('Copy previous slice')}
        </button>
        <button type="button" onClick={change('keep largest', (mask) => keepLargest(mask, image.size, label))}>
          {t('Keep largest')}
        </button>
        <button type="button" onClick={change('smooth', (mask) => smoothed(image, mask, label))}>
          {t('Smooth')}
        </button>
      </div>
      <div class="row">
        <NumberField name="Islands below, voxels" least={1} value={least} onValue={setLeast} />
        <button
          type="button"
          onClick={change('remove islands', (mask) => removeIslands(mask, image.size, label, least))}
        >
          {t('Remove')}
        </button>
      </div>
      <div class="row">
        <NumberField name="Margin, mm" step={0.5} value={margin} onValue={setMargin} />
        <button type="button" onClick={change('margin', (mask) => withMargin(image, mask, label, margin))}>
          {t('Grow or shrink')}
        </button>
        <button type="button" onClick={shell}>
          {t('Shell')}
        </button>
      </div>
      <div class="row">
        <Field name="Other label">
          <select value={other} onChange={(event) => setOther(Number(event.currentTarget.value))}>
            <option value={0}>{t('none')}</option>
            {scene.labels
              .filter(({ value }) => value !== label)
              .map(({ value, name }) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
          </select>
        </Field>
        <button
          type="button"
          disabled={other === 0}
          onClick={change('add', (mask) => combined(mask, label, 'add', other))}
        >
          {t('Join it')}
        </button>
        <button
          type="button"
          disabled={other === 0}
          onClick={change('copy', (mask) => combined(mask, label, 'copy', other))}
        >
          {t('Become it')}
        </button>
        <button
          type="button"
          disabled={!range.on}
          onClick={change('within range', (mask) => withinRange(mask, label, { data: image.data, ...range }))}
        >
          {t('Keep within range')}
        </button>
        <button type="button" onClick={change('invert', (mask) => combined(mask, label, 'invert', 0))}>
          {t('Invert')}
        </button>
        <button type="button" onClick={change('clear', (mask) => combined(mask, label, 'clear', 0))}>
          {t('Clear')}
        </button>
      </div>
      <p class="note" role="status">
        {said}
      </p>
    </section>
  )
}
