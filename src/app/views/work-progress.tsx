import { useEffect, useState } from 'preact/hooks'
import { secondsLeft, type WorkState } from '../browser/use-work.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { LogLines } from '../shared/log-lines.tsx'
import { t } from '../words.ts'

/** How far the work is, what it has said, and how to stop it. */
export function WorkProgress({ state, onCancel }: { state: WorkState; onCancel: () => void }) {
  const { doing, running, stages, lines, result, fault } = state
  const [now, setNow] = useState(0)
  useEffect(() => {
    if (!running) return
    const clock = setInterval(() => setNow(performance.now()), 1000)
    return () => clearInterval(clock)
  }, [running])
  if (!doing) return null
  const ended = fault !== undefined ? 'failed' : result?.faults ? 'done; the data has faults, which are listed' : 'done'
  return (
    <section aria-labelledby="work">
      <h2 id="work">
        {t(doing)}: {t(running ? 'running' : result || fault !== undefined ? ended : 'cancelled')}
      </h2>
      {running && (
        <button type="button" onClick={onCancel}>
          {t('Cancel')}
        </button>
      )}
      {fault !== undefined && <FaultNotice fault={fault} />}
      {stages.map((stage) => {
        const left = running ? secondsLeft(stage, now) : undefined
        return (
          <p key={stage.name} class="stage">
            <label>
              {stage.name} <progress value={stage.done} max={stage.total} />
            </label>{' '}
            {stage.done} / {stage.total}
            {left !== undefined && left >= 0 && ` · ${t('about {time} left', { time: duration(left) })}`}
          </p>
        )
      })}
      {lines.length > 0 && <LogLines lines={lines} />}
    </section>
  )
}

export const duration = (seconds: number) => (seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`)
