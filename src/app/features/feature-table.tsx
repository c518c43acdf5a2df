import { useEffect, useState } from 'preact/hooks'
import { type AnswerOf, ask, endAsking, useAnswer } from '../browser/ask.ts'
import { DrawingFigure, SaveButton } from '../shared/drawing.tsx'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { LongTable } from '../shared/long-table.tsx'
import { language, t } from '../words.ts'
import { at, type Workplace } from '../workplace.ts'

const most = 200

type Icc = AnswerOf<'features'>['summaries'][number]['icc']
const iccText = (of: Icc) => (of ? `${of.icc.toFixed(3)} (${of.lower.toFixed(3)}–${of.upper.toFixed(3)})` : '–')

/** Every feature of the analysed patients: its spread, the readers' agreement on it, and chosen ones drawn. */
export function FeatureTable({ work }: { work: Workplace }) {
  const { revision } = work
  const [found, setFound] = useState<AnswerOf<'features'>>()
  const [done, setDone] = useState<[number, number]>()
  const [fault, setFault] = useState<unknown>()
  const [find, setFind] = useState('')
  const [chosen, setChosen] = useState<string[]>([])
  useEffect(() => setFound(undefined), [revision])
  const extract = async () => {
    setFault(undefined)
    setDone([0, 1])
    try {
      const answer = await ask('features', at(work), (n, total) => setDone([n, total]))
      setFound(answer)
      setChosen(answer.summaries.slice(0, 9).map(({ name }) => name))
    } catch (error) {
      setFault(error)
    }
    setDone(undefined)
  }
  const wanted = find.toLowerCase()
  const shown = found?.summaries.filter(({ name }) => name.toLowerCase().includes(wanted)) ?? []
  const again = found?.summaries[0]?.again?.map(({ reader }) => reader) ?? []
  const number = (value: number) => (Number.isFinite(value) ? value.toPrecision(4) : '–')
  return (
    <section aria-labelledby="feature-table">
      <h2 id="feature-table">
        {found
          ? t('{n} features of {cases} cases', { n: found.summaries.length, cases: found.cases })
          : t('Features of the patients')}
      </h2>
      <p class="row">
        {done ? (
          <>
            <label>
              {t('Cases')} <progress value={done[0]} max={done[1]} /> {done[0]} / {done[1]}
            </label>
            <button
              type="button"
              onClick={() => {
                endAsking()
                setDone(undefined)
                work.changed()
              }}
            >
              {t('Cancel')}
            </button>
            <span class="note">{t('What was finished is kept, and the run takes it from there.')}</span>
          </>
        ) : (
          <button type="button" onClick={extract}>
            {t(found ? 'Compute anew' : 'Compute the features')}
          </button>
        )}
      </p>
      {fault !== undefined && <FaultNotice fault={fault} />}
      {found && (
        <div class="two-columns">
          <div>
            <label class="field">
              <span>{t('Find')}</span>
              <input type="search" value={find} onInput={(event) => setFind(event.currentTarget.value)} />
            </label>
            {[...found.failed, ...found.warned].slice(0, 20).map(({ reason, input }, i) => (
              <p key={i} class="note">
                {Object.values(input).join(', ')}: {reason}
              </p>
            ))}
            <LongTable>
              <table class="cases">
                <thead>
                  <tr>
                    <th scope="col">{t('Feature')}</th>
                    <th scope="col">{t('Mean')}</th>
                    <th scope="col">SD</th>
                    <th scope="col">{t('missing')}</th>
                    <th scope="col">ICC (95% CI)</th>
                    {again.map((reader) => (
                      <th key={reader} scope="col">
                        {t('ICC, {name}', { name: reader })}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {shown.slice(0, most).map(({ name, mean, sd, missing, icc, again: twice = [] }) => (
                    <tr key={name}>
                      <th scope="row">
                        <label>
                          <input
                            type="checkbox"
                            checked={chosen.includes(name)}
                            onChange={(event) =>
                              setChosen(
                                event.currentTarget.checked ? [...chosen, name] : chosen.filter((one) => one !== name),
                              )
                            }
                          />{' '}
                          {name}
                        </label>
                      </th>
                      <td>{number(mean)}</td>
                      <td>{number(sd)}</td>
                      <td>{missing}</td>
                      <td>{iccText(icc)}</td>
                      {twice.map((one) => (
                        <td key={one.reader}>{iccText(one.icc)}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
              {shown.length > most && <p class="note">{t('and {n} more', { n: shown.length - most })}</p>}
            </LongTable>
            <SaveButton
              name="features-summary.csv"
              what="CSV"
              type="text/csv"
              of={t('Features of the patients')}
              content={() =>
                [['feature,mean,sd,missing,icc,lower,upper', ...again.map((one) => `icc_${one}`)].join(',')]
                  .concat(
                    found.summaries.map((one) =>
                      [
                        one.name,
                        one.mean,
                        one.sd,
                        one.missing,
                        one.icc?.icc ?? '',
                        one.icc?.lower ?? '',
                        one.icc?.upper ?? '',
                        ...(one.again ?? []).map(({ icc }) => icc?.icc ?? ''),
                      ].join(','),
                    ),
                  )
                  .join('\n')
              }
            />
          </div>
          <Chosen work={work} names={chosen} />
        </div>
      )}
    </section>
  )
}

function Chosen({ work, names }: { work: Workplace; names: string[] }) {
  const { answer, fault } = useAnswer(
    'chosenFeatures',
    names.length > 0 ? { ...at(work), language, names: names.slice(0, 30) } : undefined,
    [work.revision, names.join('\n')],
  )
  if (names.length === 0) return <p>{t('Tick features to see them.')}</p>
  return (
    <div>
      {fault !== undefined && <FaultNotice fault={fault} />}
      {answer?.distributions && (
        <DrawingFigure name="distributions" title={t('Distributions')} svg={answer.distributions} />
      )}
      {answer?.heatMap && <DrawingFigure name="heat-map" title={t('Correlations')} svg={answer.heatMap} />}
    </div>
  )
}
