import { problem } from './problem.ts'

// Audit
export const TranscriptFault = problem(
  'NS-AUD-01',
  (file: string, faults: string[]) => `${file}: ${faults.join('\n  ')}`,
  'Mend these lines; docs/audit.md tells how a paper is transcribed and has a template.',
)
