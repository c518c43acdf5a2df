// Columns normalised over weighted rows, and the filter that leaves out those correlated with one that stays. Pairs are
// screened in float32 within a bound of its rounding; where that leaves a doubt float64 decides, as in
// correlated-columns.ts, so every decision is the same.

// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, bytes: usize): f64 {
  let s0 = v128.splat<f64>(0)
  let s1 = v128.splat<f64>(0)
  let s2 = v128.splat<f64>(0)
  let s3 = v128.splat<f64>(0)
  const end = a + bytes
  while (a < end) {
    s0 = v128.add<f64>(s0, v128.mul<f64>(v128.load(a), v128.load(b)))
    s1 = v128.add<f64>(s1, v128.mul<f64>(v128.load(a, 16), v128.load(b, 16)))
    s2 = v128.add<f64>(s2, v128.mul<f64>(v128.load(a, 32), v128.load(b, 32)))
    s3 = v128.add<f64>(s3, v128.mul<f64>(v128.load(a, 48), v128.load(b, 48)))
    a += 64
    b += 64
  }
  const sum = v128.add<f64>(v128.add<f64>(s0, s2), v128.add<f64>(s1, s3))
  return v128.extract_lane<f64>(sum, 0) + v128.extract_lane<f64>(sum, 1)
}

/** Of float32; bytes is a multiple of 64. */
// @ts-ignore: decorator
@inline
function dot32(a: usize, b: usize, bytes: usize): f32 {
  let s0 = v128.splat<f32>(0)
  let s1 = v128.splat<f32>(0)
  let s2 = v128.splat<f32>(0)
  let s3 = v128.splat<f32>(0)
  const end = a + bytes
  while (a < end) {
    s0 = v128.add<f32>(s0, v128.mul<f32>(v128.load(a), v128.load(b)))
    s1 = v128.add<f32>(s1, v128.mul<f32>(v128.load(a, 16), v128.load(b, 16)))
    s2 = v128.add<f32>(s2, v128.mul<f32>(v128.load(a, 32), v128.load(b, 32)))
    s3 = v128.add<f32>(s3, v128.mul<f32>(v128.load(a, 48), v128.load(b, 48)))
    a += 64
    b += 64
  }
  const sum = v128.add<f32>(v128.add<f32>(s0, s2), v128.add<f32>(s1, s3))
  return v128.extract_lane<f32>(sum, 0) + v128.extract_lane<f32>(sum, 1) + (v128.extract_lane<f32>(sum, 2) + v128.extract_lane<f32>(sum, 3))
}

/**
 * Normalises p columns of n rows (a multiple of 8, padded with rows that count 0) in place: less their mean, times the
 * roots of the counts, of norm 1. relevance[j] becomes |scalar product with the target|, or −1 for a constant column.
 */
export function normalise(
  n: i32,
  p: i32,
  x: usize,
  counts: usize,
  roots: usize,
  total: f64,
  target: usize,
  relevance: usize,
): void {
  const bytes = <usize>n << 3
  for (let j = 0; j < p; j++) {
    const column = x + <usize>j * bytes
    const mean = dot(counts, column, bytes) / total
    const shift = v128.splat<f64>(mean)
    let most = v128.splat<f64>(0)
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = v128.load(column + at)
      most = v128.max<f64>(most, v128.abs<f64>(value))
      v128.store(column + at, v128.mul<f64>(v128.sub<f64>(value, shift), v128.load(roots + at)))
    }
    const largest = max(v128.extract_lane<f64>(most, 0), v128.extract_lane<f64>(most, 1))
    const norm = Math.sqrt(dot(column, column, bytes))
    const varies = norm > 1e-12 * largest * Math.sqrt(total)
    const scale = v128.splat<f64>(varies ? 1 / norm : 0)
    for (let at: usize = 0; at < bytes; at += 16)
      v128.store(column + at, v128.mul<f64>(v128.load(column + at), scale))
    store<f64>(relevance + (<usize>j << 3), varies ? abs(dot(column, target, bytes)) : -1)
  }
}

/** The columns in float32, padded to a multiple of 16 rows. */
export function narrow(n: i32, p: i32, from: usize, to: usize): void {
  const padding = ((n + 15) & ~15) - n
  for (let j = 0; j < p; j++) {
    const end = from + (<usize>n << 3)
    while (from < end) {
      store<f32>(to, <f32>load<f64>(from))
      from += 8
      to += 4
    }
    memory.fill(to, 0, <usize>padding << 2)
    to += <usize>padding << 2
  }
}

/**
 * What a fold leaves out of each of the whole part's columns: its values in the rows held, and the shift of its mean, as
 * `length` numbers (a multiple of 16) of float32; their norm, and that of what is left of the column's norm of 1.
 * total  of the fold's counts
 */
export function leaveOut(
  n: i32,
  p: i32,
  z: usize,
  roots: usize,
  held: usize,
  heldCount: i32,
  total: f64,
  out: usize,
  length: i32,
  outside: usize,
  inside: usize,
): void {
  memory.fill(out, 0, (<usize>length * p) << 2)
  for (let j = 0; j < p; j++) {
    const column = z + ((<usize>j * n) << 3)
    const into = out + ((<usize>j * length) << 2)
    let squares: f64 = 0
    let sum: f64 = 0
    for (let h = 0; h < heldCount; h++) {
      const i = <usize>load<i32>(held + (<usize>h << 2)) << 3
      const value = load<f64>(column + i)
      squares += value * value
      sum += load<f64>(roots + i) * value
      store<f32>(into + (<usize>h << 2), <f32>value)
    }
    const shift = sum / Math.sqrt(total)
    store<f32>(into + (<usize>heldCount << 2), <f32>shift)
    squares = min(squares + shift * shift, 1)
    store<f64>(outside + (<usize>j << 3), Math.sqrt(squares))
    store<f64>(inside + (<usize>j << 3), Math.sqrt(1 - squares))
  }
}

