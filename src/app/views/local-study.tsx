import { useEffect, useState } from 'preact/hooks'
import { ask } from '../browser/ask.ts'
import { handleFolder } from '../browser/handle-folder.ts'
import { save } from '../browser/save.ts'
import { useWork } from '../browser/use-work.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { t } from '../words.ts'
import { ChosenStudy } from './chosen-study.tsx'
import { ReportFrame } from './report-frame.tsx'
import { WorkProgress } from './work-progress.tsx'

interface LocalStudyProps {
  root: FileSystemDirectoryHandle
  found: string[]
  /** The study file that is open. */
  file?: string
  isDemo: boolean
  onChange: () => void
}

/** A study in a folder of this browser: check it, run it, read its report, take everything away as one file. */
export function LocalStudy({ root, found, file = '', isDemo, onChange }: LocalStudyProps) {
  const [report, setReport] = useState<string>()
  const [fault, setFault] = useState<unknown>()

  const look = async () => {
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

  const draft = () => ask('draft', { place: { root }, name: root.name }).then(onChange, setFault)
  const { running } = state
  return (
    <>
      {fault !== undefined && <FaultNotice fault={fault} />}
      <section aria-labelledby="study">
        <h2 id="study">{root.name}</h2>
        {found.length === 0 && (
          <p>
            {isDemo ? (
              <button type="button" disabled={running} onClick={() => start({ do: 'demo', root })}>
                {t('Write the synthetic study')}
              </button>
            ) : (
              <>
                {t('There is no study file here yet.')}{' '}
                <button type="button" onClick={draft}>
                  {t('Draft one from this folder')}
                </button>
              </>
            )}
          </p>
        )}
        {found.length > 0 && (
          <ChosenStudy
            found={found}
            file={file}
            running={running}
            onCheck={() => start({ do: 'check', root, file })}
            onRun={() => start({ do: 'run', root, file })}
          >
            {report !== undefined && (
              <button type="button" disabled={running} onClick={() => start({ do: 'zip', root, folder: 'results' })}>
                {t('Download everything')}
              </button>
            )}
          </ChosenStudy>
        )}
      </section>
      <WorkProgress state={state} onCancel={cancel} />
      {report !== undefined && !running && <ReportFrame html={report} />}
    </>
  )
}
