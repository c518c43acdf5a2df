import { useEffect, useState } from 'preact/hooks'
import type { ListedArchive } from '../../server/archive.ts'
import { type ArchiveAccess, server } from '../server-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { t } from '../words.ts'
import { AddArchive } from './add-archive.tsx'

interface ChooseArchiveProps {
  access?: ArchiveAccess
  setAccess: (access?: ArchiveAccess) => void
}

/** Which archive is asked, with the password or token, which is kept in this page until it is closed. */
export function ChooseArchive({ access, setAccess }: ChooseArchiveProps) {
  const [archives, setArchives] = useState<ListedArchive[]>()
  const [said, setSaid] = useState('')
  const [fault, setFault] = useState<unknown>()
  const look = async (chosen?: string) => {
    const listed = await server.archives()
    setArchives(listed)
    const name = chosen ?? access?.server ?? listed[0]?.name
    setAccess(name === undefined ? undefined : { server: name, secret: access?.secret })
  }
  useEffect(() => {
    look().catch(setFault)
  }, [])
  const own = archives?.find(({ name }) => name === access?.server)
  const echo = async () => {
    setSaid('')
    setFault(undefined)
    await server.echo(access!)
    setSaid(t('It answers.'))
  }
  return (
    <section aria-labelledby="archive">
      <h2 id="archive">{t('Images from the archive (PACS)')}</h2>
      {fault !== undefined && <FaultNotice fault={fault} />}
      {archives && archives.length > 0 && access && (
        <p class="row">
          <label class="field">
            <span>{t('Archive')}</span>
            <select
              value={access.server}
              onChange={({ currentTarget }) => setAccess({ ...access, server: currentTarget.value })}
            >
              {archives.map(({ name, address }) => (
                <option key={name} value={name}>
                  {name} ({address})
                </option>
              ))}
            </select>
          </label>
          {own?.secret && (
            <label class="field">
              <span>{t('Password or token')}</span>
              <input
                type="password"
                autocomplete="off"
                value={access.secret ?? ''}
                onInput={({ currentTarget }) => setAccess({ ...access, secret: currentTarget.value })}
              />
            </label>
          )}
          <button type="button" onClick={() => echo().catch(setFault)}>
            {t('Does it answer?')}
          </button>
          <span role="status">{said}</span>
        </p>
      )}
      {own?.secret && <p class="note">{t('It is kept in this page alone, until the page is closed.')}</p>}
      {own?.quiet && <p class="note">{t('This archive has quiet hours, in which nothing is fetched.')}</p>}
      {archives && <AddArchive first={archives.length === 0} onAdded={look} />}
    </section>
  )
}
