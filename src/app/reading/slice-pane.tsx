import { useLayoutEffect, useRef } from 'preact/hooks'
import { pointerTools } from '../editor/pointer-tools.ts'
import type { Session } from '../editor/session.ts'
import type { PlaneName } from '../viewer/planes.ts'
import type { Stage } from '../viewer/scene.ts'
import { sliceView } from '../viewer/slice-view.ts'
import { t } from '../words.ts'

export interface SlicePaneProps {
  stage: Stage
  session: Session
  name: PlaneName
  onFocus: () => void
  onSettled: () => void
}

/** One plane on a canvas that takes the size of its place. */
export function SlicePane({ stage, session, name, onFocus, onSettled }: SlicePaneProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  // With the canvas itself: a click or a drawing before it would be lost.
  useLayoutEffect(() => {
    const element = canvas.current!
    const tools = pointerTools(element, stage, session, name, onSettled)
    const view = sliceView(element, stage.scene, name, tools.ghost)
    const stop = stage.onDraw(view.draw)
    const fit = () => {
      const { width, height } = element.parentElement!.getBoundingClientRect()
      view.resize(width, height, devicePixelRatio)
      view.draw()
    }
    const watcher = new ResizeObserver(fit)
    watcher.observe(element.parentElement!)
    return () => {
      watcher.disconnect()
      stop()
      tools.detach()
    }
  }, [stage, session, name])
  return (
    <div class="pane">
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={t('{plane} slices', { plane: t(name) })}
        onFocus={onFocus}
      />
    </div>
  )
}
