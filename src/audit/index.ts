// The consistency of the numbers that a published paper prints.
export { type Audit, auditPaper, type Finding } from './audit.ts'
export type { Check, Examination, Grade } from './examination.ts'
export { auditLetter } from './letter.ts'
export { auditReport } from './page.ts'
export { readTranscript } from './read-transcript.ts'
export { type Transcript, transcriptSchema } from './transcript.ts'
