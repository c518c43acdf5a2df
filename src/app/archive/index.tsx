import { useState } from 'preact/hooks'
import type { ArchiveAccess, PickedSeries } from '../server-client.ts'
import { t } from '../words.ts'
import type { StartProps } from '../workplace.ts'
import { ChooseArchive } from './choose-archive.tsx'
import { FetchPicked } from './fetch-picked.tsx'
import { FindSeries } from './find-series.tsx'
import { PickSeries } from './pick-series.tsx'

/** From the hospital's archive to the worklist: find, look, pick, fetch without names. */
export default function ArchiveView({ start }: { start: StartProps }) {
  const [access, setAccess] = useState<ArchiveAccess>()
  const [found, setFound] = useState<PickedSeries[]>()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  if (!start.served) return <WithoutServer />
  const picked = (found ?? []).filter(({ sequence, series }) => sequence !== '' && !left.has(series))
  return (
    <>
      <ChooseArchive access={access} setAccess={setAccess} />
      {access && (
        <FindSeries
          access={access}
          onFound={(series) => {
            setFound(series)
            setLeft(new Set())
          }}
        />
      )}
      {access && found && found.length > 0 && (
        <>
          <PickSeries access={access} found={found} setFound={setFound} left={left} setLeft={setLeft} />
          <FetchPicked access={access} picked={picked} onFetched={start.changed} />
        </>
      )}
    </>
  )
}

/** What a page alone cannot do, and what to do instead. */
function WithoutServer() {
  return (
    <section aria-labelledby="archive">
      <h2 id="archive">{t('Images from the archive (PACS)')}</h2>
      <p>
        {t(
          'A page alone cannot ask an archive: browsers do not speak DIMSE, and archives do not answer pages of other servers.',
        )}
      </p>
      <ul>
        <li>
          {t('Where Nomoscope is installed, open the folder with its own server:')}{' '}
          <code>nomoscope serve FOLDER --open</code>
        </li>
        <li>
          {t('Or have the studies exported, and take the names out before they are opened here:')}{' '}
          <code>nomoscope deidentify EXPORT FOLDER</code>
        </li>
      </ul>
    </section>
  )
}
