import { encodePng } from '../../image/formats/png.ts'
import { quantileOfSorted } from '../../statistics/descriptive/descriptive.ts'
import { locales } from '../../text/locales/index.ts'
import { base64 } from '../canvas/base64.ts'
import { plain } from '../canvas/plot.ts'
import { type Drawing, element, group, line, moved, text } from '../canvas/svg.ts'
import { fitText } from '../canvas/text-width.ts'
import { hex, sequentialColour } from '../theme/colour-scale.ts'
import { barColours, outlineColours } from '../theme/colours.ts'
import { columnWidth, fontSize } from '../theme/theme.ts'

/** One slice of an image, row by row from the top left as it is to be seen. */
export interface SliceImage {
  columns: number
  rows: number
  /** Millimetres between columns and between rows. */
  spacing: readonly [number, number]
  values: ArrayLike<number>
  /** Shown from black to white; the range of the values when not given. */
  window?: readonly [number, number]
  /** Region of interest, 1 within; its outline is drawn. */
  mask?: ArrayLike<number>
  /** Of another reader: a second outline. */
  secondMask?: ArrayLike<number>
}

/** A map over the slice: NaN where there is none. */
export interface SliceMap {
  label: string
  values: ArrayLike<number>
  range?: readonly [number, number]
}

/** The slice in grey with the outline of its region, and the map in colours over it, `width` points wide. */
export function sliceDrawing(image: SliceImage, width: number, map?: SliceMap): Drawing {
  const { columns, rows, spacing, mask, secondMask } = image
  if (!(columns > 0 && rows > 0) || image.values.length !== columns * rows)
    throw new RangeError(`${image.values.length} values are not a slice of ${columns} × ${rows}`)
  const height = (width * rows * spacing[1]) / (columns * spacing[0])
  const picture = base64(encodePng(pixels(image, map), columns, rows))
  const scale = `scale(${(width / columns).toFixed(5)},${(height / rows).toFixed(5)})`
  const outline = (one: ArrayLike<number> | undefined, colour: string) =>
    one
      ? element('path', {
          d: outlinePath(one, columns, rows),
          transform: scale,
          fill: 'none',
          stroke: colour,
          'stroke-width': ((0.9 * columns) / width).toFixed(4),
          class: 'outline',
        })
      : ''
  return {
    width,
    height,
    body: group(
      { class: 'slice' },
      element('image', {
        width,
        height,
        preserveAspectRatio: 'none',
        'image-rendering': 'optimizeSpeed',
        href: `data:image/png;base64,${picture}`,
      }),
      outline(mask, outlineColours[0]),
      outline(secondMask, outlineColours[1]),
      scaleBar(columns * spacing[0], width, height),
    ),
  }
}

const barMillimetres = 10

/** A white bar of 10 mm at the lower left, black around it so that it shows on any tissue; none on a slice too small. */
function scaleBar(across: number, width: number, height: number): string {
  const length = (barMillimetres * width) / across
  if (length > 0.6 * width) return ''
  const bar = (colour: string, thickness: number) =>
    line(4, height - 5, 4 + length, height - 5, { stroke: colour, 'stroke-width': thickness, class: 'scale-bar' })
  return bar(barColours.edge, 2.4) + bar(barColours.middle, 1.4)
}

/**
 * Maps of features over the region of one patient: the slice, and beside it each map with its scale.
 *
 * @param image the slice with the region's outline
 * @param maps values over it, in each feature's unit
 * @param perRow pictures in a row
 * @param words of the language
 * @returns the drawing
 */
export function featureMaps(
  image: SliceImage,
  maps: readonly SliceMap[],
  perRow = 3,
  words = locales.en.drawings,
): Drawing {
  const gap = 12
  const width = (columnWidth.double - gap * (perRow - 1)) / perRow
  const cells: Drawing[] = [titled(words.region, sliceDrawing(image, width))]
  for (const map of maps) cells.push(titled(map.label, withScale(sliceDrawing(image, width, map), rangeOf(map))))
  return grid(cells, perRow, gap)
}

/** One feature on patients side by side: each one's slice with its region, and the map, all in the same colours. */
export interface ComparedMap {
  feature: string
  patients: readonly { label: string; image: SliceImage; map: ArrayLike<number> }[]
}

/**
 * A row for each feature, two pictures for each patient; colours run over the middle 98% of a feature's values.
 *
 * @param features one row each: image and map of every patient
 * @param words of the language
 * @returns the drawing
 */
export function comparedMaps(features: readonly ComparedMap[], words = locales.en.drawings): Drawing {
  const gap = 8
  const rows = features.map(({ feature, patients }) => {
    const width = (columnWidth.double - gap * (2 * patients.length - 1)) / (2 * patients.length)
    const range = mapRange(patients.map(({ map }) => map))
    const cells = patients.flatMap(({ label, image, map }) => [
      titled(label, sliceDrawing(image, width)),
      titled(words.map, sliceDrawing(image, width, { label: feature, values: map, range })),
    ])
    return headed(feature, grid(cells, cells.length, gap), colourBar(140, range))
  })
  return grid(rows, 1, 12)
}

