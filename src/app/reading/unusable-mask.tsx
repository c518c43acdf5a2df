import { useState } from 'preact/hooks'
import type { Session } from '../editor/session.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { labelsIn } from '../viewer/labels.ts'
import type { Stage } from '../viewer/scene.ts'
import { t } from '../words.ts'
import { carriedMask, type UnusableMask } from './open-case.ts'

/** Why the mask that is there cannot be drawn on; it stays as it is until another is saved over it. */
export function UnusableMaskNotice(props: UnusableMask & { stage: Stage; session: Session }) {
  const { fault, elsewhere, stage, session } = props
  const [closed, setClosed] = useState(false)
  const [said, setSaid] = useState('')
  if (closed) return null
  const carry = () => {
    const { scene } = stage
    const { mask, outside } = carriedMask(elsewhere!, scene.image)
    if (session.change('carry', () => mask)) {
      scene.labels = labelsIn(scene.mask, elsewhere!.segments)
      setClosed(true)
    }
    setSaid(t('{share}% of it lies outside this image.', { share: Math.round(100 * outside) }))
    stage.changed()
  }
  return (
    <>
      <FaultNotice fault={fault} />
      <p class="row fault">
        {t('Here an empty mask is shown. The file stays as it is until you draw and save.')}
        {elsewhere && (
          <button type="button" onClick={carry}>
            {t('Bring its regions onto this image')}
          </button>
        )}
        <button type="button" onClick={() => setClosed(true)}>
          {t('Draw anew')}
        </button>
        <span role="status">{said}</span>
      </p>
    </>
  )
}
