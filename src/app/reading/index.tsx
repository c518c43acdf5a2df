import type { Me } from '../server-client.ts'
import type { Workplace } from '../workplace.ts'
import { CasePage } from './case-page.tsx'
import { WorkList } from './work-list.tsx'

/** The Reading view: the list of cases, or one of them; a reader has no more of the study than this. */
export default function ReadingView(props: { values: Record<string, string>; me: Me; work?: Workplace }) {
  const { values, me, work } = props
  const study = work?.address ?? values.study ?? 'study.yaml'
  const owner = me.role === 'owner'
  const reader = me.role === 'owner' ? values.reader : me.reader
  const { patient, sequence } = values
  if (patient && sequence)
    return (
      <CasePage study={study} patient={patient} sequence={sequence} reader={reader} version={me.version} work={work} />
    )
  const user = me.role === 'owner' ? me.name : undefined
  return <WorkList study={study} reader={reader} owner={owner} user={user} work={work} />
}
