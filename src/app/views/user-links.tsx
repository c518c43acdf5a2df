import { useEffect, useState } from 'preact/hooks'
import { server } from '../server-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { NewLink, onThisMachine } from '../shared/new-link.tsx'
import { t } from '../words.ts'

/** A link for each of several people who work in the folder and start runs. */
export function UserLinks() {
  const [users, setUsers] = useState<readonly string[]>([])
  const [name, setName] = useState('')
  const [fault, setFault] = useState<unknown>()
  useEffect(() => {
    server.users().then(setUsers, setFault)
  }, [])
  return (
    <details>
      <summary>{t('Others who start runs')}</summary>
      <p class="note">
        {t(
          'Each has a link of their own: they work in the whole folder, a run shows who started it, and nobody but them and you ends it. A new link ends the one before.',
        )}{' '}
        {onThisMachine
          ? t('This server answers this computer alone; a link opened in this browser takes the place of yours.')
          : t('A link opened in this browser takes the place of yours: send it to them.')}
      </p>
      <ul class="rules">
        {users.map((user) => (
          <li key={user} class="row">
            <strong>{user}</strong>
            <NewLink name={user} make={() => server.userLink(user)} to={['study']} />
          </li>
        ))}
      </ul>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault()
          setUsers((known) => [...new Set([...known, name.trim()])])
          setName('')
        }}
      >
        <label class="field">
          <span>{t('Another person')}</span>
          <input
            required
            pattern="[\p{L}\p{N}][\p{L}\p{N} _.\-]*"
            maxLength={64}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={/^(owner)?$/i.test(name.trim())}>
          {t('Add them')}
        </button>
      </form>
      {fault !== undefined && <FaultNotice fault={fault} />}
    </details>
  )
}
