import { useState } from 'preact/hooks'
import type { PlacedFault } from '../ask/cohort.ts'
import { FaultText } from '../shared/fault-notice.tsx'
import { t } from '../words.ts'

const most = 100

/** What is wrong in the table and how it was read, with its place. */
export function FaultList({
  faults,
  onShow,
}: {
  faults: readonly PlacedFault[]
  onShow: (fault: PlacedFault) => void
}) {
  const [notes, setNotes] = useState(false)
  const shown = faults.filter(({ severity }) => notes || severity === 'error')
  return (
    <div>
      <p>
        <label>
          <input type="checkbox" checked={notes} onChange={(event) => setNotes(event.currentTarget.checked)} />{' '}
          {t('Also what was read without doubt')}
        </label>
      </p>
      {shown.length === 0 && <p>{t('Nothing is wrong in the table.')}</p>}
      <ul class="fault-list">
        {shown.slice(0, most).map((one, i) => (
          <li key={i} class={one.severity}>
            <strong>{one.code}</strong>{' '}
            {[one.row && t('row {n}', { n: one.row }), one.patient, one.column].filter(Boolean).join(', ')}
            <br />
            <FaultText code={one.code} message={one.what} remedy={one.repair} />{' '}
            {one.patient && (
              <button type="button" class="small" onClick={() => onShow(one)}>
                {t('Show')}
                <span class="hidden"> {one.patient}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {shown.length > most && <p>{t('and {n} more', { n: shown.length - most })}</p>}
    </div>
  )
}
