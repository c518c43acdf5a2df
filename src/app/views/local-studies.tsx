import { useEffect, useState } from 'preact/hooks'
import { canPickFolders, dropped, keepChosen, mayUse, pickFolder } from '../browser/choose-folder.ts'
import { emptyKept, keptBytes, keptStudies, keptStudy } from '../browser/kept.ts'
import { lastFolder, rememberFolder } from '../browser/last-folder.ts'
import { FaultNotice } from './fault-notice.tsx'
import { LocalCase } from './local-case.tsx'
import { LocalStudy } from './local-study.tsx'

const demoName = 'demo'

/** The page without a server: a folder is chosen, and everything is computed in this browser. */
export default function LocalStudies() {
  const [root, setRoot] = useState<FileSystemDirectoryHandle>()
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
  const onFile = (done: number, total: number) => setCopied(`${done} of ${total} files copied into this browser`)

  if (root)
    return (
      <>
        <p>
          <button type="button" onClick={() => setRoot(undefined)}>
            Another study
          </button>
        </p>
        <LocalStudy root={root} isDemo={root.name === demoName} onChange={look} />
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
        <h2 id="choose">Choose the folder of a study</h2>
        <p>Images, masks and a table. Everything is computed in this browser; nothing leaves this machine.</p>
        <p>
          {canPickFolders() ? (
            <button type="button" onClick={() => open(pickFolder())}>
              Choose a folder
            </button>
          ) : (
            <label>
              A folder, which is copied into this browser{' '}
              <input
                type="file"
                {...{ webkitdirectory: true }}
                onChange={(event) => event.currentTarget.files && open(keepChosen(event.currentTarget.files, onFile))}
              />
            </label>
          )}{' '}
          or drop it here. {copied}
        </p>
        <p>
          {last && (
            <button type="button" onClick={() => open(Promise.resolve(last))}>
              Go on with {last.name}
            </button>
          )}{' '}
          {kept
            .filter((name) => name !== last?.name)
            .map((name) => (
              <button type="button" key={name} onClick={() => open(keptStudy(name))}>
                Open {name}
              </button>
            ))}{' '}
          {!kept.includes(demoName) && (
            <button type="button" onClick={() => open(keptStudy(demoName))}>
              Try the synthetic demonstration
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
      {(bytes / 2 ** 20).toFixed(1)} MB of finished cases are kept in this browser, so that a run goes on where it
      stopped.{' '}
      <button type="button" onClick={onEmpty}>
        Empty
      </button>
    </p>
  )
}
