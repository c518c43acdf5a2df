import { useState } from 'preact/hooks'
import { useAnswer } from '../browser/ask.ts'
import { server } from '../server-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { NewLink, onThisMachine } from '../shared/new-link.tsx'
import { StudyLine } from '../shared/study-line.tsx'
import { t } from '../words.ts'
import { at, type Workplace, writeStudy } from '../workplace.ts'
import { masksOfNewReader } from './new-reader.ts'

/** A link for each reader, who sees the images and what is theirs; and a new reader, written into the study file. */
export function ReaderLinks(props: { work: Workplace; readers: readonly string[]; makesLinks: boolean }) {
  const { work, readers, makesLinks } = props
  const { place, file, revision } = work
  const { answer: study } = useAnswer('study', at(work), [place, file, revision])
  const [name, setName] = useState('')
  const [fault, setFault] = useState<unknown>()
  if (!study?.images) return null
  const doing = (what: () => Promise<void>) => () => {
    setFault(undefined)
    what().catch(setFault)
  }
  const written = masksOfNewReader(study.images, name.trim())
  const add = async () => {
    for (const [path, masks] of written) await writeStudy(work, path, masks)
    setName('')
  }
  return (
    <section aria-labelledby="readers">
      <h2 id="readers">{t('Readers')}</h2>
      {makesLinks && (
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
              {makesLinks && (
                <NewLink name={one} make={() => server.linkFor(one)} to={['reading', { study: work.address }]} />
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
