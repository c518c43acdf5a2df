import { useRef, useState } from 'preact/hooks'
import type { KeyPreset } from '../keys/bindings.ts'
import { Computing } from '../shared/computing.tsx'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { Field, NumberField, Slider } from '../shared/field.tsx'
import { fitAll, middleOf, type Overlay, overlayValue, type Stage, showPhase } from '../viewer/scene.ts'
import { autoWindow, windowPresets } from '../viewer/window-level.ts'
import { t } from '../words.ts'
import { FeatureMapPanel, type FeatureMapPanelProps } from './feature-map-panel.tsx'
import type { OverlayChoice } from './overlay-choices.ts'

interface ViewPanelProps {
  stage: Stage
  preset: KeyPreset
  overlays: OverlayChoice[]
  /** Opens one of them. */
  onOverlay: (choice: OverlayChoice) => Promise<Overlay>
  /** Where features of the region can be mapped: how that is asked for. */
  mapped?: Omit<FeatureMapPanelProps, 'stage' | 'onMap'>
  onPreset: (preset: KeyPreset) => void
  onSettled: () => void
}

/** Window, phase, overlay and opacity. */
export function ViewPanel({ stage, preset, overlays, onOverlay, mapped, onPreset, onSettled }: ViewPanelProps) {
  const { scene } = stage
  const [fault, setFault] = useState<unknown>()
  const [waits, setWaits] = useState(false)
  const [maps, setMaps] = useState<Overlay[]>([])
  const settle = (change: () => void) => {
    change()
    stage.changed()
    onSettled()
  }
  const asked = useRef('')
  const overlay = async (name: string) => {
    asked.current = name
    setFault(undefined)
    const choice = overlays.find((one) => one.name === name)
    setWaits(choice !== undefined)
    try {
      const opened = choice ? await onOverlay(choice) : maps.find((one) => one.name === name)
      if (asked.current === name) settle(() => (scene.overlay = opened))
    } catch (found) {
      if (asked.current === name) setFault(found)
    } finally {
      if (asked.current === name) setWaits(false)
    }
  }
  const addMap = (map: Overlay) => {
    setMaps((known) => [...known.filter(({ name }) => name !== map.name), map])
    settle(() => {
      scene.overlay = map
      if (overlayValue(map, scene.cursor) === undefined) scene.cursor = middleOf(map)
      scene.overlayShown = true
      // Of the region the outline stays, as its inside would hide the map.
      scene.opacity = 0
    })
  }
  return (
    <section class="panel" aria-label={t('View')}>
      <Field name="Window">
        <select
          value=""
          onChange={(event) => {
            const { value } = event.currentTarget
            settle(() => (scene.window = value === 'auto' ? autoWindow(scene.image.data) : { ...windowPresets[value] }))
            event.currentTarget.value = ''
          }}
        >
          <option value="" disabled>
            {t('choose')}
          </option>
          <option value="auto">{t('automatic')}</option>
          {Object.keys(windowPresets).map((name) => (
            <option key={name} value={name}>
              {t(name)} (HU)
            </option>
          ))}
        </select>
      </Field>
      <NumberField
        name="black"
        step={scene.extent / 200}
        value={scene.window.low}
        onValue={(low) => settle(() => low < scene.window.high && (scene.window = { ...scene.window, low }))}
      />
      <NumberField
        name="white"
        step={scene.extent / 200}
        value={scene.window.high}
        onValue={(high) => settle(() => high > scene.window.low && (scene.window = { ...scene.window, high }))}
      />
      {scene.phases.length > 1 && (
        <Slider
          name={t('Phase {n} of {all}', { n: scene.phase + 1, all: scene.phases.length })}
          most={scene.phases.length - 1}
          value={scene.phase}
          onValue={(phase) => settle(() => showPhase(scene, phase))}
        />
      )}
      <Slider
        name="Mask opacity"
        most={1}
        step={0.05}
        value={scene.opacity}
        onValue={(value) => settle(() => (scene.opacity = value))}
      />
      {overlays.length + maps.length > 0 && (
        <Field name="Overlay">
          <select value={scene.overlay?.name ?? ''} onChange={(event) => overlay(event.currentTarget.value)}>
            <option value="">{t('none')}</option>
            {[...overlays, ...maps].map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </Field>
      )}
      {waits && (
        <p>
          <Computing />
        </p>
      )}
      {scene.overlay && (
        <Slider
          name="Overlay opacity"
          most={1}
          step={0.05}
          value={scene.overlayOpacity}
          onValue={(value) => settle(() => (scene.overlayOpacity = value))}
        />
      )}
      {mapped && <FeatureMapPanel {...mapped} stage={stage} onMap={addMap} />}
      <div class="row">
        <button type="button" onClick={() => settle(() => fitAll(scene))}>
          {t('Fit')}
        </button>
        <Field name="Keys of">
          <select value={preset} onChange={(event) => onPreset(event.currentTarget.value as KeyPreset)}>
            <option>ITK-SNAP</option>
            <option>3D Slicer</option>
          </select>
        </Field>
      </div>
      {fault !== undefined && <FaultNotice fault={fault} />}
    </section>
  )
}
