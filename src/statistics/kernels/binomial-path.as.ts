// The path of penalised logistic regressions: the steps and the sums of coordinate-path.ts with the binomial family, in the
// same order. What decides nothing is screened in float32 first, within a bound of its rounding; whatever could decide is
// computed in float64, so every decision is the same.

// @ts-ignore: decorator
@external("env", "exp")
declare function exp(x: f64): f64
// @ts-ignore: decorator
@external("env", "log")
declare function log(x: f64): f64
/** Writes the standardised column j at an address. */
// @ts-ignore: decorator
@external("env", "bring")
declare function bring(j: i32, at: usize): void

const SMALLEST: f64 = 1e-9
const ENDLESS: f64 = 9.9e35
const LEAST_STEPS: i32 = 5
const LEAST_GAIN: f64 = 1e-5
const MOST_EXPLAINED: f64 = 0.999

let N: i32 = 0 // rows, a multiple of 8
let P: i32 = 0
let BYTES: usize = 0 // of a column
let XF: usize = 0
let PASSING: usize = 0 // one column that is looked at once
let ADDRESS: usize = 0 // of each column that is held, 0 of the others
let HELD: usize = 0 // columns that are held, one after the other, each followed by itself times the working weights
let held: i32 = 0
let Y: usize = 0
let W: usize = 0
let OFFSET: usize = 0
let V: usize = 0
let R: usize = 0
let RF: usize = 0
let Q: usize = 0
let ETA: usize = 0
let ONES: usize = 0
let B: usize = 0
let BEFORE: usize = 0
let CURVATURE: usize = 0
let GRADIENT: usize = 0
let NORM: usize = 0
let PENALTY: usize = 0
let INCLUDED: usize = 0
let STRONG: usize = 0
let IS_ACTIVE: usize = 0
let ACTIVE: usize = 0
let entered: i32 = 0
let b0: f64 = 0
let variance: f64 = 0
let furthest: f64 = 0
let leastVariance: f64 = 0
let l1: f64 = 0
let l2: f64 = 0
let screening: f64 = 0

// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize): f64 {
  let s0 = v128.splat<f64>(0)
  let s1 = v128.splat<f64>(0)
  let s2 = v128.splat<f64>(0)
  let s3 = v128.splat<f64>(0)
  const end = a + BYTES
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

// @ts-ignore: decorator
@inline
function dot32(a: usize, b: usize): f32 {
  let s0 = v128.splat<f32>(0)
  let s1 = v128.splat<f32>(0)
  const end = a + (BYTES >> 1)
  while (a < end) {
    s0 = v128.add<f32>(s0, v128.mul<f32>(v128.load(a), v128.load(b)))
    s1 = v128.add<f32>(s1, v128.mul<f32>(v128.load(a, 16), v128.load(b, 16)))
    a += 32
    b += 32
  }
  const sum = v128.add<f32>(s0, s1)
  return v128.extract_lane<f32>(sum, 0) + v128.extract_lane<f32>(sum, 1) + (v128.extract_lane<f32>(sum, 2) + v128.extract_lane<f32>(sum, 3))
}

// @ts-ignore: decorator
@inline
function addressOf(j: i32): usize {
  return <usize>load<u32>(ADDRESS + (<usize>j << 2))
}

/** Where column j can be read until the next one is. */
function read(j: i32): usize {
  const at = addressOf(j)
  if (at != 0) return at
  bring(j, PASSING)
  return PASSING
}

/** Holds column j from now on; false where the memory cannot grow so far. */
function hold(j: i32): bool {
  if (addressOf(j) != 0) return true
  const end = <u64>HELD + <u64>(held + 1) * (<u64>BYTES << 1)
  if (end > 0xFFFF0000) return false
  const missing = <i32>((end + 65535) >> 16) - memory.size()
  if (missing > 0 && memory.grow(max(missing, 64)) < 0 && memory.grow(missing) < 0) return false
  const at = HELD + <usize>held * (BYTES << 1)
  held++
  bring(j, at)
  store<u32>(ADDRESS + (<usize>j << 2), <u32>at)
  return true
}

