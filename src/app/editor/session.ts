import type { Triple } from '../../image/volume.ts'
import type { PlaneName } from '../viewer/planes.ts'
import type { Stage } from '../viewer/scene.ts'
import { between, dab, mayPaint, type PaintRule, radiusOf } from './brush.ts'
import { applyEdit, type Edit, editBetween, openHistory, recordStroke } from './edits.ts'
import { growFrom } from './grow.ts'
import { insideOutline } from './polygon.ts'

export type Tool = 'cursor' | 'pan' | 'polygon' | 'brush' | 'eraser' | 'lasso' | 'grow'

/** How the tools are set. */
export interface ToolSettings {
  tool: Tool
  previous: Tool
  label: number
  /** Voxels of the finer side of a slice. */
  brush: number
  sphere: boolean
  over: 'all' | 'empty' | number
  /** Paint only values within this. */
  range: { on: boolean; low: number; high: number }
  /** How far a grown region's values may lie from the seed's, in shares of the window; and mm from it. */
  tolerance: number
  reach: number
}

export const firstSettings: ToolSettings = {
  tool: 'cursor',
  previous: 'brush',
  label: 1,
  brush: 8,
  sphere: false,
  over: 'all',
  range: { on: false, low: 0, high: 0 },
  tolerance: 0.15,
  reach: 40,
}

/** Drawing on one mask: every way that it changes goes through here, is kept to be undone, and told to `onStroke`. */
export interface Session {
  settings: ToolSettings
  /** Corners of the polygon that is being drawn, or the lasso's way, as voxel indices, and the plane they are on. */
  outline: { plane: PlaneName; slice: number; points: Triple[] } | undefined
  begin: (plane: PlaneName, voxel: Triple) => void
  extend: (voxel: Triple) => void
  end: () => void
  grow: (seed: Triple) => void
  /** Adds a corner to the polygon of a slice; one on another slice begins anew. */
  addCorner: (plane: PlaneName, slice: number, corner: Triple) => void
  /** Does what the tool is for at one voxel, as a click there would. */
  drawAt: (plane: PlaneName, voxel: Triple) => void
  closeOutline: () => void
  /** A whole-mask operation: gives the new mask. */
  change: (tool: string, make: (mask: Uint16Array) => Uint16Array) => boolean
  undo: () => void
  redo: () => void
  canUndo: () => boolean
  canRedo: () => boolean
}

export function openSession(stage: Stage, onStroke: (tool: string, edit: Edit) => void): Session {
  const { scene } = stage
  const touched = new Uint8Array(scene.mask.length)
  const history = openHistory()
  let stroke: { plane: PlaneName; last: Triple; record: ReturnType<typeof recordStroke> } | undefined

  const redraw = () => {
    scene.maskRevision++
    stage.changed()
  }
  const rule = (): PaintRule => {
    const { tool, label, over, range } = session.settings
    if (tool === 'eraser') return { label: 0, over: 'all' }
    return { label, over, ...(range.on && { range: { low: range.low, high: range.high, data: scene.image.data } }) }
  }
  const done = (tool: string, edit: Edit | undefined) => {
    if (!edit) return false
    history.add(edit)
    redraw()
    onStroke(tool, edit)
    return true
  }
  const paint = (visitEach: (visit: (voxel: number) => void) => void, tool: string) => {
    const record = recordStroke(scene.mask, touched)
    const how = rule()
    visitEach((voxel) => {
      if (mayPaint(how, scene.mask, voxel)) record.set(voxel, how.label)
    })
    done(tool, record.finish())
  }

  const session: Session = {
    settings: { ...firstSettings, range: { on: false, low: scene.window.low, high: scene.window.high } },
    outline: undefined,
    begin(plane, voxel) {
      stroke = { plane, last: voxel, record: recordStroke(scene.mask, touched) }
      session.extend(voxel)
    },
    extend(voxel) {
      if (!stroke) return
      const { brush, sphere } = session.settings
      const plane = scene.planes[stroke.plane]
      const how = rule()
      const { record } = stroke
      for (const centre of between(stroke.last, voxel))
        dab(scene.image, centre, radiusOf(scene.image, plane, brush), sphere ? undefined : plane, (at) => {
          if (mayPaint(how, scene.mask, at)) record.set(at, how.label)
        })
      stroke.last = voxel
      redraw()
    },
    end() {
      const finished = stroke
      stroke = undefined
      if (finished) done(session.settings.tool, finished.record.finish())
    },
    grow(seed) {
      const { size, spacing, data } = scene.image
      const value = data[seed[0] + size[0] * (seed[1] + size[1] * seed[2])]
      const { range, tolerance, reach } = session.settings
      const by = tolerance * (scene.window.high - scene.window.low)
      const { low, high } = range.on ? range : { low: value - by, high: value + by }
      const within = spacing.map((step) => Math.ceil(reach / step)) as Triple
      const may = (voxel: number) => data[voxel] >= low && data[voxel] <= high
      paint((visit) => growFrom(size, seed, may, visit, within), 'grow')
    },
    addCorner(plane, slice, corner) {
      const { outline } = session
      if (outline?.plane === plane && outline.slice === slice) outline.points.push(corner)
      else session.outline = { plane, slice, points: [corner] }
    },
    drawAt(plane, voxel) {
      const { tool } = session.settings
      if (tool === 'brush' || tool === 'eraser') {
        session.begin(plane, voxel)
        session.end()
      } else if (tool === 'grow') session.grow(voxel)
      else if (tool === 'polygon') session.addCorner(plane, voxel[scene.planes[plane].normal.axis], voxel)
      stage.changed()
    },
    closeOutline() {
      const { outline } = session
      session.outline = undefined
      if (outline && outline.points.length > 2)
        paint(
          (visit) => insideOutline(scene.image, scene.planes[outline.plane], outline.slice, outline.points, visit),
          session.settings.tool,
        )
      stage.changed()
    },
    change(tool, make) {
      const edit = editBetween(scene.mask, make(scene.mask))
      if (edit) applyEdit(scene.mask, edit)
      return done(tool, edit)
    },
    undo() {
      const edit = stroke ? undefined : history.undo(scene.mask)
      if (!edit) return
      redraw()
      onStroke('undo', edit)
    },
    redo() {
      const edit = stroke ? undefined : history.redo(scene.mask)
      if (!edit) return
      redraw()
      onStroke('redo', edit)
    },
    canUndo: history.canUndo,
    canRedo: history.canRedo,
  }
  return session
}
