import { useState } from 'preact/hooks'
import { useAnswer } from '../browser/ask.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { Field, NumberField } from '../shared/field.tsx'
import { StudyLine } from '../shared/study-line.tsx'
import { t } from '../words.ts'
import { at, type Workplace, writeStudy } from '../workplace.ts'
import { masksOfNewReader } from './new-reader.ts'

/** Who reads some patients a second time: written into the study file as a reader of its own, with a place for the masks. */
export function SecondReadingForm({ work, readers }: { work: Workplace; readers: readonly string[] }) {
  const { place, file, revision } = work
  const { answer: study } = useAnswer('study', at(work), [place, file, revision])
  const [chosen, setChosen] = useState('')
  const [percent, setPercent] = useState(30)
  const [seed, setSeed] = useState<number>()
  const [said, setSaid] = useState('')
  const [fault, setFault] = useState<unknown>()
  if (!study) return null
  const second = study.readers ?? {}
  const first = readers.filter((name) => name !== 'consensus' && !Object.hasOwn(second, name))
  const of = first.includes(chosen) ? chosen : first[0]
  if (of === undefined) return null
  const name = `${of}-again`
  const write = async () => {
    try {
      setFault(undefined)
      for (const [path, masks] of masksOfNewReader(study.images ?? {}, name, of)) await writeStudy(work, path, masks)
      const rule = { rereads: of, share: percent / 100, ...(seed !== undefined && { seed }) }
      await writeStudy(work, ['readers', name], rule)
      setSaid(t('{name} is a reader now, with a link and an order of their own.', { name }))
    } catch (found) {
      setFault(found)
    }
  }
  return (
    <section aria-labelledby="second-reading">
      <h2 id="second-reading">{t('A second reading by the same reader')}</h2>
      <p class="note">
        {t(
          'Some patients are read once more, in another order. The first reading of them cannot be seen until the second is done.',
        )}
      </p>
      <div class="row">
        <Field name="Reader">
          <select value={of} onChange={(event) => setChosen(event.currentTarget.value)}>
            {first.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </Field>
        <NumberField name="Share, %" least={1} most={100} value={percent} onValue={setPercent} />
        <NumberField name="Seed of the draw" value={seed ?? study.seed} onValue={setSeed} />
        <button type="button" onClick={write}>
          {t('Write it into the study')}
        </button>
      </div>
      <p role="status">{said}</p>
      {fault !== undefined && <FaultNotice fault={fault} />}
      <StudyLine work={work} path={['readers']} />
    </section>
  )
}
