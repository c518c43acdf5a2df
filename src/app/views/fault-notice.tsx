import { ServerFault } from '../server-client.ts'

/** What went wrong, and what to do about it. */
export function FaultNotice({ fault }: { fault: unknown }) {
  const known = fault instanceof ServerFault ? fault : undefined
  return (
    <div class="fault" role="alert">
      <p>
        {known?.code && <strong>{known.code} </strong>}
        {fault instanceof Error ? fault.message : String(fault)}
      </p>
      {known?.remedy && <p class="note">{known.remedy}</p>}
    </div>
  )
}
