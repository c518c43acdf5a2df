import { useState } from 'preact/hooks'
import { t } from '../words.ts'

interface Named {
  name: string
  label: string
}

const called = ({ name, label }: Named) => (label === name ? name : `${label} (${name})`)

export function ColumnPicker(props: {
  name: string
  columns: readonly Named[]
  value: string
  onValue: (name: string) => void
}) {
  return (
    <label class="field">
      <span>{props.name}</span>
      <select value={props.value} onChange={(event) => props.onValue(event.currentTarget.value)}>
        {props.columns.map((one) => (
          <option key={one.name} value={one.name}>
            {called(one)}
          </option>
        ))}
      </select>
    </label>
  )
}

const most = 200

/** Several columns, ticked in a list that is narrowed by typing. */
export function Columns(props: {
  name: string
  columns: readonly Named[]
  chosen: readonly string[]
  onChosen: (names: string[]) => void
}) {
  const [find, setFind] = useState('')
  const { name, columns, chosen, onChosen } = props
  const wanted = find.toLowerCase()
  const shown = columns.filter((one) => called(one).toLowerCase().includes(wanted))
  return (
    <fieldset class="columns">
      <legend>
        {name}: {t('{n} chosen', { n: chosen.length })}
      </legend>
      <input
        type="search"
        aria-label={t('Find a column')}
        placeholder={t('Find a column')}
        value={find}
        onInput={(event) => setFind(event.currentTarget.value)}
      />
      <ul>
        {shown.slice(0, most).map((one) => (
          <li key={one.name}>
            <label>
              <input
                type="checkbox"
                checked={chosen.includes(one.name)}
                onChange={(event) =>
                  onChosen(
                    event.currentTarget.checked ? [...chosen, one.name] : chosen.filter((own) => own !== one.name),
                  )
                }
              />{' '}
              {called(one)}
            </label>
          </li>
        ))}
      </ul>
      {shown.length > most && <p class="note">{t('and {n} more', { n: shown.length - most })}</p>}
    </fieldset>
  )
}
