import { existsSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { auditPaper } from '../audit/audit.ts'
import { grades } from '../audit/examination.ts'
import { auditLetter } from '../audit/letter.ts'
import { auditReport } from '../audit/page.ts'
import { readTranscript } from '../audit/read-transcript.ts'
import { draftTranscript, isPaper, maximumBytes, readPaper } from '../audit/reading/index.ts'
import { FileNotFound, OutputExists } from '../errors/index.ts'
import { readNamed, readNamedText } from '../jobs/read-named.node.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { reportHtml } from '../report/html/html.ts'
import { reportDocx } from '../report/word/word.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

export interface AuditOptions {
  out?: string
  overwrite?: boolean
}

/** `nomoscope audit`: what cannot be true together in a paper's numbers; writes audit.html, .docx, .json and letter.txt. */
export async function audit(path: string, options: AuditOptions, terminal: Terminal): Promise<void> {
  if (!existsSync(path)) throw FileNotFound(path)
  const folder =
    options.out ?? join(dirname(path), `${basename(path, extname(path))}-${isPaper(path) ? 'transcript' : 'audit'}`)
  if (existsSync(folder) && !options.overwrite) throw OutputExists(folder)
  if (isPaper(path)) return draft(path, folder, terminal)
  const transcript = readTranscript(await readNamedText(path), path)
  const found = auditPaper(transcript)
  const report = auditReport(transcript, found, NOMOSCOPE_VERSION)
  const write = (name: string, content: string | Uint8Array) => writeAtomically(join(folder, name), content)
  await write('audit.html', reportHtml(report, {}))
  await write('audit.docx', await reportDocx(report, {}))
  const notice = 'Research use only, not a medical device.'
  const record = {
    format: 'nomoscope-audit/1',
    version: NOMOSCOPE_VERSION,
    notice,
    transcript: basename(path),
    title: transcript.title,
    ...found,
  }
  await write('audit.json', `${JSON.stringify(record, null, 1)}\n`)
  await write('letter.txt', auditLetter(transcript, found))
  const counts = grades.map((grade) => `${found.findings.filter((finding) => finding.grade === grade).length} ${grade}`)
  const examined = found.checks.reduce((sum, check) => sum + check.examined, 0)
  terminal.say(`${examined} examined: ${counts.join(', ')}`)
  terminal.result(join(folder, 'audit.html'))
}

/** A transcript to be checked, drafted from the paper itself, and a note of what was read. */
async function draft(path: string, folder: string, terminal: Terminal): Promise<void> {
  const paper = await readPaper(await readNamed(path, maximumBytes), path)
  const { transcript, note } = draftTranscript(paper, basename(path))
  const target = join(folder, 'transcript.yaml')
  await writeAtomically(target, transcript)
  await writeAtomically(join(folder, 'reading.txt'), note)
  terminal.say(note.trimEnd())
  terminal.say(`Hold the draft against the paper, delete its line "draft: true", then: nomoscope audit ${target}`)
  terminal.result(target)
}
