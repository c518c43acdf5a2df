import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { curveThresholds, type Dynamic } from '../../image/index.ts'
import { openSession, type Session } from '../editor/session.ts'
import { actionOf, type KeyPreset } from '../keys/bindings.ts'
import { readings } from '../reading-client.ts'
import { linkTo } from '../route.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { type PlaneName, planeNames } from '../viewer/planes.ts'
import { openStage, type Stage } from '../viewer/scene.ts'
import { t } from '../words.ts'
import type { Workplace } from '../workplace.ts'
import { CurvePanel, curveTypes } from './curve-panel.tsx'
import { doAction, takeTool } from './do-action.ts'
import { KeySheet } from './key-sheet.tsx'
import { LabelPanel } from './label-panel.tsx'
import { openCase, openDynamic, type UnusableMask } from './open-case.ts'
import { openOverlay } from './open-overlay.ts'
import { OperationPanel } from './operation-panel.tsx'
import { type OverlayChoice, overlayChoices } from './overlay-choices.ts'
import { ReadingForm } from './reading-form.tsx'
import { SaveFiles } from './save-files.tsx'
import { isTaken, maskFile, openSaver, type Saved, type Saver } from './save-mask.ts'
import type { Case, ServedCase } from './server-images.ts'
import { SlicePane } from './slice-pane.tsx'
import { StatusBar } from './status-bar.tsx'
import { ToolBar } from './tool-bar.tsx'
import { UnusableMaskNotice } from './unusable-mask.tsx'
import { ViewPanel } from './view-panel.tsx'

/** A case that is open for drawing. */
interface Opened {
  stage: Stage
  session: Session
  saver: Saver
  served: ServedCase
  overlays: OverlayChoice[]
  unusable?: UnusableMask
  recovered: number
  note?: string
}

const presetKey = 'nomoscope-keys'

