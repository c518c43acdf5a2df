import { useState } from 'preact/hooks'
import { server } from '../server-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { t } from '../words.ts'

type Kind = 'web' | 'dimse'

/** An archive is entered in the folder's pacs.yaml, without any secret. */
export function AddArchive({ first, onAdded }: { first: boolean; onAdded: (name: string) => Promise<void> }) {
  const [kind, setKind] = useState<Kind>('web')
  const [given, setGiven] = useState<Record<string, string>>({ auth: 'none', calling: 'NOMOSCOPE', get: 'get' })
  const [fault, setFault] = useState<unknown>()
  const text = (key: string, label: string) => (
    <label class="field">
      <span>{label}</span>
      <input
        value={given[key] ?? ''}
        onInput={({ currentTarget }) => setGiven({ ...given, [key]: currentTarget.value })}
      />
    </label>
  )
  const choice = (key: string, label: string, options: [value: string, label: string][]) => (
    <label class="field">
      <span>{label}</span>
      <select value={given[key]} onChange={({ currentTarget }) => setGiven({ ...given, [key]: currentTarget.value })}>
        {options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
  const add = async () => {
    setFault(undefined)
    const name = given.name ?? ''
    await server.addArchive(name, kind === 'web' ? webOf(given) : dimseOf(given))
    await onAdded(name)
  }
  return (
    <details open={first}>
      <summary>{t('Add an archive')}</summary>
      <form
        class="choices"
        aria-label={t('Add an archive')}
        onSubmit={(event) => {
          event.preventDefault()
          add().catch(setFault)
        }}
      >
        {text('name', t('A name for it'))}
        <label class="field">
          <span>{t('How it is asked')}</span>
          <select value={kind} onChange={({ currentTarget }) => setKind(currentTarget.value as Kind)}>
            <option value="web">DICOMweb</option>
            <option value="dimse">DIMSE (C-FIND, C-GET, C-MOVE)</option>
          </select>
        </label>
        {kind === 'web' ? (
          <>
            {text('web', t('Address of its services, such as https://pacs.example/dicom-web'))}
            {choice('auth', t('Access'), [
              ['none', t('open')],
              ['basic', t('user and password')],
              ['bearer', t('token')],
            ])}
            {given.auth === 'basic' && text('user', t('User'))}
          </>
        ) : (
          <>
            {text('host', t('Host'))}
            {text('port', t('Port'))}
            {text('called', t('Its title (AE title)'))}
            {text('calling', t('The title under which it knows this machine'))}
            {choice('get', t('How objects come'), [
              ['get', 'C-GET'],
              ['move', 'C-MOVE'],
            ])}
            {given.get === 'move' && text('listen', t('Port of this machine that it knows'))}
          </>
        )}
        <p class="note">{t('It is written into pacs.yaml of the folder; passwords and tokens never are.')}</p>
        <p>
          <button type="submit" disabled={!given.name}>
            {t('Add')}
          </button>
        </p>
      </form>
      {fault !== undefined && <FaultNotice fault={fault} />}
    </details>
  )
}

const webOf = ({ web, auth, user }: Record<string, string>) => ({
  web,
  ...(auth !== 'none' && { auth }),
  ...(auth === 'basic' && { user }),
})

const dimseOf = ({ host, port, called, calling, get, listen }: Record<string, string>) => ({
  host,
  port: Number(port),
  called,
  calling,
  ...(get === 'move' && { get, listen: Number(listen) }),
})
