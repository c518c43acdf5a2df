import type { Triple } from '../../image/volume.ts'
import { pow } from '../../portable-math.ts'
import { t } from '../words.ts'
import { colourOf } from './labels.ts'
import { fitZoom, toCanvas } from './placement.ts'
import type { PlaneName } from './planes.ts'
import type { Overlay, Scene } from './scene.ts'
import { shortNumber } from './short-number.ts'
import { greys, heat, paintImage, paintLabels, stepsOf } from './slice-pixels.ts'

type Write = (text: string, at: CanvasTextAlign, x: number, y: number) => void

/** What a tool draws above a view: the brush's outline, the corners of a polygon. */
export type Ghost = (context: CanvasRenderingContext2D, place: (index: Readonly<Triple>) => [number, number]) => void

/** A picture of a slice, one pixel a voxel, that is painted when what it shows has changed. */
function layer() {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')!
  let data: ImageData | undefined
  let known: unknown[] = []
  return {
    canvas,
    paint(columns: number, rows: number, key: unknown[], fill: (pixels: Uint32Array) => void) {
      if (data?.width === columns && data.height === rows && key.every((part, i) => part === known[i])) return
      if (data?.width !== columns || data.height !== rows) {
        canvas.width = columns
        canvas.height = rows
        data = context.createImageData(columns, rows)
      }
      fill(new Uint32Array(data.data.buffer))
      context.putImageData(data, 0, 0)
      known = key
    },
  }
}

/**
 * Draws one plane of a scene on a canvas; `ghost` is asked at each drawing. The canvas has `ratio` pixels to each of the
 * page's, in which placements count.
 */