let Z: usize = 0
let BYTES: usize = 0 // of a column of Z
let AT: usize = 0
let WHOLE: usize = 0
let WHOLE_BYTES: usize = 0 // of a column of WHOLE
let PAIRS: usize = 0
let PAIR_BYTES: usize = 0 // of a row of PAIRS
let OUT: usize = 0
let OUT_BYTES: usize = 0 // of a column of OUT
let OUTSIDE: usize = 0
let INSIDE: usize = 0
let threshold: f64 = 0
let doubt: f64 = 0

// @ts-ignore: decorator
@inline
function placeOf(j: usize): i32 {
  return load<i32>(AT + (j << 2))
}

/** Scalar product over the whole part. */
// @ts-ignore: decorator
@inline
function productOf(a: usize, b: usize): f32 {
  const from = WHOLE + a * WHOLE_BYTES
  const to = WHOLE + b * WHOLE_BYTES
  if (PAIRS == 0) return dot32(from, to, WHOLE_BYTES)
  const known = PAIRS + a * PAIR_BYTES + (b << 2)
  let r = load<f32>(known)
  if (r == r) return r
  r = dot32(from, to, WHOLE_BYTES)
  store<f32>(known, r)
  store<f32>(PAIRS + b * PAIR_BYTES + (a << 2), r)
  return r
}

/** Whether two columns of this part are correlated by more than the threshold; own is the first one's place in the whole part. */
// @ts-ignore: decorator
@inline
function areCorrelated(j: usize, own: i32, other: usize): bool {
  const before = placeOf(other)
  if (own >= 0 && before >= 0) {
    const a = <usize>own
    const b = <usize>before
    let product = <f64>productOf(a, b)
    let limit = threshold
    if (OUT != 0) {
      limit = threshold * load<f64>(INSIDE + (a << 3)) * load<f64>(INSIDE + (b << 3))
      const most = abs(product) + load<f64>(OUTSIDE + (a << 3)) * load<f64>(OUTSIDE + (b << 3))
      if (most < limit - doubt) return false
      product -= <f64>dot32(OUT + a * OUT_BYTES, OUT + b * OUT_BYTES, OUT_BYTES)
    }
    const excess = abs(product) - limit
    if (excess < -doubt) return false
    if (excess > doubt) return true
  }
  return abs(dot(Z + j * BYTES, Z + other * BYTES, BYTES)) > threshold
}

/**
 * Goes through the candidates in their order and keeps each that is correlated by at most the threshold with all kept
 * before; gives how many. z  columns of this part in float64, n rows. at  their numbers in the whole part, −1 where it
 * lacks them. whole  its columns in float32. pairs  scalar products of all pairs of these, NaN where not computed yet, or
 * 0 to keep none. families  of each of the whole part's columns the kept one that it went for, or itself: written by the
 * whole part and read by its folds, where whichever of a family is kept is most likely what its others go for. out,
 * outside, inside  what `leaveOut` gave; out is 0 for the whole part. newest, older  room for an integer a column.
 */
export function filter(
  candidates: i32,
  order: usize,
  n: i32,
  z: usize,
  at: usize,
  wholeRows: i32,
  wholeColumns: i32,
  whole: usize,
  pairs: usize,
  families: usize,
  out: usize,
  length: i32,
  outside: usize,
  inside: usize,
  limit: f64,
  newest: usize,
  older: usize,
  kept: usize,
): i32 {
  Z = z
  BYTES = <usize>n << 3
  AT = at
  WHOLE = whole
  WHOLE_BYTES = <usize>((wholeRows + 15) & ~15) << 2
  PAIRS = pairs
  PAIR_BYTES = <usize>wholeColumns << 2
  OUT = out
  OUT_BYTES = <usize>length << 2
  OUTSIDE = outside
  INSIDE = inside
  threshold = limit
  // of two scalar products in float32 of columns of norm 1 at most
  doubt = 2.4e-7 * (<f64>(wholeRows + length) / 8 + 12)
  memory.fill(newest, 255, PAIR_BYTES)
  let count = 0
  for (let c = 0; c < candidates; c++) {
    const j = <usize>load<i32>(order + (<usize>c << 2))
    const own = placeOf(j)
    const isInFamily = out != 0 && own >= 0
    const family = isInFamily ? newest + (<usize>load<i32>(families + (<usize>own << 2)) << 2) : 0
    let stays = true
    if (isInFamily)
      for (let k = load<i32>(family); k >= 0 && stays; k = load<i32>(older + (<usize>k << 2)))
        stays = !areCorrelated(j, own, <usize>load<i32>(kept + (<usize>k << 2)))
    for (let k = 0; k < count && stays; k++) {
      const other = load<i32>(kept + (<usize>k << 2))
      stays = !areCorrelated(j, own, <usize>other)
      if (!stays && out == 0) store<i32>(families + (j << 2), other)
    }
    if (!stays) continue
    if (out == 0) store<i32>(families + (j << 2), <i32>j)
    if (isInFamily) {
      store<i32>(older + (<usize>count << 2), load<i32>(family))
      store<i32>(family, count)
    }
    store<i32>(kept + (<usize>count << 2), <i32>j)
    count++
  }
  return count
}
