import { useState } from 'preact/hooks'
import type { PlacedFault } from '../ask/cohort.ts'
import { ask } from '../browser/ask.ts'
import { FaultNotice, FaultText } from '../shared/fault-notice.tsx'
import { t } from '../words.ts'
import { type Workplace, writeStudy } from '../workplace.ts'

export interface ChosenCell {
  row: number
  column: string
  cell: string
  id: string
}

interface CellPanelProps {
  work: Workplace
  chosen: ChosenCell
  head: string
  faults: readonly PlacedFault[]
  /** The tables that the study names for them; undefined where it does not yet. */
  corrections?: string
  codebook?: string
  /** What the codebook calls the column, and which codes of it mean missing so far. */
  variable: { name: string; missing?: string[] }
  onDone: () => void
}

const whoKey = 'nomoscope-who'

/** One cell: what is said of it, and the two ways to mend it without touching the table. */
export function CellPanel(props: CellPanelProps) {
  const { work, chosen, head, faults, variable, onDone } = props
  const { id, column, cell } = chosen
  const [how, setHow] = useState<'cell' | 'column' | 'missing'>('cell')
  const [now, setNow] = useState(cell)
  const [who, setWho] = useState(() => localStorage.getItem(whoKey) ?? '')
  const [why, setWhy] = useState('')
  const [fault, setFault] = useState<unknown>()

  const correct = async () => {
    localStorage.setItem(whoKey, who)
    const file = props.corrections ?? 'corrections.csv'
    await ask('correct', { place: work.place, file, id, column, was: cell, now, who, why })
    if (props.corrections === undefined) await writeStudy(work, ['cohort', 'corrections'], file)
    else work.changed()
  }
  const rule = async (path: string[], value: unknown) => {
    const file = props.codebook ?? 'codebook.yaml'
    await ask('edit', { place: work.place, file, path: ['variables', variable.name, ...path], value, isStudy: false })
    if (props.codebook === undefined) await writeStudy(work, ['cohort', 'codebook'], file)
    else work.changed()
  }
  const mend = async () => {
    try {
      setFault(undefined)
      if (how === 'cell') await correct()
      else if (how === 'column') await rule(['recode', cell], now)
      else await rule(['missing'], [...(variable.missing ?? []), cell])
      onDone()
    } catch (found) {
      setFault(found)
    }
  }
  return (
    <form
      class="panel cell-panel"
      aria-label={t('{column} of {id}', { column, id })}
      onSubmit={(event) => {
        event.preventDefault()
        void mend()
      }}
    >
      <p>
        <strong>{t('{column} of {id}', { column, id })}</strong>: {cell || t('empty')} <span class="note">{head}</span>
      </p>
      {faults.map((one, i) => (
        <p key={i} class={one.severity === 'error' ? 'fault' : 'note'}>
          <FaultText code={one.code} message={one.what} remedy={one.repair} />
        </p>
      ))}
      <fieldset class="row plain">
        <legend class="hidden">{t('How it is mended')}</legend>
        {(
          [
            ['cell', t('This cell alone')],
            ['column', t('Wherever {column} says {cell}', { column, cell: cell || '""' })],
            ['missing', t('{cell} means not known', { cell: cell || '""' })],
          ] as const
        ).map(([value, label]) => (
          <label key={value}>
            <input type="radio" name="how" checked={how === value} onChange={() => setHow(value)} /> {label}
          </label>
        ))}
      </fieldset>
      <p class="row">
        {how !== 'missing' && (
          <label class="field">
            <span>{t('What it shall be')}</span>
            <input value={now} onInput={(event) => setNow(event.currentTarget.value)} />
          </label>
        )}
        {how === 'cell' && (
          <>
            <label class="field">
              <span>{t('Who says so')}</span>
              <input required value={who} onInput={(event) => setWho(event.currentTarget.value)} />
            </label>
            <label class="field">
              <span>{t('Why')}</span>
              <input required value={why} onInput={(event) => setWhy(event.currentTarget.value)} />
            </label>
          </>
        )}
        <button type="submit" disabled={how !== 'missing' && now === cell}>
          {t('Mend')}
        </button>
        <button type="button" onClick={onDone}>
          {t('Close')}
        </button>
      </p>
      <p class="note">
        {how === 'cell'
          ? t('A line of {file}; the table itself stays as it is.', { file: props.corrections ?? 'corrections.csv' })
          : t('A rule of {file}; the table itself stays as it is.', { file: props.codebook ?? 'codebook.yaml' })}
      </p>
      {fault !== undefined && <FaultNotice fault={fault} />}
    </form>
  )
}
