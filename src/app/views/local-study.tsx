import { useEffect, useState } from 'preact/hooks'
import { handleFolder } from '../browser/handle-folder.ts'
import { save } from '../browser/save.ts'
import { useWork } from '../browser/use-work.ts'
import { FaultNotice } from './fault-notice.tsx'
import { ReportFrame } from './report-frame.tsx'
import { WorkProgress } from './work-progress.tsx'

/** A study in a folder of this browser: check it, run it, read its report, take everything away as one file. */
export function LocalStudy(props: { root: FileSystemDirectoryHandle; isDemo: boolean; onChange: () => void }) {
  const { root, isDemo, onChange } = props
  const [studies, setStudies] = useState<string[]>()
  const [file, setFile] = useState('')
  const [report, setReport] = useState<string>()
  const [fault, setFault] = useState<unknown>()

  const look = async () => {
    const names: string[] = []
    for await (const name of root.keys()) if (/study.*\.ya?ml$/i.test(name)) names.push(name)
    setStudies(names.sort())
    setFile((known) => (names.includes(known) ? known : (names[0] ?? '')))
    const written = await handleFolder(root)
      .read('results/report.html')
      .catch(() => undefined)
    setReport(written && new TextDecoder().decode(written))
  }
  const { state, start, cancel } = useWork((_, { saved }) => {
    if (saved) save(saved)
    look().catch(setFault)
    onChange()
  })
  useEffect(() => {
    look().catch(setFault)
  }, [root])

  const { running } = state
  return (
    <>
      {fault !== undefined && <FaultNotice fault={fault} />}
      <section aria-labelledby="study">
        <h2 id="study">{root.name}</h2>
        {studies?.length === 0 && (
          <p>
            {isDemo ? (
              <button type="button" disabled={running} onClick={() => start({ do: 'demo', root })}>
                Write the synthetic study
              </button>
            ) : (
              <>There is no study file here yet: `nomoscope init` drafts one from the folder.</>
            )}
          </p>
        )}
        {!!studies?.length && (
          <p>
            <label>
              Study file{' '}
              <select value={file} onChange={(event) => setFile(event.currentTarget.value)}>
                {studies.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>{' '}
            <button type="button" disabled={running} onClick={() => start({ do: 'check', root, file })}>
              Check
            </button>{' '}
            <button type="button" disabled={running} onClick={() => start({ do: 'run', root, file })}>
              Run
            </button>{' '}
            {report !== undefined && (
              <button type="button" disabled={running} onClick={() => start({ do: 'zip', root, folder: 'results' })}>
                Download everything
              </button>
            )}
          </p>
        )}
      </section>
      <WorkProgress state={state} onCancel={cancel} />
      {report !== undefined && !running && <ReportFrame html={report} />}
    </>
  )
}
