import { useEffect, useRef, useState } from 'preact/hooks'
import { readingItems } from '../../cohort/readings/mri-readings.ts'
import type { ReadingForm as Form, ReadingState } from '../../study/readings/readings.ts'
import { readings } from '../reading-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { Field } from '../shared/field.tsx'
import { t } from '../words.ts'

export const readingStates: ReadingState[] = ['not started', 'in progress', 'done', 'flagged']

interface ReadingFormProps {
  study: string
  patient: string
  reader?: string
  /** Before the state is set to done: whether the mask is on the disk. */
  onDone: () => Promise<boolean>
}

/** The structured reading of one patient, in BI-RADS terms; each answer is saved as it is given. */
export function ReadingForm({ study, patient, reader, onDone }: ReadingFormProps) {
  const [form, setForm] = useState<Form>()
  const [fault, setFault] = useState<unknown>()
  const sent = useRef<Promise<unknown>>(Promise.resolve())
  useEffect(() => {
    readings.form(study, patient, reader).then(setForm, setFault)
  }, [study, patient, reader])
  if (!form) return fault === undefined ? null : <FaultNotice fault={fault} />
  const save = (next: Form) => {
    setForm(next)
    // One after the other: an earlier answer must not arrive last.
    sent.current = sent.current
      .then(() => readings.saveForm(study, patient, next, reader))
      .then(() => setFault(undefined), setFault)
    return sent.current
  }
  const answer = (name: string, value: string) => {
    const items = { ...form.items }
    if (value === '') delete items[name]
    else items[name] = value
    save({ items, state: form.state === 'not started' ? 'in progress' : form.state })
  }
  const setState = async (state: ReadingState) => {
    if (state !== 'done' || (await onDone())) await save({ ...form, state })
  }
  return (
    <section class="panel" aria-label={t('Reading form')}>
      {readingItems.map(({ name, label, levels }) => (
        <Field key={name} name={label}>
          <select value={form.items[name] ?? ''} onChange={(event) => answer(name, event.currentTarget.value)}>
            <option value="">–</option>
            {levels.map((level) => (
              <option key={level.value} value={level.value}>
                {level.label}
              </option>
            ))}
          </select>
        </Field>
      ))}
      <Field name="Case">
        <select value={form.state} onChange={(event) => setState(event.currentTarget.value as ReadingState)}>
          {readingStates.map((state) => (
            <option key={state} value={state}>
              {t(state)}
            </option>
          ))}
        </select>
      </Field>
      {fault !== undefined && <FaultNotice fault={fault} />}
    </section>
  )
}
