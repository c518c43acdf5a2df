import { WorkList } from '../reading/work-list.tsx'
import type { Workplace } from '../workplace.ts'
import { Agreement } from './agreement.tsx'
import { CompareCase } from './compare-case.tsx'

/** The owner's view once both have read: agreement over all patients, or one patient's outlines. */
export default function ConsensusView({ values, work }: { values: Record<string, string>; work: Workplace }) {
  const study = work.address
  const { patient, sequence } = values
  if (patient && sequence) return <CompareCase work={work} patient={patient} sequence={sequence} />
  return (
    <>
      <Agreement work={work} />
      <WorkList study={study} reader="consensus" owner={false} view="consensus" />
    </>
  )
}
