import type { Triple } from '../../image/volume.ts'
import { fromCanvas, nearestVoxel, voxelAt, zoomedAt } from '../viewer/placement.ts'
import type { PlaneName } from '../viewer/planes.ts'
import { moveSlice, type Stage } from '../viewer/scene.ts'
import type { Ghost } from '../viewer/slice-view.ts'
import { draggedWindow } from '../viewer/window-level.ts'
import { radiusOf } from './brush.ts'
import type { Session } from './session.ts'

/** What the hand is doing on a view. */
type Drag = 'cursor' | 'pan' | 'zoom' | 'window' | 'paint' | 'lasso'

export interface PointerTools {
  /** What the tool draws above the view. */
  ghost: () => Ghost | undefined
  detach: () => void
}

/**
 * The mouse and the pen on one view. Left draws or does what the tool is for, right changes the window (with the
 * crosshair) or zooms (with zoom and pan), middle moves the view; the wheel turns slices, with Shift it sizes the brush,
 * with Ctrl it zooms. `settled` is called when settings changed.
 */
export function pointerTools(
  canvas: HTMLCanvasElement,
  stage: Stage,
  session: Session,
  name: PlaneName,
  settled: () => void,
): PointerTools {
  const { scene } = stage
  let drag: Drag | undefined
  let last: [x: number, y: number] = [0, 0]
  let hover: Triple | undefined

  /** Not `offsetX`, which of a wheel is rounded. */
  const place = ({ clientX, clientY }: MouseEvent): [number, number] => {
    const { left, top } = canvas.getBoundingClientRect()
    return [clientX - left, clientY - top]
  }
  const slice = () => scene.cursor[scene.planes[name].normal.axis]
  const indexAt = ([x, y]: [number, number]) =>
    fromCanvas(scene.image, scene.planes[name], scene.placements[name], slice(), x, y)

  function dragFor(event: PointerEvent): Drag | undefined {
    const { tool } = session.settings
    if (event.button === 1) return 'pan'
    if (event.button === 2) return tool === 'cursor' ? 'window' : tool === 'pan' ? 'zoom' : undefined
    if (tool === 'cursor' || tool === 'pan') return tool
    if (tool === 'brush' || tool === 'eraser') return 'paint'
    return tool === 'lasso' ? 'lasso' : undefined
  }

  function moveCursor(index: Triple) {
    scene.cursor = nearestVoxel(scene.image, index)
    stage.changed()
  }

  function down(event: PointerEvent) {
    canvas.focus()
    last = place(event)
    drag = dragFor(event)
    const index = indexAt(last)
    const voxel = voxelAt(scene.image, index)
    const { tool } = session.settings
    if (drag) canvas.setPointerCapture(event.pointerId)
    if (drag === 'cursor') moveCursor(index)
    else if (drag === 'paint' && voxel) session.begin(name, voxel)
    else if (drag === 'lasso') session.outline = { plane: name, slice: slice(), points: [index] }
    else if (tool === 'polygon' && event.button === 0) session.addCorner(name, slice(), index)
    else if (tool === 'polygon' && event.button === 2) session.closeOutline()
    else if (tool === 'grow' && event.button === 0 && voxel) session.grow(voxel)
    stage.changed()
  }

  function move(event: PointerEvent) {
    const at = place(event)
    const [dx, dy] = [at[0] - last[0], at[1] - last[1]]
    const index = indexAt(at)
    hover = voxelAt(scene.image, index)
    if (drag === 'paint') {
      // The pen reports more places than there are frames.
      for (const one of event.getCoalescedEvents?.() ?? [event]) {
        const voxel = voxelAt(scene.image, indexAt(place(one)))
        if (voxel) session.extend(voxel)
      }
      if (hover) session.extend(hover)
    } else if (drag === 'cursor') moveCursor(index)
    else if (drag === 'lasso') session.outline?.points.push(index)
    else if (drag === 'pan') {
      const { pan } = scene.placements[name]
      scene.placements[name] = { ...scene.placements[name], pan: [pan[0] + dx, pan[1] + dy] }
    } else if (drag === 'zoom') scene.placements[name] = zoomedAt(scene.placements[name], Math.exp(-dy / 150), ...at)
    else if (drag === 'window') {
      scene.window = draggedWindow(scene.window, dx, dy, scene.extent)
      settled()
    }
    last = at
    stage.changed()
  }

  function up() {
    if (drag === 'paint') session.end()
    if (drag === 'lasso') session.closeOutline()
    drag = undefined
    settled()
  }

  function wheel(event: WheelEvent) {
    event.preventDefault()
    const sense = Math.sign(event.deltaY || event.deltaX)
    if (event.ctrlKey)
      scene.placements[name] = zoomedAt(scene.placements[name], Math.exp(-event.deltaY / 300), ...place(event))
    else if (event.shiftKey) {
      session.settings.brush = Math.max(1, session.settings.brush - sense)
      settled()
    } else moveSlice(scene, name, -sense)
    stage.changed()
  }

  const leave = () => {
    hover = undefined
    stage.changed()
  }
  const twice = () => {
    if (session.settings.tool === 'polygon') session.closeOutline()
  }
  const ignore = (event: Event) => event.preventDefault()
  const listeners: [string, (event: never) => void, AddEventListenerOptions?][] = [
    ['pointerdown', down],
    ['pointermove', move],
    ['pointerup', up],
    ['pointercancel', up],
    ['pointerleave', leave],
    ['wheel', wheel, { passive: false }],
    ['dblclick', twice],
    ['contextmenu', ignore],
  ]
  for (const [type, listener, options] of listeners) canvas.addEventListener(type, listener as EventListener, options)

  return {
    ghost: () => ghostOf(stage, session, name, hover),
    detach() {
      for (const [type, listener] of listeners) canvas.removeEventListener(type, listener as EventListener)
    },
  }
}

/** The brush under the pointer, or the outline that is being drawn. */
function ghostOf({ scene }: Stage, session: Session, name: PlaneName, hover: Triple | undefined): Ghost | undefined {
  const { settings, outline } = session
  const plane = scene.planes[name]
  if (outline?.plane === name)
    return (context, place) => {
      context.strokeStyle = '#ffe066'
      context.fillStyle = '#ffe066'
      context.lineWidth = 1.5
      context.beginPath()
      for (const point of outline.points) context.lineTo(...place(point))
      context.stroke()
      if (settings.tool !== 'polygon') return
      for (const point of outline.points) {
        const [x, y] = place(point)
        context.fillRect(x - 3, y - 3, 6, 6)
      }
    }
  if (!hover || (settings.tool !== 'brush' && settings.tool !== 'eraser')) return undefined
  return (context, place) => {
    const [x, y] = place(hover)
    const radius = radiusOf(scene.image, plane, settings.brush) * scene.placements[name].zoom
    context.strokeStyle = settings.tool === 'eraser' ? '#ffffff' : '#ffe066'
    context.lineWidth = 1
    context.beginPath()
    context.arc(x, y, Math.max(2, radius), 0, 2 * Math.PI)
    context.stroke()
  }
}
