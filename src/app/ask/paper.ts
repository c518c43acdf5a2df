import { auditPaper } from '../../audit/audit.ts'
import { auditLetter } from '../../audit/letter.ts'
import { auditReport } from '../../audit/page.ts'
import { readTranscript } from '../../audit/read-transcript.ts'
import { draftTranscript, readPaper } from '../../audit/reading/index.ts'
import { reportHtml } from '../../report/html/html.ts'
import { reportDocx } from '../../report/word/word.ts'

declare const NOMOSCOPE_VERSION: string

/** The numbers of a paper held against each other; the files are those of `nomoscope audit`. Throws TranscriptFault. */
export async function audit({ text, file }: { text: string; file: string }) {
  const transcript = readTranscript(text, file)
  const found = auditPaper(transcript)
  const report = auditReport(transcript, found, NOMOSCOPE_VERSION)
  const record = {
    format: 'nomoscope-audit/1',
    version: NOMOSCOPE_VERSION,
    notice: 'Research use only, not a medical device.',
    transcript: file,
    title: transcript.title,
    ...found,
  }
  return {
    title: transcript.title,
    findings: found.findings,
    examined: found.checks.reduce((sum, check) => sum + check.examined, 0),
    html: reportHtml(report, {}),
    docx: new Uint8Array(await reportDocx(report, {})),
    json: `${JSON.stringify(record, null, 1)}\n`,
    letter: auditLetter(transcript, found),
  }
}

/** A transcript drafted from the paper itself, to be held against it. */
export async function draftOfPaper({ bytes, file }: { bytes: Uint8Array; file: string }) {
  return draftTranscript(await readPaper(bytes, file), file)
}