export function sliceView(canvas: HTMLCanvasElement, scene: Scene, name: PlaneName, ghost: () => Ghost | undefined) {
  const context = canvas.getContext('2d', { alpha: false })!
  const [base, over, labels] = [layer(), layer(), layer()]
  const outlines: ReturnType<typeof layer>[] = []

  /** Takes the size of the element; the first time, and where it was fitted, the slice is fitted again. */
  function resize(width: number, height: number, ratio: number) {
    canvas.width = Math.max(1, Math.round(width * ratio))
    canvas.height = Math.max(1, Math.round(height * ratio))
    const plane = scene.planes[name]
    const { zoom, pan, width: before, height: tall } = scene.placements[name]
    const fitted = zoom === 0 || Math.abs(zoom / fitZoom(scene.image, plane, before, tall) - 1) < 1e-6
    scene.placements[name] = {
      width,
      height,
      pan: fitted ? [0, 0] : pan,
      zoom: fitted ? fitZoom(scene.image, plane, width, height) : zoom,
    }
  }

  function draw() {
    const { image, planes, cursor, placements, mask, maskRevision } = scene
    const plane = planes[name]
    const placement = placements[name]
    if (placement.width === 0) return
    const ratio = canvas.width / placement.width
    const slice = cursor[plane.normal.axis]
    const steps = stepsOf(image, plane, slice)
    const { columns, rows } = steps
    const place = (index: Readonly<Triple>) => toCanvas(image, plane, placement, index)
    const { low, high } = scene.window

    base.paint(columns, rows, [slice, image, low, high], (pixels) =>
      paintImage(pixels, image.data, steps, scene.window, greys),
    )
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.fillStyle = '#000'
    context.fillRect(0, 0, placement.width, placement.height)
    context.imageSmoothingEnabled = false
    const width = columns * image.spacing[plane.across.axis] * placement.zoom
    const height = rows * image.spacing[plane.down.axis] * placement.zoom
    const [left, top] = [
      placement.width / 2 + placement.pan[0] - width / 2,
      placement.height / 2 + placement.pan[1] - height / 2,
    ]
    const put = (from: HTMLCanvasElement) => context.drawImage(from, left, top, width, height)
    put(base.canvas)
    if (scene.overlay && scene.overlayShown) putOverlay(scene.overlay, place)
    if (scene.maskShown) {
      labels.paint(columns, rows, [slice, maskRevision, scene.opacity, mask, scene.labels], (pixels) =>
        paintLabels(pixels, mask, steps, colourOf(scene.labels, scene.opacity), colourOf(scene.labels, 1)),
      )
      put(labels.canvas)
    }
    // Where outlines meet, the first shows through the next.
    for (const [i, { mask: other, rgb }] of scene.outlines.entries()) {
      outlines[i] ??= layer()
      const only = [{ value: 1, name: '', rgb, visible: true }]
      outlines[i].paint(columns, rows, [slice, other], (pixels) =>
        paintLabels(
          pixels,
          other,
          steps,
          () => 0,
          () => colourOf(only, i === 0 ? 1 : 0.55)(1),
        ),
      )
      put(outlines[i].canvas)
    }
    if (scene.annotations) annotate(place)
    ghost()?.(context, place)
  }

  function putOverlay(overlay: Overlay, place: (index: Readonly<Triple>) => [number, number]) {
    const { volume, window, lower = [0, 0, 0] } = overlay
    const plane = scene.planes[name]
    const slice = scene.cursor[plane.normal.axis] - lower[plane.normal.axis]
    if (slice < 0 || slice >= volume.size[plane.normal.axis]) return
    const steps = stepsOf(volume, plane, slice)
    over.paint(steps.columns, steps.rows, [slice, overlay], (pixels) =>
      paintImage(pixels, volume.data, steps, window, heat),
    )
    const [ax, ay] = place(lower.map((at) => at - 0.5) as Triple)
    const [bx, by] = place(lower.map((at, axis) => at + volume.size[axis] - 0.5) as Triple)
    context.globalAlpha = scene.overlayOpacity
    context.drawImage(over.canvas, Math.min(ax, bx), Math.min(ay, by), Math.abs(bx - ax), Math.abs(by - ay))
    context.globalAlpha = 1
  }

  /** The overlay's name above its colours, with the values that they begin and end at. */
  function colourBar({ name: of, unit, window: { low, high } }: Overlay, write: Write, width: number, height: number) {
    const long = Math.min(160, width / 3)
    const [left, top] = [width - 12 - long, height - 38]
    const colours = context.createLinearGradient(left, 0, left + long, 0)
    for (let at = 0; at < heat.length; at += 15) {
      const [red, green, blue] = [0, 8, 16].map((by) => (heat[at] >> by) & 255)
      colours.addColorStop(at / (heat.length - 1), `rgb(${red} ${green} ${blue})`)
    }
    context.fillStyle = colours
    context.fillRect(left, top, long, 10)
    context.lineWidth = 1
    context.strokeStyle = '#f2d680'
    context.strokeRect(left, top, long, 10)
    write(unit ? `${of}, ${unit}` : of, 'right', left + long, top - 11)
    write(shortNumber(low), 'left', left, top + 20)
    write(shortNumber(high), 'right', left + long, top + 20)
  }

  function annotate(place: (index: Readonly<Triple>) => [number, number]) {
    const { image, planes, cursor, placements } = scene
    const plane = planes[name]
    const { width, height, zoom } = placements[name]
    const [x, y] = place(cursor)
    context.strokeStyle = '#4aa3ffaa'
    context.lineWidth = 1
    context.beginPath()
    for (const [ax, ay, bx, by] of [
      [0, y, x - 8, y],
      [x + 8, y, width, y],
      [x, 0, x, y - 8],
      [x, y + 8, x, height],
    ]) {
      context.moveTo(ax, ay)
      context.lineTo(bx, by)
    }
    context.stroke()
    context.font = '13px system-ui, sans-serif'
    context.textBaseline = 'middle'
    const write: Write = (text, at, tx, ty) => {
      context.textAlign = at
      context.lineWidth = 3
      context.strokeStyle = '#000'
      context.strokeText(text, tx, ty)
      context.fillStyle = '#f2d680'
      context.fillText(text, tx, ty)
    }
    const { letters, normal } = plane
    write(letters.left, 'left', 6, height / 2)
    write(letters.right, 'right', width - 6, height / 2)
    write(letters.top, 'center', width / 2, 12)
    write(letters.bottom, 'center', width / 2, height - 12)
    write(`${t(name)}  ${cursor[normal.axis] + 1} / ${image.size[normal.axis]}`, 'left', 6, 12)
    const bar = barLength(width / zoom)
    context.strokeStyle = '#f2d680'
    context.lineWidth = 2
    context.beginPath()
    context.moveTo(6, height - 24)
    context.lineTo(6 + bar * zoom, height - 24)
    context.stroke()
    write(`${bar} mm`, 'left', 6, height - 12)
    const { overlay, overlayShown, alone = 'axial' } = scene
    if (overlay && overlayShown && name === alone) colourBar(overlay, write, width, height)
  }

  return { resize, draw }
}

/** A round number of millimetres, up to a quarter of what is seen. */
function barLength(millimetres: number): number {
  const power = pow(10, Math.floor(Math.log10(millimetres / 4)))
  return [5, 2, 1].map((step) => step * power).find((length) => length <= millimetres / 4) ?? power
}
