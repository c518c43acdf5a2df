import { problem } from './problem.ts'

// Audit
export const TranscriptFault = problem(
  'NS-AUD-01',
  (file: string, faults: string[]) => `${file}: ${faults.join('\n  ')}`,
  'Mend these lines; docs/audit.md says how a paper is transcribed and has a template.',
)

export const UnreadablePaper = problem(
  'NS-AUD-02',
  (file: string, why: string) => `${file} cannot be read as a paper: ${why}.`,
  'Give a PDF with text, a Word file (.docx), HTML, or JATS XML from PubMed Central; or type the transcript as docs/audit.md describes.',
)
