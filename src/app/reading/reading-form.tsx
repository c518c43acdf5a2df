import { useEffect, useRef, useState } from 'preact/hooks'
import { readingItems } from '../../cohort/readings/mri-readings.ts'
import type { ReadingForm as Form, ReadingState } from '../../study/readings/readings.ts'
import { readings } from '../reading-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { Field } from '../shared/field.tsx'
import { saving } from '../unsaved.ts'
import { t } from '../words.ts'
import { unlessTaken } from './save-mask.ts'
import { openQueue, type Sending } from './send-queue.ts'

export const readingStates: ReadingState[] = ['not started', 'in progress', 'done', 'flagged']

const words = { sent: 'The form is saved.', saving: 'saving…', failed: 'NOT SAVED: trying again' }

interface ReadingFormProps {
  study: string
  patient: string
  reader?: string
  /** Answers that the images propose, by item. */
  proposed?: Readonly<Record<string, string | undefined>>
  /** Before the state is set to done: whether the mask is on the disk. */
  onDone: () => Promise<boolean>
  /** Another page of the reader has taken the patient. */
  onTaken: (fault: unknown) => void
}

/** The structured reading of one patient, in BI-RADS terms; each answer is saved as it is given. */
export function ReadingForm({ study, patient, reader, proposed = {}, onDone, onTaken }: ReadingFormProps) {
  const [form, setForm] = useState<Form>()
  const [fault, setFault] = useState<unknown>()
  const [sending, setSending] = useState<Sending>({ state: 'sent' })
  const queue = useRef(openQueue(setSending))
  // As it is now: the state that follows the mask's writing must not undo an answer that was given meanwhile.
  const latest = useRef<Form>(undefined)
  const show = (next: Form) => {
    latest.current = next
    setForm(next)
  }
  useEffect(() => {
    readings.form(study, patient, reader).then(show, setFault)
  }, [study, patient, reader])
  if (!form) return fault === undefined ? null : <FaultNotice fault={fault} />
  const save = (change: (known: Form) => Form) => {
    const next = change(latest.current ?? form)
    show(next)
    return queue.current.add(() => unlessTaken(readings.saveForm(study, patient, next, reader), onTaken))
  }
  const answer = (name: string, value: string) =>
    save(({ items: { [name]: _, ...others }, state }) => ({
      items: value === '' ? others : { ...others, [name]: value },
      state: state === 'not started' ? 'in progress' : state,
    }))
  const setState = async (state: ReadingState) => {
    if (state !== 'done' || (await saving(onDone()))) await save(({ items }) => ({ items, state }))
  }
  return (
    <section class="panel reading-form" aria-label={t('Reading form')}>
      {readingItems.map(({ name, label, levels }) => {
        const own = levels.find(({ value }) => value === proposed[name])
        return (
          <div key={name}>
            <Field name={label}>
              <select value={form.items[name] ?? ''} onChange={(event) => answer(name, event.currentTarget.value)}>
                <option value="">–</option>
                {levels.map((level) => (
                  <option key={level.value} value={level.value}>
                    {t(level.label)}
                  </option>
                ))}
              </select>
            </Field>
            {own && own.value !== form.items[name] && (
              <p class="row note">
                {t('The region’s curve: {type}', { type: t(own.label) })}
                <button type="button" onClick={() => answer(name, own.value)}>
                  {t('Take it')}
                </button>
              </p>
            )}
          </div>
        )
      })}
      <Field name="Case">
        <select value={form.state} onChange={(event) => setState(event.currentTarget.value as ReadingState)}>
          {readingStates.map((state) => (
            <option key={state} value={state}>
              {t(state)}
            </option>
          ))}
        </select>
      </Field>
      <p role="status" class={sending.state === 'failed' ? 'fault' : 'note'} data-form={sending.state}>
        {t(words[sending.state])}
      </p>
      {sending.state === 'failed' && <FaultNotice fault={sending.fault} />}
    </section>
  )
}
