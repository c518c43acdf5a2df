import { useEffect, useState } from 'preact/hooks'
import { WorkList } from '../reading/work-list.tsx'
import { server } from '../server-client.ts'
import { studyFiles } from '../study-files.ts'
import { Agreement } from './agreement.tsx'
import { CompareCase } from './compare-case.tsx'

/** The owner's view once both have read: agreement over all patients, or one patient's outlines. */
export default function ConsensusView({ values }: { values: Record<string, string> }) {
  const [found, setFound] = useState<string>()
  useEffect(() => {
    if (!values.study) server.list('.').then((entries) => setFound(studyFiles(entries)[0] ?? 'study.yaml'))
  }, [values.study])
  const study = values.study ?? found
  if (!study) return null
  const { patient, sequence } = values
  if (patient && sequence) return <CompareCase study={study} patient={patient} sequence={sequence} />
  return (
    <>
      <Agreement study={study} />
      <WorkList study={study} reader="consensus" owner={false} view="consensus" />
    </>
  )
}
