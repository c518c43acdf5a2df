import type { AnswerOf } from '../browser/ask.ts'
import { LongTable } from '../shared/long-table.tsx'
import { t } from '../words.ts'

type Models = NonNullable<AnswerOf<'results'>>['models']

/** How often the refits of each model chose a term, and how often with the sign that it has. */
export function Stability({ models }: { models: Models }) {
  const refitted = models.filter(({ frequencies }) => frequencies.length > 0)
  if (refitted.length === 0) return null
  const percent = (share: number) => `${Math.round(100 * share)}%`
  return (
    <>
      <h3>{t('How stable the models are')}</h3>
      {refitted.map(({ name, label, frequencies }) => (
        <details key={name}>
          <summary>{t('{model}: what {n} bootstrap refits chose', { model: label, n: frequencies[0].refits })}</summary>
          <LongTable>
            <table class="cases" data-stability={name}>
              <thead>
                <tr>
                  <th scope="col">{t('Term')}</th>
                  <th scope="col">{t('Chosen')}</th>
                  <th scope="col">{t('With the same sign')}</th>
                </tr>
              </thead>
              <tbody>
                {frequencies.map(({ term, share, sameSign }) => (
                  <tr key={term}>
                    <th scope="row">{term}</th>
                    <td>{percent(share)}</td>
                    <td>{percent(sameSign)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </LongTable>
        </details>
      ))}
    </>
  )
}
