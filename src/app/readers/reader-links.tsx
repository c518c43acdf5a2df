import { useState } from 'preact/hooks'
import { useAnswer } from '../browser/ask.ts'
import { linkTo } from '../route.ts'
import { server } from '../server-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { StudyLine } from '../shared/study-line.tsx'
import { t } from '../words.ts'
import { at, type Workplace, writeStudy } from '../workplace.ts'
import { masksOfNewReader } from './new-reader.ts'

const onThisMachine = /^(127(\.\d+){3}|localhost|\[::1\])$/.test(location.hostname)

/** A link for each reader, who sees the images and what is theirs; and a new reader, written into the study file. */
export function ReaderLinks({ work, readers }: { work: Workplace; readers: readonly string[] }) {
  const { place, file, revision } = work
  const { answer: study } = useAnswer('study', at(work), [place, file, revision])
  const [name, setName] = useState('')
  const [links, setLinks] = useState<Readonly<Record<string, string>>>({})
  const [fault, setFault] = useState<unknown>()
  if (!study?.images) return null
  const doing = (what: () => Promise<void>) => () => {
    setFault(undefined)
    what().catch(setFault)
  }
  const makeLink = async (reader: string) => {
    const { token } = await server.linkFor(reader)
    const link = `${location.origin}/?${new URLSearchParams({ token })}${linkTo('reading', { study: work.address })}`
    setLinks((known) => ({ ...known, [reader]: link }))
  }
  const written = masksOfNewReader(study.images, name.trim())
  const add = async () => {
    for (const [path, masks] of written) await writeStudy(work, path, masks)
    setName('')
  }
  return (
    <section aria-labelledby="readers">
      <h2 id="readers">{t('Readers')}</h2>
      {work.served && (
        <p class="note">
          {t('A reader’s link shows the images and what is theirs. A new link ends the one before.')}{' '}
          {onThisMachine
            ? t('This server answers this computer alone; a link opened in this browser takes the place of yours.')
            : t('A link opened in this browser takes the place of yours: send it to the reader.')}
        </p>
      )}
      <ul class="rules">
        {readers
          .filter((one) => one !== 'consensus')
          .map((one) => (
            <li key={one} class="row">
              <strong>{one}</strong>
              {work.served && (
                <button type="button" class="small" onClick={doing(() => makeLink(one))}>
                  {t('A new link')}
                  <span class="hidden"> {t('for {name}', { name: one })}</span>
                </button>
              )}
              {links[one] && (
                <input
                  class="link"
                  readOnly
                  value={links[one]}
                  aria-label={t('Link for {name}', { name: one })}
                  onFocus={(event) => event.currentTarget.select()}
                />
              )}
              {links[one] && navigator.clipboard && (
                <button type="button" class="small" onClick={doing(() => navigator.clipboard.writeText(links[one]))}>
                  {t('Copy')}
                </button>
              )}
            </li>
          ))}
      </ul>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault()
          doing(add)()
        }}
      >
        <label class="field">
          <span>{t('Another reader')}</span>
          <input
            required
            pattern="[\p{L}\p{N}][\p{L}\p{N}_\-]*"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <button
          type="submit"
          disabled={written.length === 0 || [...readers, 'consensus', 'mean', 'owner'].includes(name.trim())}
        >
          {t('Add the reader')}
        </button>
      </form>
      {fault !== undefined && <FaultNotice fault={fault} />}
      <StudyLine work={work} path={['images']} />
    </section>
  )
}