/** What the residuals are still to lose: MOVED_BY times the column at MOVED, 0 for nothing. */
let MOVED: usize = 0
let MOVED_BY: f64 = 0

/** Scalar product with the residuals as they are after the step that is still to be taken; the step is taken on the way. */
// @ts-ignore: decorator
@inline
function dotWithResiduals(a: usize): f64 {
  let column = MOVED
  if (column == 0) return dot(a, R)
  MOVED = 0
  const factor = v128.splat<f64>(MOVED_BY)
  let s0 = v128.splat<f64>(0)
  let s1 = v128.splat<f64>(0)
  let s2 = v128.splat<f64>(0)
  let s3 = v128.splat<f64>(0)
  let r = R
  const end = a + BYTES
  while (a < end) {
    const r0 = v128.sub<f64>(v128.load(r), v128.mul<f64>(factor, v128.load(column)))
    const r1 = v128.sub<f64>(v128.load(r, 16), v128.mul<f64>(factor, v128.load(column, 16)))
    const r2 = v128.sub<f64>(v128.load(r, 32), v128.mul<f64>(factor, v128.load(column, 32)))
    const r3 = v128.sub<f64>(v128.load(r, 48), v128.mul<f64>(factor, v128.load(column, 48)))
    v128.store(r, r0)
    v128.store(r, r1, 16)
    v128.store(r, r2, 32)
    v128.store(r, r3, 48)
    s0 = v128.add<f64>(s0, v128.mul<f64>(v128.load(a), r0))
    s1 = v128.add<f64>(s1, v128.mul<f64>(v128.load(a, 16), r1))
    s2 = v128.add<f64>(s2, v128.mul<f64>(v128.load(a, 32), r2))
    s3 = v128.add<f64>(s3, v128.mul<f64>(v128.load(a, 48), r3))
    a += 64
    r += 64
    column += 64
  }
  const sum = v128.add<f64>(v128.add<f64>(s0, s2), v128.add<f64>(s1, s3))
  return v128.extract_lane<f64>(sum, 0) + v128.extract_lane<f64>(sum, 1)
}

/** residuals −= by · column, at the next scalar product with them. */
// @ts-ignore: decorator
@inline
function moveResiduals(by: f64, column: usize): void {
  MOVED = column
  MOVED_BY = by
}

// @ts-ignore: decorator
@inline
function weigh(j: i32): void {
  let x = addressOf(j)
  let into = x + BYTES
  let v = V
  const end = x + BYTES
  let s0 = v128.splat<f64>(0)
  let s1 = v128.splat<f64>(0)
  let s2 = v128.splat<f64>(0)
  let s3 = v128.splat<f64>(0)
  while (x < end) {
    const x0 = v128.load(x)
    const x1 = v128.load(x, 16)
    const x2 = v128.load(x, 32)
    const x3 = v128.load(x, 48)
    const p0 = v128.mul<f64>(v128.load(v), x0)
    const p1 = v128.mul<f64>(v128.load(v, 16), x1)
    const p2 = v128.mul<f64>(v128.load(v, 32), x2)
    const p3 = v128.mul<f64>(v128.load(v, 48), x3)
    v128.store(into, p0)
    v128.store(into, p1, 16)
    v128.store(into, p2, 32)
    v128.store(into, p3, 48)
    s0 = v128.add<f64>(s0, v128.mul<f64>(p0, x0))
    s1 = v128.add<f64>(s1, v128.mul<f64>(p1, x1))
    s2 = v128.add<f64>(s2, v128.mul<f64>(p2, x2))
    s3 = v128.add<f64>(s3, v128.mul<f64>(p3, x3))
    x += 64
    into += 64
    v += 64
  }
  const sum = v128.add<f64>(v128.add<f64>(s0, s2), v128.add<f64>(s1, s3))
  store<f64>(CURVATURE + (<usize>j << 3), v128.extract_lane<f64>(sum, 0) + v128.extract_lane<f64>(sum, 1))
}

