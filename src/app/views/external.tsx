import { useState } from 'preact/hooks'
import type { Work } from '../browser/messages.ts'
import { save } from '../browser/save.ts'
import { useWork } from '../browser/use-work.ts'
import { language, t } from '../words.ts'
import { ReportFrame } from './report-frame.tsx'
import { WorkProgress } from './work-progress.tsx'

/** A model on other patients, and two runs side by side; both need no study. */
export default function ExternalView() {
  const { state, start, cancel } = useWork(() => {})
  const { saved, page } = state.result ?? {}
  return (
    <>
      <Validation running={state.running} start={start} />
      <Comparison running={state.running} start={start} />
      <WorkProgress state={state} onCancel={cancel} />
      {saved && (
        <p class="row">
          <button type="button" onClick={() => save(saved)}>
            {t('Download everything')}
          </button>
        </p>
      )}
      {page && <ReportFrame html={page} />}
    </>
  )
}

interface FormProps {
  running: boolean
  start: (work: Work) => void
}

function Validation({ running, start }: FormProps) {
  const [model, setModel] = useState<File>()
  const [table, setTable] = useState<File>()
  const [sheet, setSheet] = useState('')
  const [asked, setAsked] = useState<Record<string, string>>({})
  const text = (key: string, label: string) => (
    <label>
      {label}
      <input
        value={asked[key] ?? ''}
        onInput={({ currentTarget }) => setAsked({ ...asked, [key]: currentTarget.value })}
      />
    </label>
  )
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''))
  return (
    <section aria-labelledby="validation">
      <h2 id="validation">{t('A model on other patients')}</h2>
      <p>{t('The model is applied as it is to patients whose outcome is known. Nothing leaves this machine.')}</p>
      <p class="fields">
        <FileField label={t('Model: model.json')} accept=".json" onFile={setModel} />
        <FileField label={t('Table: CSV or XLSX')} accept=".csv,.tsv,.txt,.xlsx,.gz" onFile={setTable} />
      </p>
      <details>
        <summary>{t('If this table has other names or codes')}</summary>
        <div class="fields">
          <label>
            {t('Sheet of a workbook')}
            <input value={sheet} onInput={({ currentTarget }) => setSheet(currentTarget.value)} />
          </label>
          {text('outcome', t('Outcome column'))}
          {text('positive', t('Its value for the event'))}
          {text('negative', t('Its value without the event'))}
          {text('time', t('Time column'))}
        </div>
      </details>
      <p>
        <button
          type="button"
          disabled={running || !model || !table}
          onClick={() =>
            start({ do: 'validate', model: model!, table: table!, sheet: sheet || undefined, asked: given, language })
          }
        >
          {t('Validate')}
        </button>
      </p>
    </section>
  )
}

function Comparison({ running, start }: FormProps) {
  const [files, setFiles] = useState<(File | undefined)[]>([])
  const [names, setNames] = useState(['', ''])
  const [first, second] = files
  const named = (file: File, at: number) => ({ file, name: names[at] || `${at + 1}` })
  return (
    <section aria-labelledby="comparison">
      <h2 id="comparison">{t('Two runs side by side')}</h2>
      <p class="fields">
        {[0, 1].map((at) => (
          <div key={at}>
            <FileField
              label={t(at === 0 ? 'First run: results.json' : 'Second run: results.json')}
              accept=".json"
              onFile={(file) => setFiles(Object.assign([...files], { [at]: file }))}
            />
            <label>
              {t(at === 0 ? 'What the first is called' : 'What the second is called')}
              <input
                value={names[at]}
                onInput={({ currentTarget }) =>
                  setNames(names.map((name, i) => (i === at ? currentTarget.value : name)))
                }
              />
            </label>
          </div>
        ))}
        <button
          type="button"
          disabled={running || !first || !second}
          onClick={() => start({ do: 'compare', runs: [named(first!, 0), named(second!, 1)] })}
        >
          {t('Compare')}
        </button>
      </p>
    </section>
  )
}

function FileField({ label, accept, onFile }: { label: string; accept: string; onFile: (file?: File) => void }) {
  return (
    <label>
      {label}
      <input type="file" accept={accept} onChange={({ currentTarget }) => onFile(currentTarget.files?.[0])} />
    </label>
  )
}