/** One patient's images, the tools to draw on them, and the form beside them. */
export function CasePage(which: Case & { version: string; work?: Workplace }) {
  const { study, patient, sequence, reader, version, work } = which
  const [opened, setOpened] = useState<Opened>()
  const [fault, setFault] = useState<unknown>()
  const [saved, setSaved] = useState<Saved>({ state: 'saved' })
  const [preset, setPreset] = useState<KeyPreset>(() => (localStorage.getItem(presetKey) as KeyPreset) || 'ITK-SNAP')
  // How often the patient was taken over from another page.
  const [over, setOver] = useState(0)
  const [sheet, setSheet] = useState(false)
  const [view, setView] = useState<PlaneName>('axial')
  const [, settle] = useState(0)
  const onSettled = () => settle((count) => count + 1)
  const changed = useRef(false)
  const last = useRef<Saver | undefined>(undefined)
  const [dynamic, setDynamic] = useState<Dynamic>()
  const [type, setType] = useState<number>()

  useEffect(() => {
    let current = true
    setOpened(undefined)
    setDynamic(undefined)
    setType(undefined)
    const start = async () => {
      // While the case is open it is this page's, also when nothing is drawn.
      await readings.hold(study, patient, reader, over > 0)
      await last.current?.settled()
      const [{ served, scene, unusable, recovered, note }, list] = await Promise.all([
        openCase(which),
        readings.reading(study, reader),
      ])
      if (!current) return
      const stage = openStage(scene)
      const saver = openSaver(which, {
        maskBytes: () => maskFile(scene, served, served.description.mask, version),
        tell: setSaved,
        onTaken,
      })
      last.current = saver
      const session = openSession(stage, (tool, edit) => {
        changed.current = true
        saver.stroke(tool, edit)
        onSettled()
      })
      changed.current = recovered > 0
      setSaved({ state: recovered > 0 ? 'drawn' : 'saved' })
      const sequences = list.cases.find((one) => one.patient === patient)?.sequences ?? []
      const overlays = overlayChoices(which, served, sequences)
      setOpened({ stage, session, saver, served, overlays, unusable, recovered, note })
      const dynamic = await openDynamic(served)
      if (!current || !dynamic) return
      const { phases } = dynamic
      scene.phases = phases.every(({ size }) => String(size) === String(scene.image.size)) ? phases : scene.phases
      const shown = scene.phases.findIndex(({ data }) => data.every((value, i) => value === scene.image.data[i]))
      if (shown < 0) scene.phases = [scene.image, ...scene.phases]
      scene.phase = Math.max(0, shown)
      if (phases.every(({ size }) => String(size) === String(scene.image.size))) setDynamic(dynamic)
    }
    start().catch((found) => current && setFault(found))
    return () => {
      current = false
    }
  }, [study, patient, sequence, reader, over])

  // What this page shows is not what the other has written since: it is opened anew, and its mask is not saved.
  const onTaken = (found: unknown) => {
    changed.current = false
    setOpened(undefined)
    setFault(found)
  }
  const save = async () => {
    if (!opened) return false
    if (!changed.current) return true
    // Before the waiting: a stroke that is drawn meanwhile marks it again.
    changed.current = false
    const done = await opened.saver.save()
    // What is computed of the region is computed anew.
    if (done) work?.changed()
    else changed.current = true
    return done
  }

  useEffect(() => {
    if (!opened) return
    // A server that was away may be there again.
    const hold = () =>
      readings.hold(study, patient, reader).then(
        () => setFault(undefined),
        (found) => (isTaken(found) ? onTaken(found) : setFault(found)),
      )
    const leave = () => readings.release(study, patient, reader).catch(() => {})
    const timer = setInterval(hold, 20_000)
    addEventListener('pagehide', leave)
    return () => {
      clearInterval(timer)
      removeEventListener('pagehide', leave)
      save().then(leave)
    }
  }, [opened])

  // With what it is for: a key pressed before it would be lost.
  useLayoutEffect(() => {
    if (!opened) return
    const { stage, session } = opened
    const press = (event: KeyboardEvent) => {
      if ((event.target as HTMLElement).closest('input, select, textarea, dialog')) return
      if (event.key === ' ' && (event.target as HTMLElement).closest('button, a')) return
      if (event.key === 'Enter' && !session.outline) return
      const action = actionOf(preset, event, session.outline !== undefined)
      if (!action) return
      event.preventDefault()
      if (action === 'keys') setSheet(true)
      else if (action === 'save') save()
      else doAction(action, stage, session, view, event.shiftKey)
      onSettled()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [opened, preset, view])

  if (!opened && fault === undefined)
    return (
      <p role="status">
        {t('Opening')} {patient}…
      </p>
    )
  if (!opened)
    return (
      <>
        <FaultNotice fault={fault} />
        {isTaken(fault) && (
          <button
            type="button"
            onClick={() => {
              setFault(undefined)
              setOver((times) => times + 1)
            }}
          >
            {t('Take it over from the other page')}
          </button>
        )}
      </>
    )
  const { stage, session, served, overlays } = opened
  const acts = (action: Parameters<typeof doAction>[0]) => () => {
    doAction(action, stage, session, view, false)
    onSettled()
  }
  const choosePreset = (chosen: KeyPreset) => {
    localStorage.setItem(presetKey, chosen)
    setPreset(chosen)
  }
  const shown = stage.scene.alone ? [stage.scene.alone] : planeNames
  return (
    <div class="case">
      <div class="bar">
        <a href={linkTo('reading', { study, reader })}>{t('Cases')}</a>
        <h2>
          {patient} · {sequence}
        </h2>
        <ToolBar
          session={session}
          preset={preset}
          onTool={(tool) => {
            takeTool(session, tool, stage)
            onSettled()
          }}
          onUndo={acts('undo')}
          onRedo={acts('redo')}
          onSave={save}
          onKeys={() => setSheet(true)}
        />
      </div>
      {/* Above the images, which must not move under the hand. */}
      <div class="over-panes">
        {fault !== undefined && <FaultNotice fault={fault} />}
        {saved.state === 'failed' && <FaultNotice fault={saved.fault} />}
        {opened.unusable && <UnusableMaskNotice {...opened.unusable} stage={stage} session={session} />}
      </div>
      {opened.note && <p class="note">{opened.note}</p>}
      {opened.recovered > 0 && (
        <p class="note" role="status">
          {t('{n} strokes were drawn after the mask was saved last; they are here again.', { n: opened.recovered })}{' '}
          {t('One that was not finished is lost.')}
        </p>
      )}
      <div class={`panes${stage.scene.alone ? ' alone' : ''}`}>
        {shown.map((name) => (
          <SlicePane
            key={name}
            stage={stage}
            session={session}
            name={name}
            onFocus={() => setView(name)}
            onSettled={onSettled}
          />
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than the window is scrolled by the keyboard */}
      <aside class="side drawing-tools" tabIndex={0} aria-label={t('Settings and form')}>
        <LabelPanel stage={stage} session={session} onSettled={onSettled} />
        <OperationPanel stage={stage} session={session} view={view} onSettled={onSettled} />
        {dynamic && (
          <CurvePanel
            stage={stage}
            session={session}
            dynamic={dynamic}
            thresholds={served.description.curve ?? curveThresholds}
            onType={setType}
            onSettled={onSettled}
          />
        )}
        <ReadingForm
          study={study}
          patient={patient}
          reader={reader}
          proposed={{ tic: type === undefined ? undefined : curveTypes[type] }}
          onDone={save}
          onTaken={onTaken}
        />
        <ViewPanel
          stage={stage}
          preset={preset}
          overlays={overlays}
          onOverlay={(choice) => openOverlay(choice, { study, patient, sequence, reader }, stage.scene, work?.place)}
          mapped={work && { work, patient, sequence, reader, onSave: save }}
          onPreset={choosePreset}
          onSettled={onSettled}
        />
        <SaveFiles stage={stage} served={served} patient={patient} sequence={sequence} version={version} />
      </aside>
      <StatusBar stage={stage} session={session} saved={saved} />
      {sheet && <KeySheet preset={preset} onClose={() => setSheet(false)} />}
    </div>
  )
}