// @ts-ignore: decorator
@inline
function update(j: i32): f64 {
  const at = <usize>j << 3
  const beta = load<f64>(B + at)
  const curvature = load<f64>(CURVATURE + at)
  const penalty = load<f64>(PENALTY + at)
  const x = addressOf(j)
  const u = dotWithResiduals(x) + curvature * beta
  const excess = abs(u) - penalty * l1
  const next = excess > 0 ? (u > 0 ? excess : -excess) / (curvature + penalty * l2) : 0
  const change = next - beta
  if (change == 0) return 0
  store<f64>(B + at, next)
  moveResiduals(change, x + BYTES)
  return curvature * change * change
}

// @ts-ignore: decorator
@inline
function moveIntercept(): f64 {
  const change = dotWithResiduals(ONES) / variance
  if (change == 0) return 0
  b0 += change
  moveResiduals(change, V)
  return variance * change * change
}

/** Linear predictor, probabilities, working weights and residuals; gives Σ v, or 0 where nothing is left to fit. */
function move(): f64 {
  MOVED = 0 // the residuals are computed anew
  for (let i = 0; i < N; i++) {
    const at = <usize>i << 3
    store<f64>(ETA + at, b0 + load<f64>(OFFSET + at))
  }
  for (let a = 0; a < entered; a++) {
    const j = load<i32>(ACTIVE + (<usize>a << 2))
    const value = load<f64>(B + (<usize>j << 3))
    if (value == 0) continue
    const factor = v128.splat<f64>(value)
    let x = addressOf(j)
    for (let e = ETA; e < ETA + BYTES; e += 16, x += 16)
      v128.store(e, v128.add<f64>(v128.load(e), v128.mul<f64>(factor, v128.load(x))))
  }
  let sum: f64 = 0
  for (let i = 0; i < N; i++) {
    const at = <usize>i << 3
    const e = load<f64>(ETA + at)
    const q = e < -furthest ? 0 : e > furthest ? 1 : 1 / (1 + exp(-e))
    store<f64>(Q + at, q)
    const v = load<f64>(W + at) * q * (1 - q)
    store<f64>(V + at, v)
    sum += v
  }
  if (sum <= leastVariance) return 0
  for (let i = 0; i < N; i++) {
    const at = <usize>i << 3
    store<f64>(R + at, load<f64>(W + at) * (load<f64>(Y + at) - load<f64>(Q + at)))
  }
  return sum
}

function loss(): f64 {
  let sum: f64 = 0
  for (let i = 0; i < N; i++) {
    const at = <usize>i << 3
    const w = load<f64>(W + at)
    if (w == 0) continue
    const q = min(max(SMALLEST, load<f64>(Q + at)), 1 - SMALLEST)
    sum -= w * log(load<f64>(Y + at) == 1 ? q : 1 - q)
  }
  return sum
}

/** The bound of rounding of a float32 gradient is this times the column's norm. Residuals are brought to float32. */
function prepareScreening(): void {
  const norm = Math.sqrt(dot(R, R))
  screening = norm * 1.2e-7 * (<f64>N / 8 + 12)
  for (let i = 0; i < N; i++) store<f32>(RF + (<usize>i << 2), <f32>load<f64>(R + (<usize>i << 3)))
}

// @ts-ignore: decorator
@inline
function exactGradient(j: i32): f64 {
  const g = abs(dot(read(j), R))
  store<f64>(GRADIENT + (<usize>j << 3), g)
  return g
}

