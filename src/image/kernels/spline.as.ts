// The cubic B-spline's prefilter and interpolation over blocks of doubles: the sums of grid/bspline.ts and
// grid/bspline-resample.ts in the same order, side by side over neighbouring lines. And the extremes and the sum of voxels.

/** The causal filter's first value at the image's border. */
// @ts-ignore: decorator
@inline
function start(at: usize, stride: usize, n: i32, whole: i32, horizon: i32, z: f64): f64 {
  let power = z
  let sum = load<f64>(at)
  if (horizon < whole) {
    for (let i = 1; i < horizon; i++) {
      sum += power * load<f64>(at + <usize>i * stride)
      power *= z
    }
    return sum
  }
  const inverse = 1 / z
  let back = 1.0
  for (let i = 0; i < n - 1; i++) back *= z
  sum += back * load<f64>(at + <usize>(n - 1) * stride)
  back = back * back * inverse
  for (let i = 1; i <= n - 2; i++) {
    sum += (power + back) * load<f64>(at + <usize>i * stride)
    power *= z
    back *= inverse
  }
  return sum / (1 - power * power)
}

/** Lines of n samples a `stride` (bytes) apart; `side` neighbouring lines, 8 bytes apart. */
export function across(values: usize, n: i32, stride: usize, side: i32, atStart: bool, atEnd: bool, whole: i32, horizon: i32, z: f64, gain: f64): void {
  const gains = f64x2.splat(gain)
  const poles = f64x2.splat(z)
  const minus = f64x2.splat(-z)
  const one = f64x2.splat(1 - z)
  const ending = f64x2.splat(z / (z * z - 1))
  let l = 0
  for (; l < side; l += 8) {
    const width = min(8, side - l)
    const base = values + ((<usize>l) << 3)
    if (width < 8) {
      // The last few lines one by one.
      for (let k = 0; k < width; k++) line(base + ((<usize>k) << 3), n, stride, atStart, atEnd, whole, horizon, z, gain)
      continue
    }
    for (let i = 0; i < n; i++) {
      const p = base + <usize>i * stride
      v128.store(p, f64x2.mul(v128.load(p), gains))
      v128.store(p, f64x2.mul(v128.load(p, 16), gains), 16)
      v128.store(p, f64x2.mul(v128.load(p, 32), gains), 32)
      v128.store(p, f64x2.mul(v128.load(p, 48), gains), 48)
    }
    if (atStart) {
      for (let k = 0; k < 8; k++) {
        const p = base + ((<usize>k) << 3)
        store<f64>(p, start(p, stride, n, whole, horizon, z))
      }
    } else {
      v128.store(base, f64x2.div(v128.load(base), one))
      v128.store(base, f64x2.div(v128.load(base, 16), one), 16)
      v128.store(base, f64x2.div(v128.load(base, 32), one), 32)
      v128.store(base, f64x2.div(v128.load(base, 48), one), 48)
    }
    let a = v128.load(base)
    let b = v128.load(base, 16)
    let c = v128.load(base, 32)
    let d = v128.load(base, 48)
    let p = base
    for (let i = 1; i < n; i++) {
      p += stride
      a = f64x2.add(v128.load(p), f64x2.mul(poles, a))
      b = f64x2.add(v128.load(p, 16), f64x2.mul(poles, b))
      c = f64x2.add(v128.load(p, 32), f64x2.mul(poles, c))
      d = f64x2.add(v128.load(p, 48), f64x2.mul(poles, d))
      v128.store(p, a)
      v128.store(p, b, 16)
      v128.store(p, c, 32)
      v128.store(p, d, 48)
    }
    if (atEnd) {
      const q = p - stride
      a = f64x2.mul(ending, f64x2.add(f64x2.mul(poles, v128.load(q)), a))
      b = f64x2.mul(ending, f64x2.add(f64x2.mul(poles, v128.load(q, 16)), b))
      c = f64x2.mul(ending, f64x2.add(f64x2.mul(poles, v128.load(q, 32)), c))
      d = f64x2.mul(ending, f64x2.add(f64x2.mul(poles, v128.load(q, 48)), d))
    } else {
      a = f64x2.div(f64x2.mul(minus, a), one)
      b = f64x2.div(f64x2.mul(minus, b), one)
      c = f64x2.div(f64x2.mul(minus, c), one)
      d = f64x2.div(f64x2.mul(minus, d), one)
    }
    v128.store(p, a)
    v128.store(p, b, 16)
    v128.store(p, c, 32)
    v128.store(p, d, 48)
    for (let i = n - 2; i >= 0; i--) {
      p -= stride
      a = f64x2.mul(poles, f64x2.sub(a, v128.load(p)))
      b = f64x2.mul(poles, f64x2.sub(b, v128.load(p, 16)))
      c = f64x2.mul(poles, f64x2.sub(c, v128.load(p, 32)))
      d = f64x2.mul(poles, f64x2.sub(d, v128.load(p, 48)))
      v128.store(p, a)
      v128.store(p, b, 16)
      v128.store(p, c, 32)
      v128.store(p, d, 48)
    }
  }
}

