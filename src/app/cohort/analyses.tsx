import { useState } from 'preact/hooks'
import type { AnalysisRequest } from '../../study/analyses/analysis.ts'
import { type AnswerOf, useAnswer } from '../browser/ask.ts'
import { DrawingFigure, SaveButton } from '../shared/drawing.tsx'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { ReportTable } from '../shared/report-table.tsx'
import { language, t } from '../words.ts'
import { at, type Workplace } from '../workplace.ts'
import { ColumnPicker, Columns } from './pick-columns.tsx'

type Cohort = AnswerOf<'cohort'>

const kinds = {
  baseline: 'Table 1',
  roc: 'ROC curves',
  groups: 'Group tests',
  survival: 'Survival',
  agreement: 'Agreement',
} as const

/** A clinician's analyses without a model, computed as one clicks. */
export function Analyses({ work, cohort }: { work: Workplace; cohort: Cohort }) {
  const [kind, setKind] = useState<AnalysisRequest['kind']>('baseline')
  const { numbers, levelled, outcome } = cohort
  const [columns, setColumns] = useState<string[]>([])
  const [by, setBy] = useState(outcome?.column ?? levelled[0]?.name ?? '')
  const [positive, setPositive] = useState(outcome?.positive ?? '')
  const [time, setTime] = useState(
    numbers.find(({ name }) => /time|month|os|dfs|pfs/i.test(name))?.name ?? numbers[0]?.name ?? '',
  )
  const [event, setEvent] = useState(
    levelled.find(({ name }) => /event|death|status|recur|dfs/i.test(name))?.name ?? levelled[0]?.name ?? '',
  )
  const [value, setValue] = useState('')
  const alike = numbers.length > 1 ? numbers : levelled
  const [pair, setPair] = useState<[string, string]>([alike[0]?.name ?? '', alike[1]?.name ?? ''])
  const levels = (name: string) => levelled.find((one) => one.name === name)?.levels ?? []
  const here = levels(by)
  const outcomeValue = here.some((one) => one.value === positive) ? positive : (here.at(-1)?.value ?? '')
  const isNumber = new Set(numbers.map(({ name }) => name))
  const markers = columns.filter((name) => isNumber.has(name))
  const request = ((): AnalysisRequest | undefined => {
    if (kind === 'baseline') return columns.length > 0 ? { kind, columns } : { kind }
    if (kind === 'roc') return markers.length > 0 ? { kind, by, positive: outcomeValue, markers } : undefined
    if (kind === 'groups')
      return columns.length > 0 ? { kind, by, columns: columns.filter((name) => name !== by) } : undefined
    if (kind === 'survival') return { kind, time, event, by, ...(value && { value }) }
    return { kind, first: pair[0], second: pair[1] }
  })()
  const names = [...numbers, ...levelled]
  return (
    <div>
      <fieldset class="row plain">
        <legend class="hidden">{t('Which analysis')}</legend>
        {(Object.keys(kinds) as AnalysisRequest['kind'][]).map((one) => (
          <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(one)}>
            {t(kinds[one])}
          </button>
        ))}
      </fieldset>
      <div class="choices">
        {(kind === 'roc' || kind === 'groups' || kind === 'survival') && (
          <ColumnPicker name={t(kind === 'roc' ? 'Outcome' : 'Groups')} columns={levelled} value={by} onValue={setBy} />
        )}
        {kind === 'roc' && (
          <label class="field">
            <span>{t('Which value is the outcome')}</span>
            <select value={outcomeValue} onChange={(one) => setPositive(one.currentTarget.value)}>
              {here.map((level) => (
                <option key={level.value} value={level.value}>
                  {level.label}
                </option>
              ))}
            </select>
          </label>
        )}
        {kind === 'survival' && (
          <>
            <ColumnPicker name={t('Time')} columns={numbers} value={time} onValue={setTime} />
            <ColumnPicker name={t('Event')} columns={names} value={event} onValue={setEvent} />
            {levels(event).length > 0 && (
              <label class="field">
                <span>{t('Which value is the event')}</span>
                <select value={value} onChange={(one) => setValue(one.currentTarget.value)}>
                  <option value="">{t('as the column says')}</option>
                  {levels(event).map((level) => (
                    <option key={level.value} value={level.value}>
                      {level.label}
                    </option>
                  ))}
                </select>
              </label>
            )}
          </>
        )}
        {kind === 'agreement' && (
          <>
            <ColumnPicker
              name={t('First')}
              columns={names}
              value={pair[0]}
              onValue={(one) => setPair([one, pair[1]])}
            />
            <ColumnPicker
              name={t('Second')}
              columns={names}
              value={pair[1]}
              onValue={(one) => setPair([pair[0], one])}
            />
          </>
        )}
        {(kind === 'baseline' || kind === 'roc' || kind === 'groups') && (
          <Columns
            name={t(kind === 'roc' ? 'Markers' : 'Columns')}
            columns={kind === 'roc' ? numbers : names}
            chosen={columns}
            onChosen={setColumns}
          />
        )}
      </div>
      {/* What one analysis found is never seen under the name of another. */}
      {request ? <Result key={kind} work={work} request={request} /> : <p>{t('Choose the columns.')}</p>}
    </div>
  )
}

function Result({ work, request }: { work: Workplace; request: AnalysisRequest }) {
  const { place, file, revision } = work
  const { answer, fault, waits } = useAnswer('analysis', { ...at(work), language, request }, [
    place,
    file,
    revision,
    JSON.stringify(request),
  ])
  if (fault !== undefined && !waits) return <FaultNotice fault={fault} />
  if (!answer || fault !== undefined) return <p role="status">{t('Computing…')}</p>
  const { tables, figures, methods, title } = answer
  return (
    <section class="result" aria-label={title} aria-busy={waits}>
      {waits && <p role="status">{t('Computing…')}</p>}
      {figures.map(({ id, title: own, svg }) => (
        <DrawingFigure key={id} name={id} title={own} svg={svg} />
      ))}
      {tables.map(({ table, csv }) => (
        <div key={table.id}>
          <ReportTable table={table} />
          <SaveButton name={`${table.id}.csv`} what="CSV" type="text/csv" content={() => csv} of={table.title} />
        </div>
      ))}
      <h3>{t('For the method section')}</h3>
      <p class="methods">{methods}</p>
      <SaveButton name="methods.txt" what={t('text')} type="text/plain" content={() => `${methods}\n`} of={title} />
    </section>
  )
}
