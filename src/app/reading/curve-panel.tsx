import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import {
  type CurveThresholds,
  curveChanges,
  curveType,
  type Dynamic,
  timeSignalCurve,
} from '../../image/sequences/dynamic.ts'
import type { Session } from '../editor/session.ts'
import { type Stage, showPhase } from '../viewer/scene.ts'
import { t } from '../words.ts'

/** The levels of the form's item, by the number of the curve's type. */
export const curveTypes = [undefined, 'persistent', 'plateau', 'washout'] as const
const names = ['no enhancement', 'I (persistent)', 'II (plateau)', 'III (washout)']
/** Milliseconds that a phase is shown for. */
const step = 350

interface CurvePanelProps {
  stage: Stage
  session: Session
  dynamic: Dynamic
  thresholds: CurveThresholds
  /** Told the region's curve type, by its number; undefined while there is none. */
  onType: (type: number | undefined) => void
  onSettled: () => void
}

/** Time–signal curves of the voxel at the cursor and of the region, their types, and the phases played as a film. */
export function CurvePanel({ stage, session, dynamic, thresholds, onType, onSettled }: CurvePanelProps) {
  const { scene } = stage
  const { phases, times } = dynamic
  const { label } = session.settings
  const [, setFrame] = useState(0)
  const [region, setRegion] = useState<number[]>()
  const [plays, setPlays] = useState(false)
  useLayoutEffect(() => stage.onDraw(() => setFrame((frame) => frame + 1)), [stage])
  // Measured once the hand rests, not with each dab.
  useEffect(() => {
    const timer = setTimeout(() => {
      const signal = timeSignalCurve(dynamic, { ...phases[0], pixelType: 'uint16', data: scene.mask }, label)
      const drawn = Number.isFinite(signal[0]) ? signal : undefined
      setRegion(drawn)
      onType(drawn && phases.length > 2 ? curveType(drawn, times, thresholds) : undefined)
    }, 250)
    return () => clearTimeout(timer)
  }, [scene.maskRevision, label, dynamic])
  useEffect(() => {
    if (!plays) return
    const timer = setInterval(() => {
      showPhase(scene, (scene.phase + 1) % scene.phases.length)
      stage.changed()
      onSettled()
    }, step)
    return () => clearInterval(timer)
  }, [plays, stage])
  const [i, j, k] = scene.cursor
  const [nx, ny] = phases[0].size
  const voxel = phases.map(({ data }) => data[i + nx * (j + ny * k)])
  const colour = scene.labels.find(({ value }) => value === label)?.rgb ?? [255, 255, 255]
  return (
    <section class="panel" aria-label={t('Time–signal curve')}>
      <Curves
        curves={[
          { signal: voxel, stroke: 'currentColor' },
          ...(region ? [{ signal: region, stroke: `rgb(${colour})` }] : []),
        ]}
        times={times}
      />
      <span class="note">
        {t('at the cursor')}: {said(voxel)}
      </span>
      <span class="note">
        {t('the region')}: {region ? said(region) : '–'}
      </span>
      <div class="row">
        <button type="button" aria-pressed={plays} onClick={() => setPlays(!plays)}>
          {t('Play the phases')}
        </button>
      </div>
    </section>
  )

  function said(signal: readonly number[]): string {
    if (phases.length < 3) return signal.map((value) => String(Math.round(value))).join(', ')
    const { enhancement, change } = curveChanges(signal, times, thresholds)
    const percent = (value: number) =>
      Number.isFinite(value) ? `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(0)} %` : '–'
    return t('{early} early, then {late}: {type}', {
      early: percent(enhancement),
      late: percent(change),
      type: t(names[curveType(signal, times, thresholds)]),
    })
  }
}

interface Curve {
  signal: readonly number[]
  stroke: string
}

/** Enhancement in percent of the first phase, over time where that is known. */
function Curves({ curves, times }: { curves: readonly Curve[]; times: readonly number[] | undefined }) {
  const [width, height] = [240, 84]
  const percents = curves.map(({ signal }) =>
    signal.map((value) => (signal[0] > 0 ? (100 * value) / signal[0] - 100 : 0)),
  )
  const most = Math.max(50, ...percents.flat())
  const least = Math.min(0, ...percents.flat())
  const count = curves[0].signal.length
  const at = (phase: number) =>
    times ? (times[phase] - times[0]) / (times[count - 1] - times[0]) : phase / (count - 1)
  const x = (phase: number) => 34 + at(phase) * (width - 42)
  const y = (percent: number) => 8 + ((most - percent) / (most - least)) * (height - 16)
  return (
    <svg class="curves" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('Enhancement over time')}>
      <line x1={34} x2={width - 8} y1={y(0)} y2={y(0)} stroke="currentColor" opacity={0.4} />
      {[most, 0].map((percent) => (
        <text key={percent} x={30} y={y(percent) + 4} text-anchor="end" font-size={11} fill="currentColor">
          {Math.round(percent)}
        </text>
      ))}
      {curves.map(({ stroke }, c) => (
        <polyline
          key={stroke}
          points={percents[c].map((percent, phase) => `${x(phase)},${y(percent)}`).join(' ')}
          fill="none"
          stroke={stroke}
          stroke-width={2}
        />
      ))}
    </svg>
  )
}
