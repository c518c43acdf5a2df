import { useEffect, useState } from 'preact/hooks'
import { canPickFolders, dropped, keepChosen, mayUse, pickFolder } from '../browser/choose-folder.ts'
import { emptyKept, keptBytes, keptStudies, keptStudy } from '../browser/kept.ts'
import { lastFolder, rememberFolder } from '../browser/last-folder.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { t } from '../words.ts'
import type { Workplace } from '../workplace.ts'
import { LocalCase } from './local-case.tsx'
import { LocalStudy } from './local-study.tsx'
import { StudyOutline } from './study-outline.tsx'

const demoName = 'demo'

interface LocalStudiesProps {
  root?: FileSystemDirectoryHandle
  setRoot: (root?: FileSystemDirectoryHandle) => void
  work?: Workplace
  found: string[]
  changed: () => void
}

/** The page without a server: a folder is chosen, and everything is computed in this browser. */
export default function LocalStudies({ root, setRoot, work, found, changed }: LocalStudiesProps) {
  const [last, setLast] = useState<FileSystemDirectoryHandle>()
  const [kept, setKept] = useState<string[]>([])
  const [bytes, setBytes] = useState(0)
  const [copied, setCopied] = useState('')
  const [fault, setFault] = useState<unknown>()

  const look = () => {
    keptStudies().then(setKept, setFault)
    keptBytes().then(setBytes, setFault)
  }
  useEffect(() => {
    look()
    lastFolder().then(setLast, setFault)
  }, [])

  const open = async (asked: Promise<FileSystemDirectoryHandle | undefined>) => {
    try {
      setFault(undefined)
      const folder = await asked
      setCopied('')
      if (!folder || !(await mayUse(folder))) return
      await rememberFolder(folder)
      setRoot(folder)
    } catch (error) {
      setFault(error)
    }
  }
  const onFile = (done: number, total: number) =>
    setCopied(t('{done} of {total} files copied into this browser', { done, total }))

  if (root)
    return (
      <>
        <p>
          <button type="button" onClick={() => setRoot(undefined)}>
            {t('Another study')}
          </button>
        </p>
        <LocalStudy
          root={root}
          found={found}
          file={work?.address}
          isDemo={root.name === demoName}
          onChange={() => {
            look()
            changed()
          }}
        />
        {work && found.length > 0 && <StudyOutline work={work} />}
        <Kept bytes={bytes} onEmpty={() => emptyKept().then(look, setFault)} />
      </>
    )
  return (
    <>
      {fault !== undefined && <FaultNotice fault={fault} />}
      <section
        aria-labelledby="choose"
        class="drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          if (event.dataTransfer) void open(dropped(event.dataTransfer.items, onFile))
        }}
      >
        <h2 id="choose">{t('Choose the folder of a study')}</h2>
        <p>{t('Images, masks and a table. Everything is computed in this browser; nothing leaves this machine.')}</p>
        <p>
          {canPickFolders() ? (
            <button type="button" onClick={() => open(pickFolder())}>
              {t('Choose a folder')}
            </button>
          ) : (
            <label>
              {t('A folder, which is copied into this browser')}{' '}
              <input
                type="file"
                {...{ webkitdirectory: true }}
                onChange={(event) => event.currentTarget.files && open(keepChosen(event.currentTarget.files, onFile))}
              />
            </label>
          )}{' '}
          {t('or drop it here.')} {copied}
        </p>
        <p>
          {last && (
            <button type="button" onClick={() => open(Promise.resolve(last))}>
              {t('Go on with {name}', { name: last.name })}
            </button>
          )}{' '}
          {kept
            .filter((name) => name !== last?.name)
            .map((name) => (
              <button type="button" key={name} onClick={() => open(keptStudy(name))}>
                {t('Open {name}', { name })}
              </button>
            ))}{' '}
          {!kept.includes(demoName) && (
            <button type="button" onClick={() => open(keptStudy(demoName))}>
              {t('Try the synthetic demonstration')}
            </button>
          )}
        </p>
      </section>
      <LocalCase />
      <Kept bytes={bytes} onEmpty={() => emptyKept().then(look, setFault)} />
    </>
  )
}

/** What was finished, so that it is not computed again. */
function Kept({ bytes, onEmpty }: { bytes: number; onEmpty: () => void }) {
  if (bytes === 0) return null
  return (
    <p class="note">
      {t('{mb} MB of finished cases are kept in this browser, so that a run goes on where it stopped.', {
        mb: (bytes / 2 ** 20).toFixed(1),
      })}{' '}
      <button type="button" onClick={onEmpty}>
        {t('Empty')}
      </button>
    </p>
  )
}