function line(at: usize, n: i32, stride: usize, atStart: bool, atEnd: bool, whole: i32, horizon: i32, z: f64, gain: f64): void {
  for (let i = 0; i < n; i++) {
    const p = at + <usize>i * stride
    store<f64>(p, load<f64>(p) * gain)
  }
  let before = atStart ? start(at, stride, n, whole, horizon, z) : load<f64>(at) / (1 - z)
  store<f64>(at, before)
  let p = at
  for (let i = 1; i < n; i++) {
    p += stride
    before = load<f64>(p) + z * before
    store<f64>(p, before)
  }
  before = atEnd ? (z / (z * z - 1)) * (z * load<f64>(p - stride) + before) : (-z * before) / (1 - z)
  store<f64>(p, before)
  for (let i = n - 2; i >= 0; i--) {
    p -= stride
    before = z * (before - load<f64>(p))
    store<f64>(p, before)
  }
}

/** Rows of n samples next to each other: eight rows are turned into eight lines side by side, filtered, and turned back. */
export function along(values: usize, n: i32, rows: i32, atStart: bool, atEnd: bool, whole: i32, horizon: i32, z: f64, gain: f64, scratch: usize): void {
  const bytes = (<usize>n) << 3
  let r = 0
  for (; r + 7 < rows; r += 8) {
    const base = values + <usize>r * bytes
    for (let pair = 0; pair < 4; pair++) {
      const p = base + <usize>(2 * pair) * bytes
      const q = p + bytes
      let to = scratch + ((<usize>pair) << 4)
      let i: usize = 0
      for (; i + 8 < bytes; i += 16) {
        const a = v128.load(p + i)
        const b = v128.load(q + i)
        v128.store(to, i64x2.shuffle(a, b, 0, 2))
        v128.store(to, i64x2.shuffle(a, b, 1, 3), 64)
        to += 128
      }
      if (i < bytes) {
        store<f64>(to, load<f64>(p + i))
        store<f64>(to, load<f64>(q + i), 8)
      }
    }
    across(scratch, n, 64, 8, atStart, atEnd, whole, horizon, z, gain)
    for (let pair = 0; pair < 4; pair++) {
      const p = base + <usize>(2 * pair) * bytes
      const q = p + bytes
      let from = scratch + ((<usize>pair) << 4)
      let i: usize = 0
      for (; i + 8 < bytes; i += 16) {
        const a = v128.load(from)
        const b = v128.load(from, 64)
        v128.store(p + i, i64x2.shuffle(a, b, 0, 2))
        v128.store(q + i, i64x2.shuffle(a, b, 1, 3))
        from += 128
      }
      if (i < bytes) {
        store<f64>(p + i, load<f64>(from))
        store<f64>(q + i, load<f64>(from, 8))
      }
    }
  }
  for (; r < rows; r++) line(values + <usize>r * bytes, n, 8, atStart, atEnd, whole, horizon, z, gain)
}

