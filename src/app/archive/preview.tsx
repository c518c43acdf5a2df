import { useEffect, useRef, useState } from 'preact/hooks'
import { type ArchiveAccess, type PickedSeries, server } from '../server-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { greys } from '../viewer/slice-pixels.ts'
import { t } from '../words.ts'

/** A picture of a series as the archive has it; nothing of it is kept. */
export function Preview({ access, series }: { access: ArchiveAccess; series: PickedSeries }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [said, setSaid] = useState(t('Asking the archive…'))
  const [fault, setFault] = useState<unknown>()
  useEffect(() => {
    server.preview(access, series).then((picture) => {
      if (!picture) return setSaid(t('It has no picture that can be shown.'))
      setSaid('')
      const { width, height } = picture
      const pixels = Uint32Array.from(picture.greys, (grey) => greys[grey])
      const target = canvas.current!
      target.width = width
      target.height = height
      target.getContext('2d')!.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0)
    }, setFault)
  }, [])
  const { description, patient, number } = series
  const title = t('Series {number} of {patient}: {description}', { number, patient, description })
  return (
    <figure class="preview">
      {fault !== undefined ? (
        <FaultNotice fault={fault} />
      ) : (
        <canvas ref={canvas} role="img" aria-label={title} hidden={said !== ''} />
      )}
      <figcaption aria-live="polite">{said || title}</figcaption>
    </figure>
  )
}
