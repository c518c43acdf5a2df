import { useMemo, useState } from 'preact/hooks'
import type { PlacedFault } from '../ask/cohort.ts'
import { Computing } from '../shared/computing.tsx'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { useCohort } from '../shared/use-cohort.ts'
import { t } from '../words.ts'
import type { Workplace } from '../workplace.ts'
import { Analyses } from './analyses.tsx'
import { CellPanel, type ChosenCell } from './cell-panel.tsx'
import { Criteria } from './criteria.tsx'
import { FaultList } from './fault-list.tsx'
import { Grid } from './grid.tsx'
import { useRows } from './use-rows.ts'

const panels = ['faults', 'criteria', 'analyses'] as const
const titles = { faults: 'Faults', criteria: 'Criteria and flow', analyses: 'Analyses' }

/** The patients as the table has them, what is wrong and how it is mended, who is analysed, and what can be said of them. */
export default function CohortView({ work }: { work: Workplace }) {
  const { revision } = work
  const { answer, fault, waits, done } = useCohort(work)
  const [find, setFind] = useState('')
  const [faulty, setFaulty] = useState(false)
  const [panel, setPanel] = useState<(typeof panels)[number]>('faults')
  const [chosen, setChosen] = useState<ChosenCell>()
  const rows = useRows(work, find, faulty)
  const byCell = useMemo(() => {
    const found = new Map<string, PlacedFault[]>()
    for (const one of answer?.faults ?? [])
      if (one.at !== undefined) {
        const key = `${one.at}\n${one.column}`
        found.set(key, [...(found.get(key) ?? []), one])
      }
    return found
  }, [answer])
  if (!answer)
    return fault === undefined ? <p role="status">{t('Reading the table…')}</p> : <FaultNotice fault={fault} />
  const faultsAt = (row: number, column: string) => byCell.get(`${row}\n${column}`) ?? []
  const columnOf = new Map(answer.columns.map((column) => [column.name, column]))
  const headOf = (name: string) => {
    const column = columnOf.get(name)
    if (!column) return name
    const { label, type, unit, missing, levels, range } = column
    return [
      label,
      t(type),
      ...(unit ? [unit] : []),
      ...(levels ? [levels.map(({ label: own, rows: n }) => `${own} ${n}`).join(', ')] : []),
      ...(range ? [t('{low} to {high}, median {median}', { low: range[0], median: range[1], high: range[2] })] : []),
      t('{n} missing', { n: missing }),
    ].join('\n')
  }
  const lineOf = (name: string) => {
    const column = columnOf.get(name)
    if (!column) return ''
    const { type, unit, missing } = column
    return [t(type), ...(unit ? [unit] : []), ...(missing > 0 ? [t('{n} missing', { n: missing })] : [])].join(' · ')
  }
  const errors = answer.faults.filter(({ severity }) => severity === 'error').length
  return (
    <div class="cohort">
      <section class="cohort-table" aria-labelledby="cohort-title">
        <h2 id="cohort-title">
          {t('{rows} rows, {columns} columns', { rows: answer.rows, columns: answer.names.length })}
          {answer.analysed !== undefined && ` · ${t('{n} analysed', { n: answer.analysed })}`}
          {answer.outcome && ` · ${answer.outcome.label}: ${answer.outcome.groups.positive} ${answer.outcome.events}`}
        </h2>
        <p class="row">
          <label class="field">
            <span>{t('Find')}</span>
            <input type="search" value={find} onInput={(event) => setFind(event.currentTarget.value)} />
          </label>
          <label>
            <input type="checkbox" checked={faulty} onChange={(event) => setFaulty(event.currentTarget.checked)} />{' '}
            {t('Only rows with a fault')}
          </label>
          {rows.total !== undefined && (
            <span class="note" role="status">
              {t('{n} rows shown', { n: rows.total })}
            </span>
          )}
          {waits && <Computing done={done} />}
        </p>
        {fault !== undefined && <FaultNotice fault={fault} />}
        {rows.fault !== undefined && <FaultNotice fault={rows.fault} />}
        <Grid
          names={answer.names}
          heads={answer.names.map((name) => ({ line: lineOf(name), all: headOf(name) }))}
          total={rows.total ?? 0}
          rowAt={rows.rowAt}
          need={rows.need}
          faultsAt={faultsAt}
          chosen={chosen && { row: chosen.row, column: chosen.column }}
          onChoose={({ row, cells }, c) =>
            setChosen({
              row,
              column: answer.names[c],
              cell: cells[c],
              id: cells[answer.names.indexOf(answer.id)] ?? '',
            })
          }
        />
        {chosen && (
          <CellPanel
            key={`${chosen.row} ${chosen.column} ${revision}`}
            work={work}
            chosen={chosen}
            head={headOf(chosen.column)}
            faults={faultsAt(chosen.row, chosen.column)}
            corrections={answer.study.cohort.corrections}
            codebook={answer.study.cohort.codebook}
            variable={
              answer.codebook.find(({ name, column }) => (column ?? name) === chosen.column) ?? { name: chosen.column }
            }
            onDone={() => setChosen(undefined)}
          />
        )}
      </section>
      <section class="cohort-side" aria-label={t('What the table gives')}>
        <fieldset class="row plain">
          <legend class="hidden">{t('Panels')}</legend>
          {panels.map((name) => (
            <button key={name} type="button" aria-pressed={panel === name} onClick={() => setPanel(name)}>
              {t(titles[name])}
              {name === 'faults' && ` (${errors})`}
            </button>
          ))}
        </fieldset>
        {panel === 'faults' && (
          <FaultList
            faults={answer.faults}
            onShow={(one) => {
              setFaulty(false)
              setFind(one.patient ?? '')
            }}
          />
        )}
        {panel === 'criteria' && <Criteria work={work} cohort={answer} />}
        {panel === 'analyses' && <Analyses work={work} cohort={answer} />}
      </section>
    </div>
  )
}