/** Pictures across two columns under their name, and a bar of their colours beside that. */
export function headed(name: string, pictures: Drawing, bar?: Drawing): Drawing {
  const size = fontSize.label
  const room = columnWidth.double - (bar ? bar.width + 10 : 0)
  return {
    width: columnWidth.double,
    height: pictures.height + size + 6,
    body:
      text(0, size, fitText(name, room, size, true), { size, bold: 'yes' }) +
      (bar ? moved(bar, columnWidth.double - bar.width, 2) : '') +
      moved(pictures, 0, size + 6),
  }
}

/** The ends of the colours, 1st and 99th percentile of all maps: a few voxels on the border would take the colours from all others. */
export function mapRange(maps: readonly ArrayLike<number>[]): readonly [number, number] {
  const sorted = Float64Array.from(maps.flatMap((map) => Array.from(map).filter(Number.isFinite))).sort()
  return sorted.length === 0 ? [0, 1] : [quantileOfSorted(sorted, 0.01), quantileOfSorted(sorted, 0.99)]
}

/**
 * Many patients at a glance, each slice with its outline under a short name: for the eye that checks the masks.
 *
 * @param slices image and short name of each patient
 * @param perRow slices in a row
 * @returns the drawing
 */
export function contactSheet(slices: readonly { label: string; image: SliceImage }[], perRow = 6): Drawing {
  const gap = 6
  const width = (columnWidth.double - gap * (perRow - 1)) / perRow
  return grid(
    slices.map(({ label, image }) => titled(label, sliceDrawing(image, width), fontSize.small)),
    perRow,
    gap,
  )
}

/** Drawings in rows of so many. */
export function grid(cells: readonly Drawing[], perRow: number, gap: number): Drawing {
  let y = 0
  let width = 0
  let body = ''
  for (let from = 0; from < cells.length; from += perRow) {
    const row = cells.slice(from, from + perRow)
    let x = 0
    for (const cell of row) {
      body += moved(cell, x, y)
      x += cell.width + gap
    }
    width = Math.max(width, x - gap)
    y += Math.max(...row.map((cell) => cell.height)) + gap
  }
  return { width, height: Math.max(1, y - gap), body }
}

/** A drawing under its name. */
export function titled(title: string, drawing: Drawing, size: number = fontSize.body): Drawing {
  return {
    width: drawing.width,
    height: drawing.height + size + 4,
    body: text(0, size, fitText(title, drawing.width, size), { size, class: 'title' }) + moved(drawing, 0, size + 4),
  }
}

/** A bar of the map's colours below it, with its ends in numbers. */
function withScale(drawing: Drawing, range: readonly [number, number]): Drawing {
  const bar = colourBar(drawing.width, range)
  return {
    width: drawing.width,
    height: drawing.height + 4 + bar.height,
    body: drawing.body + moved(bar, 0, drawing.height + 4),
  }
}

/** The colours from the lowest value to the highest, with the two in numbers. */
function colourBar(across: number, [low, high]: readonly [number, number]): Drawing {
  const steps = 32
  const [left, width] = [0.2 * across, 0.6 * across]
  const bar = Array.from({ length: steps }, (_, i) =>
    element('rect', {
      x: left + (i * width) / steps,
      y: 0,
      width: width / steps + 0.2,
      height: 5,
      fill: hex(sequentialColour((i + 0.5) / steps)),
    }),
  )
  const said = (value: number) => plain(Number(value.toPrecision(3)))
  return {
    width: across,
    height: 6,
    body:
      bar.join('') +
      text(left - 3, 2.5, said(low), { anchor: 'end', at: 'middle', size: fontSize.small, class: 'tick' }) +
      text(left + width + 3, 2.5, said(high), { at: 'middle', size: fontSize.small, class: 'tick' }),
  }
}

function rangeOf({
  values,
  range,
}: {
  values: ArrayLike<number>
  range?: readonly [number, number]
}): readonly [number, number] {
  if (range) return range
  let [low, high] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue
    low = Math.min(low, values[i])
    high = Math.max(high, values[i])
  }
  return low <= high ? [low, high] : [0, 1]
}

function pixels(image: SliceImage, map: SliceMap | undefined): Uint8Array {
  const rgb = new Uint8Array(3 * image.values.length)
  const [black, white] = rangeOf({ values: image.values, range: image.window })
  const [low, high] = map ? rangeOf(map) : [0, 1]
  for (let i = 0; i < image.values.length; i++) {
    const share = Math.max(0, Math.min(1, (image.values[i] - black) / (white - black || 1)))
    const grey = Number.isFinite(share) ? Math.round(255 * share) : 0
    const value = map ? map.values[i] : Number.NaN
    const colour = Number.isFinite(value) ? sequentialColour((value - low) / (high - low || 1)) : [grey, grey, grey]
    rgb.set(colour, 3 * i)
  }
  return rgb
}

/** Edges between voxels within and without, joined along each line; the unit is the voxel. */
function outlinePath(mask: ArrayLike<number>, columns: number, rows: number): string {
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < columns && y < rows && mask[y * columns + x] > 0
  let path = ''
  for (let y = 0; y <= rows; y++)
    for (let x = 0; x < columns; ) {
      let end = x
      while (end < columns && inside(end, y) !== inside(end, y - 1)) end++
      if (end > x) path += `M${x},${y}h${end - x}`
      x = end + 1
    }
  for (let x = 0; x <= columns; x++)
    for (let y = 0; y < rows; ) {
      let end = y
      while (end < rows && inside(x, end) !== inside(x - 1, end)) end++
      if (end > y) path += `M${x},${y}v${end - y}`
      y = end + 1
    }
  return path
}
