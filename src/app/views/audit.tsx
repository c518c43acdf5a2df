import { useState } from 'preact/hooks'
import { type AnswerOf, ask } from '../browser/ask.ts'
import { SaveButton } from '../shared/drawing.tsx'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { t } from '../words.ts'

const example = `title: A paper to be checked
patients:
  where: Methods
  n: 320
  outcome: { label: HER-2 positive, n: 80 }
splits:
  - { where: Methods, ratio: "70:30", sizes: { training: 224, validation: 96 } }
tables:
  - id: Table 1
    groups:
      - { label: HER-2 positive, n: 80, outcome: with }
      - { label: HER-2 negative, n: 240, outcome: without }
    rows:
      - { variable: Age, means: [50.56 ± 9.12, 49.80 ± 8.83], p: 0.508 }
`

const isPaper = (name: string) => /\.(pdf|docx|html?|xml)$/i.test(name)

/** The numbers of a published paper held against each other: a transcript is typed, opened, or drafted from the paper. */
export default function AuditView() {
  const [text, setText] = useState(example)
  const [file, setFile] = useState('transcript.yaml')
  const [note, setNote] = useState('')
  const [found, setFound] = useState<AnswerOf<'audit'>>()
  const [fault, setFault] = useState<unknown>()
  const [waits, setWaits] = useState(false)
  const during = async (work: () => Promise<void>) => {
    setWaits(true)
    setFault(undefined)
    try {
      await work()
    } catch (error) {
      setFault(error)
    }
    setWaits(false)
  }
  const open = (given: File) =>
    during(async () => {
      setFound(undefined)
      if (!isPaper(given.name)) {
        setText(await given.text())
        setFile(given.name)
        return setNote('')
      }
      const drafted = await ask('draftOfPaper', { bytes: new Uint8Array(await given.arrayBuffer()), file: given.name })
      setText(drafted.transcript)
      setFile('transcript.yaml')
      setNote(drafted.note)
    })
  const check = () => during(async () => setFound(await ask('audit', { text, file })))
  const grades = [...new Set(found?.findings.map(({ grade }) => grade) ?? [])]
  return (
    <div class="two-columns">
      <form
        aria-labelledby="transcript"
        onSubmit={(event) => {
          event.preventDefault()
          void check()
        }}
      >
        <h2 id="transcript">{t('Transcript of a paper')}</h2>
        <p class="row">
          <label>
            {t('Open a transcript (YAML), or a paper (PDF, Word, HTML, XML) to draft one from')}{' '}
            <input
              type="file"
              accept=".yaml,.yml,.pdf,.docx,.html,.htm,.xml"
              onChange={(event) => event.currentTarget.files?.[0] && open(event.currentTarget.files[0])}
            />
          </label>
        </p>
        {note && (
          <details>
            <summary>
              {t('What was read of the paper; hold the draft against it and delete the line `draft: true`')}
            </summary>
            <pre class="log">{note}</pre>
          </details>
        )}
        <label>
          <span class="hidden">{t('Transcript of a paper')}</span>
          <textarea
            class="transcript"
            spellcheck={false}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <p class="row">
          <button type="submit" disabled={waits}>
            {t('Check the numbers')}
          </button>
          <SaveButton name={file} what="YAML" type="text/yaml" of={t('Transcript of a paper')} content={() => text} />
          {waits && <span role="status">{t('Computing…')}</span>}
        </p>
        {fault !== undefined && <FaultNotice fault={fault} />}
      </form>
      {found && (
        <section aria-labelledby="findings">
          <h2 id="findings">
            {found.title}:{' '}
            {t('{n} examined, {findings} findings', { n: found.examined, findings: found.findings.length })}
          </h2>
          <p class="row">
            <SaveButton name="audit.html" what="HTML" type="text/html" of={found.title} content={() => found.html} />
            <SaveButton
              name="audit.docx"
              what="Word"
              type="application/vnd.openxmlformats-officedocument.wordprocessingml.document"
              of={found.title}
              content={() => new Uint8Array(found.docx)}
            />
            <SaveButton
              name="audit.json"
              what="JSON"
              type="application/json"
              of={found.title}
              content={() => found.json}
            />
            <SaveButton
              name="letter.txt"
              what={t('letter')}
              type="text/plain"
              of={found.title}
              content={() => found.letter}
            />
          </p>
          {grades.map((grade) => (
            <div key={grade}>
              <h3>{t(grade)}</h3>
              <ul class="fault-list">
                {found.findings
                  .filter((one) => one.grade === grade)
                  .map((one) => (
                    <li key={one.number}>
                      <strong>{one.number}</strong> {one.statement}
                    </li>
                  ))}
              </ul>
            </div>
          ))}
        </section>
      )}
    </div>
  )
}
