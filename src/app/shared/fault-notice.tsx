/** What went wrong, and what to do about it: a fault of the server or a problem that a stage names. */
export function FaultNotice({ fault }: { fault: unknown }) {
  const { code, remedy } = (fault ?? {}) as { code?: unknown; remedy?: unknown }
  return (
    <div class="fault" role="alert">
      <p>
        {typeof code === 'string' && code && <strong>{code} </strong>}
        {fault instanceof Error ? fault.message : String(fault)}
      </p>
      {typeof remedy === 'string' && remedy && <p class="note">{remedy}</p>}
    </div>
  )
}
