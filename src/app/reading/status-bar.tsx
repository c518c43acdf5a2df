import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { toPoint } from '../../image/grid/geometry.ts'
import { measureRegion, type RegionMeasures } from '../editor/measure.ts'
import type { Session } from '../editor/session.ts'
import { overlayValue, type Stage } from '../viewer/scene.ts'
import { shortNumber } from '../viewer/short-number.ts'
import { t } from '../words.ts'
import type { Saved } from './save-mask.ts'

/** Where the cursor is, what is there, how large the region is, and whether all of it is saved. */
export function StatusBar({ stage, session, saved }: { stage: Stage; session: Session; saved: Saved }) {
  const [, setFrame] = useState(0)
  const [measures, setMeasures] = useState<RegionMeasures>()
  const { scene } = stage
  useLayoutEffect(() => stage.onDraw(() => setFrame((frame) => frame + 1)), [stage])
  // Counted once the hand rests, not with each dab.
  useEffect(() => {
    const timer = setTimeout(
      () => setMeasures(measureRegion(scene.image, scene.image.data, scene.mask, session.settings.label)),
      200,
    )
    return () => clearTimeout(timer)
  }, [scene.maskRevision, session.settings.label, scene.image])
  const [i, j, k] = scene.cursor
  const at = i + scene.image.size[0] * (j + scene.image.size[1] * k)
  const { overlay } = scene
  const over = overlay && overlayValue(overlay, scene.cursor)
  const label = scene.labels.find(({ value }) => value === scene.mask[at])
  return (
    <div class="status">
      <span>
        {t('voxel {voxel} · {point} mm (LPS) · value {value}', {
          voxel: scene.cursor.join(' '),
          point: toPoint(scene.image, scene.cursor)
            .map((mm) => mm.toFixed(1))
            .join(' '),
          value: shortNumber(scene.image.data[at]),
        })}
        {label && ` · ${label.name}`}
      </span>
      {overlay && scene.overlayShown && (
        <span class="over">
          {overlay.name}: {over === undefined ? '–' : shortNumber(over)}
          {overlay.unit && ` ${overlay.unit}`} (
          {t('{low} to {high}', { low: shortNumber(overlay.window.low), high: shortNumber(overlay.window.high) })})
        </span>
      )}
      {measures && (
        <span>
          {t('{volume} cm³ · {voxels} voxels', {
            volume: shortNumber(measures.volume / 1000),
            voxels: measures.voxels,
          })}
          {measures.voxels > 0 &&
            ` · ${t('mean {mean} ± {sd} ({low} to {high})', {
              mean: shortNumber(measures.mean),
              sd: shortNumber(measures.deviation),
              low: shortNumber(measures.least),
              high: shortNumber(measures.most),
            })}`}
          {measures.voxels > 1 && <Histogram counts={measures.counts} />}
        </span>
      )}
      <span role="status" class={saved.state === 'failed' ? 'fault' : ''} data-saved={saved.state}>
        {t(saved.state === 'failed' ? 'NOT SAVED: trying again' : words[saved.state])}
      </span>
    </div>
  )
}

const words = { saved: 'saved', saving: 'saving…', drawn: 'every stroke is kept; the mask is written on Save' }

function Histogram({ counts }: { counts: number[] }) {
  const most = Math.max(...counts)
  return (
    <svg
      class="histogram"
      viewBox={`0 0 ${counts.length} 16`}
      width={96}
      height={18}
      preserveAspectRatio="none"
      role="img"
      aria-label={t('Histogram of the region')}
    >
      {counts.map((count, i) => (
        <rect key={i} x={i} width={1} y={16 - (16 * count) / most} height={(16 * count) / most} fill="currentColor" />
      ))}
    </svg>
  )
}
