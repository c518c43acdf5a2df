import { fillBetween } from '../editor/fill-between.ts'
import type { Session, Tool } from '../editor/session.ts'
import type { Action } from '../keys/bindings.ts'
import { nearestVoxel } from '../viewer/placement.ts'
import type { PlaneName, ScreenAxis } from '../viewer/planes.ts'
import { centreOnCursor, fitAll, moveSlice, type Stage, showPhase } from '../viewer/scene.ts'
import { autoWindow } from '../viewer/window-level.ts'

/** Does what a key is for on the view that has the focus. What is the page's own (`save`, `keys`) is left to it. */
export function doAction(action: Action, stage: Stage, session: Session, view: PlaneName, fast: boolean) {
  const { scene } = stage
  const { settings } = session
  const shift = (value: number, by: number) => Math.min(1, Math.max(0, Math.round((value + by) * 20) / 20))
  if (action.startsWith('tool ')) return takeTool(session, action.slice(5) as Tool | 'none', stage)
  switch (action) {
    case 'last tool':
      takeTool(session, settings.previous, stage)
      break
    case 'mask shown':
      scene.maskShown = !scene.maskShown
      break
    case 'mask less':
    case 'mask more':
      scene.opacity = shift(scene.opacity, action === 'mask more' ? 0.1 : -0.1)
      break
    case 'overlay shown':
      scene.overlayShown = !scene.overlayShown
      break
    case 'overlay less':
    case 'overlay more':
      scene.overlayOpacity = shift(scene.overlayOpacity, action === 'overlay more' ? 0.1 : -0.1)
      break
    case 'label previous':
    case 'label next': {
      const at = scene.labels.findIndex(({ value }) => value === settings.label)
      const to = at + (action === 'label next' ? 1 : -1)
      settings.label = scene.labels[Math.min(scene.labels.length - 1, Math.max(0, to))].value
      break
    }
    case 'brush larger':
      settings.brush++
      break
    case 'brush smaller':
      settings.brush = Math.max(1, settings.brush - 1)
      break
    case 'brush sphere':
      settings.sphere = !settings.sphere
      break
    case 'range shown':
      settings.range.on = !settings.range.on
      break
    case 'slice next':
    case 'slice previous':
      moveSlice(scene, view, (action === 'slice next' ? 1 : -1) * (fast ? 5 : 1))
      break
    case 'cursor left':
    case 'cursor right':
      moveCursor(stage, scene.planes[view].across, (action === 'cursor right' ? 1 : -1) * (fast ? 5 : 1))
      break
    case 'cursor up':
    case 'cursor down':
      moveCursor(stage, scene.planes[view].down, (action === 'cursor down' ? 1 : -1) * (fast ? 5 : 1))
      break
    case 'draw here':
      session.drawAt(view, scene.cursor)
      break
    case 'phase previous':
    case 'phase next':
      showPhase(scene, scene.phase + (action === 'phase next' ? 1 : -1))
      break
    case 'undo':
      session.undo()
      break
    case 'redo':
      session.redo()
      break
    case 'annotations':
      scene.annotations = !scene.annotations
      break
    case 'centre':
      centreOnCursor(scene)
      break
    case 'contrast':
      scene.window = autoWindow(scene.image.data)
      break
    case 'fit':
      fitAll(scene)
      break
    case 'layout':
      scene.alone = scene.alone ? undefined : view
      break
    case 'point delete':
      session.outline?.points.pop()
      break
    case 'point close':
      session.closeOutline()
      break
    case 'fill between':
      session.change('fill between', (mask) =>
        fillBetween(scene.image, mask, scene.planes[view].normal.axis, settings.label),
      )
      break
  }
  stage.changed()
}

/** Takes a tool; what was begun with the one before is dropped. */
export function takeTool(session: Session, tool: Tool | 'none', stage: Stage) {
  const { settings } = session
  session.outline = undefined
  const next = tool === 'none' ? 'cursor' : tool
  if (next !== settings.tool) {
    settings.previous = settings.tool
    settings.tool = next
  }
  stage.changed()
}

function moveCursor({ scene }: Stage, { axis, flipped }: ScreenAxis, by: number) {
  const to = scene.cursor.slice() as typeof scene.cursor
  to[axis] += flipped ? -by : by
  scene.cursor = nearestVoxel(scene.image, to)
}
