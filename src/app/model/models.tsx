import { useState } from 'preact/hooks'
import type { AnswerOf } from '../browser/ask.ts'
import { Columns } from '../cohort/pick-columns.tsx'
import { RemoveButton } from '../shared/remove-button.tsx'
import { StudyLine } from '../shared/study-line.tsx'
import { t } from '../words.ts'
import type { Workplace } from '../workplace.ts'

interface ModelsProps {
  work: Workplace
  cohort: AnswerOf<'cohort'>
  plan?: Extract<AnswerOf<'plan'>, { models: unknown }>
  onWrite: (path: (string | number)[], value: unknown) => Promise<void>
}

/** Fewer patients with the rarer outcome for each parameter than this are too few, whatever the method (Riley 2020 has more to say). */
const fewestEvents = 10

/** Blocks of columns and the models made of them, each with how many patients there are for a parameter. */
export function Models({ work, cohort, plan, onWrite }: ModelsProps) {
  const { study, known, numbers, levelled } = cohort
  const [block, setBlock] = useState('')
  const [name, setName] = useState('')
  const [columns, setColumns] = useState<string[]>([])
  const [used, setUsed] = useState<string[]>([])
  const blocks = Object.entries(study.blocks)
  const isFeatures = (one: string) => {
    const asked = study.blocks[one]
    return asked !== undefined && !Array.isArray(asked)
  }
  const free = [...numbers, ...levelled].filter(
    (one) => known.includes(one.name) && one.name !== cohort.outcome?.column,
  )
  return (
    <section aria-labelledby="models">
      <h2 id="models">{t('Blocks and models')}</h2>
      <table class="cases">
        <thead>
          <tr>
            <th scope="col">{t('Block')}</th>
            <th scope="col">{t('Columns')}</th>
            <th scope="col">
              <span class="hidden">{t('Remove')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {blocks.map(([own, asked]) => (
            <tr key={own}>
              <th scope="row">{own}</th>
              <td>{Array.isArray(asked) ? asked.join(', ') : t('features')}</td>
              <td>
                <RemoveButton what={own} onClick={() => onWrite(['blocks', own], undefined)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <details>
        <summary>{t('A new block')}</summary>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void onWrite(['blocks', block], columns).then(() => setColumns([]))
          }}
        >
          <label class="field">
            <span>{t('Name')}</span>
            <input
              required
              pattern="[A-Za-z][A-Za-z0-9_\-]*"
              value={block}
              onInput={(event) => setBlock(event.currentTarget.value)}
            />
          </label>
          <Columns name={t('Columns')} columns={free} chosen={columns} onChosen={setColumns} />
          <button type="submit" disabled={columns.length === 0}>
            {t('Add the block')}
          </button>{' '}
          {study.features && (
            <button type="button" disabled={block === ''} onClick={() => onWrite(['blocks', block], 'features')}>
              {t('All features as this block')}
            </button>
          )}
        </form>
      </details>
      <StudyLine work={work} path={['blocks']} />
      <table class="cases">
        <thead>
          <tr>
            <th scope="col">{t('Model')}</th>
            <th scope="col">{t('Candidate parameters')}</th>
            <th scope="col">{t('Events per parameter')}</th>
            <th scope="col">
              <span class="hidden">{t('Remove')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {Object.keys(study.models).map((own) => {
            const planned = plan?.models.find((one) => one.name === own)
            return (
              <tr key={own}>
                <th scope="row">{planned?.label ?? own}</th>
                <td>
                  {planned ? planned.parameters : '–'}
                  {planned?.open && ` + ${t('features, counted when extracted')}`}
                </td>
                <td class={planned && planned.eventsPerParameter < fewestEvents ? 'error' : ''}>
                  {planned ? eventsSaid(planned) : '–'}
                  {planned && planned.eventsPerParameter < fewestEvents && ` ${t('(too few)')}`}
                </td>
                <td>
                  <RemoveButton what={own} onClick={() => onWrite(['models', own], undefined)} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <details>
        <summary>{t('A new model')}</summary>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            const terms = used.map((one) => (isFeatures(one) ? { score: one } : one))
            void onWrite(['models', name], { terms }).then(() => setUsed([]))
          }}
        >
          <label class="field">
            <span>{t('Name')}</span>
            <input required value={name} onInput={(event) => setName(event.currentTarget.value)} />
          </label>
          <Columns
            name={t('Terms')}
            columns={[
              ...blocks.map(([own]) => ({
                name: own,
                label: isFeatures(own) ? t('score of {block}', { block: own }) : own,
              })),
              ...free,
            ]}
            chosen={used}
            onChosen={setUsed}
          />
          <button type="submit" disabled={used.length === 0}>
            {t('Add the model')}
          </button>{' '}
          <button
            type="button"
            disabled={used.length === 0 || name === ''}
            onClick={() => onWrite(['models', name], { lasso: used })}
          >
            {t('One LASSO over these blocks')}
          </button>
        </form>
      </details>
      <StudyLine work={work} path={['models']} />
    </section>
  )
}

/** Features that are yet to be extracted make them fewer: then it is an upper bound, and of features alone nothing is known. */
function eventsSaid({
  open,
  parameters,
  eventsPerParameter,
}: {
  open: boolean
  parameters: number
  eventsPerParameter: number
}) {
  if (!open) return eventsPerParameter.toFixed(1)
  return parameters === 0 ? '–' : t('under {n}', { n: eventsPerParameter.toFixed(1) })
}