/** Interpolates rows: four places and weights for each of `count` outputs. */
export function takeAlong(values: usize, rows: i32, rowBytes: usize, places: usize, weights: usize, count: i32, out: usize): void {
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < count; i++) {
      const at = places + ((<usize>i) << 4)
      const w = weights + ((<usize>i) << 5)
      const sum =
        load<f64>(w) * load<f64>(values + ((<usize>load<i32>(at)) << 3)) +
        load<f64>(w, 8) * load<f64>(values + ((<usize>load<i32>(at, 4)) << 3)) +
        load<f64>(w, 16) * load<f64>(values + ((<usize>load<i32>(at, 8)) << 3)) +
        load<f64>(w, 24) * load<f64>(values + ((<usize>load<i32>(at, 12)) << 3))
      store<f64>(out, sum)
      out += 8
    }
    values += rowBytes
  }
}

/** Weighted sums of four rows of `width` doubles, for each of `count` outputs. */
export function takeAcross(values: usize, width: i32, places: usize, weights: usize, count: i32, out: usize): void {
  const bytes = (<usize>width) << 3
  for (let i = 0; i < count; i++) {
    const at = places + ((<usize>i) << 4)
    const w = weights + ((<usize>i) << 5)
    const a = values + <usize>load<i32>(at) * bytes
    const b = values + <usize>load<i32>(at, 4) * bytes
    const c = values + <usize>load<i32>(at, 8) * bytes
    const d = values + <usize>load<i32>(at, 12) * bytes
    const wa = v128.load64_splat(w)
    const wb = v128.load64_splat(w, 8)
    const wc = v128.load64_splat(w, 16)
    const wd = v128.load64_splat(w, 24)
    let x: usize = 0
    for (; x + 8 < bytes; x += 16) {
      let sum = f64x2.add(f64x2.mul(wa, v128.load(a + x)), f64x2.mul(wb, v128.load(b + x)))
      sum = f64x2.add(sum, f64x2.mul(wc, v128.load(c + x)))
      v128.store(out + x, f64x2.add(sum, f64x2.mul(wd, v128.load(d + x))))
    }
    if (x < bytes)
      store<f64>(
        out + x,
        load<f64>(w) * load<f64>(a + x) + load<f64>(w, 8) * load<f64>(b + x) + load<f64>(w, 16) * load<f64>(c + x) + load<f64>(w, 24) * load<f64>(d + x),
      )
    out += bytes
  }
}

/**
 * Sums cast to the image's type: whole numbers (as i32) cut off and clamped, or f32. flags tell where an error of the sum
 * could change what is stored. Gives how many.
 */
export function finishWhole(sums: usize, n: i32, error: f64, least: f64, most: f64, out: usize, flags: usize): i32 {
  let doubtful = 0
  for (let i = 0; i < n; i++) {
    const value = load<f64>(sums + ((<usize>i) << 3))
    // Both sides of 0 are cut off to 0.
    const whole = floor(value + 0.5)
    const doubt = i32(whole != 0 && abs(value - whole) <= error)
    store<u8>(flags + <usize>i, <u8>doubt)
    doubtful += doubt
    store<i32>(out + ((<usize>i) << 2), <i32>trunc(min(max(value, least), most)))
  }
  return doubtful
}

export function finishSingle(sums: usize, n: i32, error: f64, out: usize, flags: usize): i32 {
  let doubtful = 0
  for (let i = 0; i < n; i++) {
    const value = load<f64>(sums + ((<usize>i) << 3))
    const doubt = i32(<f32>(value - error) != <f32>(value + error))
    store<u8>(flags + <usize>i, <u8>doubt)
    doubtful += doubt
    store<f32>(out + ((<usize>i) << 2), <f32>value)
  }
  return doubtful
}
