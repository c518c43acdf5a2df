import { WorkList } from '../reading/work-list.tsx'
import type { Workplace } from '../workplace.ts'
import { Agreement } from './agreement.tsx'
import { CompareCase } from './compare-case.tsx'

/** The owner's view once both have read: agreement over all patients, or one patient's outlines. */
export default function ConsensusView({ values, work }: { values: Record<string, string>; work: Workplace }) {
  const study = work.address
  const { patient, sequence, first, second } = values
  if (patient && sequence) {
    const pair: [string, string] | undefined = first && second ? [first, second] : undefined
    return <CompareCase key={`${first} ${second}`} work={work} patient={patient} sequence={sequence} pair={pair} />
  }
  return (
    <>
      <Agreement work={work} />
      <WorkList study={study} reader="consensus" owner={false} view="consensus" />
    </>
  )
}
