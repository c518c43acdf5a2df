import { useEffect, useState } from 'preact/hooks'
import type { Visitor } from '../../server/guard.ts'
import { server } from '../server-client.ts'
import { studyFiles } from '../study-files.ts'
import { CasePage } from './case-page.tsx'
import { WorkList } from './work-list.tsx'

/** The Reading view: the list of cases, or one of them. */
export default function ReadingView({
  values,
  me,
}: {
  values: Record<string, string>
  me: Visitor & { version: string }
}) {
  const [found, setFound] = useState(values.study)
  const owner = me.role === 'owner'
  useEffect(() => {
    if (values.study) setFound(values.study)
    else if (!owner) setFound('study.yaml')
    else server.list('.').then((entries) => setFound(studyFiles(entries)[0] ?? 'study.yaml'))
  }, [values.study, owner])
  const study = values.study ?? found
  if (!study) return null
  const reader = owner ? values.reader : undefined
  const { patient, sequence } = values
  if (patient && sequence)
    return <CasePage study={study} patient={patient} sequence={sequence} reader={reader} version={me.version} />
  return <WorkList study={study} reader={reader} owner={owner} />
}
