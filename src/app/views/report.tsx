import { useEffect, useState } from 'preact/hooks'
import { useAnswer } from '../browser/ask.ts'
import { folderAt } from '../browser/place.ts'
import { save } from '../browser/save.ts'
import { server } from '../server-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { StudyLine } from '../shared/study-line.tsx'
import { t } from '../words.ts'
import { at, type Workplace, writeStudy } from '../workplace.ts'
import { ReportFrame } from './report-frame.tsx'

const folder = 'results'
/** What is fetched most, in this order; the rest follows. */
const first = [
  'report.html',
  'report.docx',
  'nomogram.html',
  'model.json',
  'results.json',
  'features.csv',
  'features.parquet',
  'reproduce.R',
  'provenance.json',
]

/** The report of the last run as it will be handed on, and every file of it. */
export default function ReportView({ work }: { work: Workplace }) {
  const { place, file, revision, served } = work
  const { answer, fault, waits } = useAnswer('results', { ...at(work), folder }, [place, file, revision])
  const { answer: said } = useAnswer('lines', { place, file, paths: [['language']], revision }, [place, file, revision])
  const [html, setHtml] = useState<string>()
  const [failed, setFailed] = useState<unknown>()
  useEffect(() => {
    if (served) return
    folderAt(place)
      .read(`${folder}/report.html`)
      .then(
        (bytes) => setHtml(new TextDecoder().decode(bytes)),
        () => setHtml(undefined),
      )
  }, [place, revision, served])
  if (fault !== undefined) return <FaultNotice fault={fault} />
  if (!answer) return <p role="status">{waits ? t('Looking for the report…') : t('No run yet.')}</p>
  const files = [
    ...first.filter((name) => answer.files.includes(name)),
    ...answer.files.filter((name) => !first.includes(name)),
  ]
  const download = async (name: string) => {
    const bytes = await folderAt(place).read(`${folder}/${name}`)
    save({ name: name.split('/').at(-1)!, blob: new Blob([bytes]) })
  }
  const within = work.address.includes('/') ? work.address.slice(0, work.address.lastIndexOf('/') + 1) : ''
  const language = /zh/.test(said?.lines[0]?.text ?? '') ? 'zh' : 'en'
  return (
    <>
      <section aria-labelledby="files">
        <h2 id="files">{t('Files of the report')}</h2>
        {failed !== undefined && <FaultNotice fault={failed} />}
        <label class="field short">
          <span>{t('Language of the report')}</span>
          <select
            value={language}
            onChange={(event) =>
              writeStudy(work, ['language'], event.currentTarget.value).then(() => setFailed(undefined), setFailed)
            }
          >
            <option value="en">English</option>
            <option value="zh">中文</option>
          </select>
        </label>
        <p class="note">{t('It is written at the next run.')}</p>
        <StudyLine work={work} path={['language']} />
        <ul class="files">
          {files.slice(0, 9).map((name) => (
            <li key={name}>
              <button type="button" onClick={() => download(name).catch(setFailed)}>
                {name}
              </button>
            </li>
          ))}
        </ul>
        <details>
          <summary>{t('All {n} files', { n: files.length })}</summary>
          <ul class="files">
            {files.slice(9).map((name) => (
              <li key={name}>
                <button type="button" class="small" onClick={() => download(name).catch(setFailed)}>
                  {name}
                </button>
              </li>
            ))}
          </ul>
        </details>
      </section>
      {served ? (
        <section aria-labelledby="report">
          <h2 id="report">{t('Report')}</h2>
          <iframe title={t('Report')} class="report" src={server.fileAddress(`${within}${folder}/report.html`)} />
        </section>
      ) : (
        html !== undefined && <ReportFrame html={html} />
      )}
    </>
  )
}
