import { useState } from 'preact/hooks'
import type { JobState } from '../../server/work-state.ts'
import type { ArchiveAccess, PickedSeries } from '../server-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { useJob } from '../shared/use-job.ts'
import { t } from '../words.ts'
import type { StartProps } from '../workplace.ts'
import { ChooseArchive } from './choose-archive.tsx'
import { FetchJob, FetchPicked } from './fetch-picked.tsx'
import { FindSeries } from './find-series.tsx'
import { PickSeries } from './pick-series.tsx'

/** From the hospital's archive to the worklist: find, look, pick, fetch without names. */
export default function ArchiveView({ start }: { start: StartProps }) {
  return start.served ? <ServedArchive onFetched={start.changed} /> : <WithoutServer />
}

/** onFetched  the study file and the images of the folder changed */
function ServedArchive({ onFetched }: { onFetched: () => void }) {
  const [access, setAccess] = useState<ArchiveAccess>()
  const [found, setFound] = useState<PickedSeries[]>()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const isFetching = ({ command, state }: JobState) => command === 'fetch' && state === 'running'
  const { job, lines, fault, running, follow, cancel } = useJob(isFetching, ({ plan }) => plan || onFetched())
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
          <FetchPicked access={access} picked={picked} running={running} onBegin={follow} />
        </>
      )}
      {job && <FetchJob job={job} lines={lines} onCancel={cancel} />}
      {fault !== undefined && <FaultNotice fault={fault} />}
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