/** Whether the gradient of column j exceeds a limit, decided in float64 where float32 leaves a doubt. */
// @ts-ignore: decorator
@inline
function exceeds(j: i32, g: f64, limit: f64): bool {
  const doubt = screening * load<f64>(NORM + (<usize>j << 3))
  if (g < limit - doubt) return false
  if (g > limit + doubt) return true
  return exactGradient(j) > limit
}

/** holdsAll  1 where every column is held from the start; else those that may enter, and float32 copies of the others */
export function solve(
  n: i32,
  p: i32,
  count: i32,
  isGiven: i32,
  holdsAll: i32,
  y: usize,
  w: usize,
  offset: usize,
  penalty: usize,
  included: usize,
  lambda: usize,
  intercepts: usize,
  ratios: usize,
  sizes: usize,
  values: usize,
  capacity: i32,
  work: usize,
  start: f64,
  alpha: f64,
  threshold: f64,
  factor: f64,
  maximumPasses: f64,
  info: usize,
): i32 {
  N = n
  P = p
  BYTES = <usize>n << 3
  Y = y
  W = w
  OFFSET = offset
  PENALTY = penalty
  INCLUDED = included
  const columns = <usize>p << 3
  V = work
  R = V + BYTES
  Q = R + BYTES
  ETA = Q + BYTES
  RF = ETA + BYTES
  ONES = RF + BYTES
  PASSING = ONES + BYTES
  XF = PASSING + BYTES
  B = XF + (BYTES >> 1) * p
  BEFORE = B + columns
  CURVATURE = BEFORE + columns
  GRADIENT = CURVATURE + columns
  NORM = GRADIENT + columns
  ACTIVE = NORM + columns
  STRONG = ACTIVE + columns
  IS_ACTIVE = STRONG + columns
  ADDRESS = IS_ACTIVE + columns
  HELD = ADDRESS + columns
  held = 0
  memory.fill(B, 0, 4 * columns)
  memory.fill(STRONG, 0, 3 * columns)
  furthest = log(1 / SMALLEST - 1)
  leastVariance = (1 + SMALLEST) * SMALLEST * (1 - SMALLEST)
  for (let i = 0; i < n; i++) store<f64>(ONES + (<usize>i << 3), 1)
  b0 = start
  entered = 0
  variance = move()
  const nullLoss = loss()
  const stop = threshold * nullLoss
  for (let j = 0; j < p; j++) {
    if (holdsAll && !hold(j)) return -1
    const from = read(j)
    const to = XF + <usize>j * (BYTES >> 1)
    for (let i = 0; i < n; i++) store<f32>(to + (<usize>i << 2), <f32>load<f64>(from + (<usize>i << 3)))
    store<f64>(NORM + (<usize>j << 3), Math.sqrt(dot(from, from)))
    if (load<u8>(INCLUDED + j)) store<f64>(GRADIENT + (<usize>j << 3), abs(dot(from, R)))
  }
  prepareScreening()

  let current: f64 = 0
  let previous: f64 = 0
  let passes: f64 = 0
  let steps = 0
  let written = 0
  let complete = 1
  for (let l = 0; l < count && complete == 1; l++) {
    previous = current
    if (isGiven) current = load<f64>(lambda + (<usize>l << 3))
    else if (l > 1) current *= factor
    else if (l == 0) current = ENDLESS
    else {
      previous = 0
      for (let j = 0; j < p; j++) {
        const penalised = load<f64>(PENALTY + (<usize>j << 3))
        if (load<u8>(INCLUDED + j) && penalised > 0)
          previous = max(previous, load<f64>(GRADIENT + (<usize>j << 3)) / penalised)
      }
      previous /= max(alpha, 1e-3)
      current = previous * factor
    }
    l1 = current * alpha
    l2 = current * (1 - alpha)
    const limit = alpha * (2 * current - previous)
    for (let j = 0; j < p; j++) {
      if (load<u8>(STRONG + j) || !load<u8>(INCLUDED + j)) continue
      const at = <usize>j << 3
      if (!exceeds(j, load<f64>(GRADIENT + at), limit * load<f64>(PENALTY + at))) continue
      if (!hold(j)) return -1
      store<u8>(STRONG + j, 1)
    }

    while (true) {
      const before0 = b0
      for (let a = 0; a < entered; a++) {
        const at = <usize>load<i32>(ACTIVE + (<usize>a << 2)) << 3
        store<f64>(BEFORE + at, load<f64>(B + at))
      }
      for (let j = 0; j < p; j++) if (load<u8>(STRONG + j)) weigh(j)

      while (true) {
        if (++passes > maximumPasses) {
          complete = 0
          break
        }
        let largest: f64 = 0
        for (let j = 0; j < p; j++) {
          if (!load<u8>(STRONG + j)) continue
          const at = <usize>j << 3
          const beta = load<f64>(B + at)
          const moved = update(j)
          if (load<f64>(B + at) == beta) continue
          if (!load<u8>(IS_ACTIVE + j)) {
            store<u8>(IS_ACTIVE + j, 1)
            store<i32>(ACTIVE + (<usize>entered << 2), j)
            entered++
          }
          largest = max(largest, moved)
        }
        largest = max(largest, moveIntercept())
        if (largest < stop) break
        do {
          if (++passes > maximumPasses) {
            complete = 0
            break
          }
          largest = 0
          for (let a = 0; a < entered; a++) largest = max(largest, update(load<i32>(ACTIVE + (<usize>a << 2))))
          largest = max(largest, moveIntercept())
        } while (!(largest < stop))
        if (complete == 0) break
      }
      if (complete == 0) break

      variance = move()
      if (variance == 0) break
      let resting = variance * (b0 - before0) * (b0 - before0) < stop
      for (let a = 0; resting && a < entered; a++) {
        const at = <usize>load<i32>(ACTIVE + (<usize>a << 2)) << 3
        const d = load<f64>(B + at) - load<f64>(BEFORE + at)
        if (!(load<f64>(CURVATURE + at) * d * d < stop)) resting = false
      }
      if (!resting) continue
      prepareScreening()
      let violated = false
      for (let j = 0; j < p; j++) {
        if (load<u8>(STRONG + j) || !load<u8>(INCLUDED + j)) continue
        const at = <usize>j << 3
        const bound = l1 * load<f64>(PENALTY + at)
        let over: bool
        if (l == 0) over = exactGradient(j) > bound
        else {
          const g = abs(<f64>dot32(XF + <usize>j * (BYTES >> 1), RF))
          store<f64>(GRADIENT + at, g)
          over = exceeds(j, g, bound)
        }
        if (!over) continue
        if (!hold(j)) return -1
        store<u8>(STRONG + j, 1)
        violated = true
      }
      if (!violated) break
    }
    if (complete == 0) break

    if (written + entered > capacity) return -1
    store<f64>(lambda + (<usize>l << 3), current)
    store<f64>(intercepts + (<usize>l << 3), b0)
    store<i32>(sizes + (<usize>l << 2), entered)
    for (let a = 0; a < entered; a++)
      store<f64>(values + (<usize>(written + a) << 3), load<f64>(B + (<usize>load<i32>(ACTIVE + (<usize>a << 2)) << 3)))
    written += entered
    const ratio = (nullLoss - loss()) / nullLoss
    store<f64>(ratios + (<usize>l << 3), ratio)
    steps = l + 1
    if (isGiven || steps < min(LEAST_STEPS, count)) continue
    const gain = ratio - (l == 0 ? 0 : load<f64>(ratios + (<usize>(l - 1) << 3)))
    if (gain < LEAST_GAIN || ratio > MOST_EXPLAINED || variance == 0) break
  }
  store<f64>(info, nullLoss)
  store<f64>(info + 8, <f64>entered)
  store<f64>(info + 16, <f64>complete)
  store<f64>(info + 24, <f64>ACTIVE)
  return steps
}
