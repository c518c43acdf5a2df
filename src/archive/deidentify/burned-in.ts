/** A rectangle of pixels: left, top, width, height. */
export type Box = [x: number, y: number, width: number, height: number]

/** One frame as grey values. */
export interface Picture {
  values: ArrayLike<number>
  width: number
  height: number
}

interface Part {
  left: number
  top: number
  right: number
  bottom: number
  area: number
}

/**
 * Where a picture has what looks like lines of text: four or more parts of a letter's size and stroke, sharply set off,
 * side by side on one line. It reads no letters. Text of fewer than four letters, below five pixels of height, upright,
 * or fainter than a third of the picture's range is not found.
 *
 * thorough  also looks for text that is not the brightest or the darkest there is, as screen saves and ultrasound have it
 */
export function textLines(picture: Picture, thorough: boolean): Box[] {
  const { values, width, height } = picture
  const { length } = values
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < length; i++) {
    const v = values[i]
    if (v < least) least = v
    if (v > most) most = v
  }
  const range = most - least
  if (!(range > 0) || length !== width * height) return []
  const found: Box[] = []
  const levels = thorough ? [0.95, 0.75, 0.55] : [0.95]
  for (const bright of [true, false])
    for (const level of levels) {
      const limit = bright ? least + level * range : most - level * range
      const parts = letters(picture, limit, bright, range / 3)
      found.push(...lines(parts))
    }
  return joined(found, width, height)
}

/** Parts of a letter's size whose surroundings two pixels away are set off by `contrast`. */
function letters({ values, width, height }: Picture, limit: number, bright: boolean, contrast: number): Part[] {
  const { length } = values
  const inside = bright ? (i: number) => values[i] >= limit : (i: number) => values[i] <= limit
  const seen = new Uint8Array(length)
  const stack = new Int32Array(length)
  const parts: Part[] = []
  for (let start = 0; start < length; start++) {
    if (seen[start] || !inside(start)) continue
    const part: Part = { left: width, top: height, right: 0, bottom: 0, area: 0 }
    let depth = 1
    stack[0] = start
    seen[start] = 1
    while (depth > 0) {
      const at = stack[--depth]
      const x = at % width
      const y = (at - x) / width
      part.area++
      if (x < part.left) part.left = x
      if (x > part.right) part.right = x
      if (y < part.top) part.top = y
      if (y > part.bottom) part.bottom = y
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) {
          const [nx, ny] = [x + dx, y + dy]
          if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue
          const next = ny * width + nx
          if (seen[next] || !inside(next)) continue
          seen[next] = 1
          stack[depth++] = next
        }
    }
    if (isLetter(part) && isSetOff(part, limit, contrast)) parts.push(part)
    if (parts.length > 20_000) return [] // noise
  }
  return parts

  function isSetOff({ left, top, right, bottom }: Part, level: number, least: number): boolean {
    let [sum, count] = [0, 0]
    const add = (x: number, y: number) => {
      if (x < 0 || y < 0 || x >= width || y >= height) return
      sum += values[y * width + x]
      count++
    }
    for (let x = left - 2; x <= right + 2; x++) {
      add(x, top - 2)
      add(x, bottom + 2)
    }
    for (let y = top - 1; y <= bottom + 1; y++) {
      add(left - 2, y)
      add(right + 2, y)
    }
    const around = sum / Math.max(1, count)
    return bright ? around <= level - least : around >= level + least
  }
}

function isLetter({ left, top, right, bottom, area }: Part): boolean {
  const [w, h] = [right - left + 1, bottom - top + 1]
  if (h < 5 || h > 64 || w > 1.6 * h) return false
  const fill = area / (w * h)
  return fill >= 0.12 && (fill <= 0.85 || w <= 0.45 * h)
}

/** Rows of four and more parts that differ in shape: marks of a ruler are all alike. */
function lines(parts: Part[]): Box[] {
  parts.sort((a, b) => a.left - b.left)
  const group = parts.map((_, i) => i)
  const root = (i: number): number => {
    while (group[i] !== i) i = group[i] = group[group[i]]
    return i
  }
  for (let i = 0; i < parts.length; i++) {
    const a = parts[i]
    const h = a.bottom - a.top + 1
    for (let j = i + 1; j < parts.length && parts[j].left - a.right <= 1.3 * h; j++) {
      const b = parts[j]
      const other = b.bottom - b.top + 1
      const level = Math.min(Math.abs(a.bottom - b.bottom), Math.abs(a.top - b.top)) <= 0.2 * Math.max(h, other)
      if (level && other >= 0.55 * h && other <= 1.8 * h && b.left > a.left) group[root(j)] = root(i)
    }
  }
  const members = new Map<number, Part[]>()
  for (const [i, part] of parts.entries()) {
    const key = root(i)
    members.set(key, [...(members.get(key) ?? []), part])
  }
  const boxes: Box[] = []
  for (const line of members.values()) {
    if (line.length < 4) continue
    const shapes = new Set(line.map(({ left, top, right, bottom, area }) => `${right - left} ${bottom - top} ${area}`))
    if (shapes.size < 3) continue
    const [left, right] = [Math.min(...line.map((p) => p.left)), Math.max(...line.map((p) => p.right))]
    const [top, bottom] = [Math.min(...line.map((p) => p.top)), Math.max(...line.map((p) => p.bottom))]
    const h = bottom - top + 1
    if (h > 2.5 * (line[0].bottom - line[0].top + 1)) continue
    boxes.push(extended([left, top, right - left + 1, h], parts))
  }
  return boxes
}

/** A line with the words of one to three letters on either side of it, and a margin wide enough for single letters. */
function extended([x, y, w, h]: Box, parts: Part[]): Box {
  let [left, right] = [x, x + w]
  for (let grown = true; grown; ) {
    grown = false
    for (const part of parts) {
      const beside = part.top < y + h && part.bottom >= y && part.left <= right + 3 * h && part.right >= left - 3 * h
      if (!beside || (part.left >= left && part.right < right)) continue
      left = Math.min(left, part.left)
      right = Math.max(right, part.right + 1)
      grown = true
    }
  }
  return [left - 3 * h, y - Math.ceil(h / 2), right - left + 6 * h, 2 * h]
}

/** Boxes cut to the picture; those within another are left out. */
function joined(boxes: Box[], width: number, height: number): Box[] {
  const cut = boxes.map(([x, y, w, h]): Box => {
    const [left, top] = [Math.max(0, x), Math.max(0, y)]
    return [left, top, Math.min(width, x + w) - left, Math.min(height, y + h) - top]
  })
  return cut.filter(([x, y, w, h], i) => {
    return !cut.some(([ox, oy, ow, oh], j) => {
      const within = ox <= x && oy <= y && ox + ow >= x + w && oy + oh >= y + h
      return j !== i && within && (j < i || ow * oh > w * h)
    })
  })
}
