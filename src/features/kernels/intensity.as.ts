// Intensities of a region: gathered from its box by spans (runs of voxels along x), binned, counted, laid into a grid of
// levels, and described. Spans are triples (start in the box, start in the grid, length), all u32.

// @ts-ignore: decorator
@inline
function two<T>(p: usize): v128 {
  if (sizeof<T>() == 8) return v128.load(p)
  if (sizeof<T>() == 2) return f64x2.convert_low_i32x4_s(i32x4.extend_low_i16x8_s(v128.load32_zero(p)))
  return f64x2.promote_low_f32x4(v128.load64_zero(p))
}

// @ts-ignore: decorator
@inline
function gather<T>(block: usize, spans: usize, count: i32, values: usize, out: usize): void {
  let low = f64x2.splat(Infinity)
  let high = f64x2.splat(-Infinity)
  let bad = f64x2.splat(0)
  let to = values
  for (let s = 0; s < count; s++) {
    const span = spans + <usize>s * 12
    let p = block + <usize>load<u32>(span) * sizeof<T>()
    let n = <i32>load<u32>(span + 8)
    for (; n >= 2; n -= 2) {
      const v = two<T>(p)
      v128.store(to, v)
      low = f64x2.pmin(low, v)
      high = f64x2.pmax(high, v)
      bad = f64x2.add(bad, f64x2.sub(v, v))
      p += 2 * sizeof<T>()
      to += 16
    }
    if (n) {
      const v = f64x2.splat(<f64>load<T>(p))
      store<f64>(to, <f64>load<T>(p))
      low = f64x2.pmin(low, v)
      high = f64x2.pmax(high, v)
      bad = f64x2.add(bad, f64x2.sub(v, v))
      to += 8
    }
  }
  store<f64>(out, min(f64x2.extract_lane(low, 0), f64x2.extract_lane(low, 1)))
  store<f64>(out + 8, max(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1)))
  store<f64>(out + 16, f64x2.extract_lane(bad, 0) + f64x2.extract_lane(bad, 1))
}

export function gatherSingle(block: usize, spans: usize, count: i32, values: usize, out: usize): void {
  gather<f32>(block, spans, count, values, out)
}
export function gatherDouble(block: usize, spans: usize, count: i32, values: usize, out: usize): void {
  gather<f64>(block, spans, count, values, out)
}
export function gatherShort(block: usize, spans: usize, count: i32, values: usize, out: usize): void {
  gather<i16>(block, spans, count, values, out)
}

/** By halves, so that rounding grows with the logarithm of the length. */
export function sum(values: usize, from: i32, to: i32): f64 {
  if (to - from > 128) {
    const middle = (from + to) >> 1
    return sum(values, from, middle) + sum(values, middle, to)
  }
  let a = f64x2.splat(0)
  let b = f64x2.splat(0)
  let i = from
  for (; i + 3 < to; i += 4) {
    const p = values + ((<usize>i) << 3)
    a = f64x2.add(a, v128.load(p))
    b = f64x2.add(b, v128.load(p + 16))
  }
  a = f64x2.add(a, b)
  let total = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1)
  for (; i < to; i++) total += load<f64>(values + ((<usize>i) << 3))
  return total
}

/** The bin (from 1) of each value, and how many values each holds. `twice` is a second histogram. */
export function bin(values: usize, n: i32, low: f64, step: f64, inverse: f64, raw: usize, counts: usize, twice: usize, bins: i32): void {
  const lows = f64x2.splat(low)
  const steps = f64x2.splat(step)
  const inverses = f64x2.splat(inverse)
  const one = f64x2.splat(1)
  let i = 0
  for (; i < n; i += 2) {
    const v = v128.load(values + ((<usize>i) << 3))
    const b = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.sub(v, lows), inverses))
    const d = f64x2.convert_low_i32x4_s(b)
    const less = f64x2.lt(v, f64x2.add(lows, f64x2.mul(d, steps)))
    const more = v128.andnot(f64x2.ge(v, f64x2.add(lows, f64x2.mul(f64x2.add(d, one), steps))), less)
    const moved = i64x2.sub(less, more)
    const level = i32x4.add(b, i32x4.shuffle(moved, moved, 0, 2, 0, 2))
    const first = i32x4.extract_lane(level, 0) + 1
    store<u16>(raw + ((<usize>i) << 1), <u16>first)
    const at = counts + ((<usize>first) << 2)
    store<u32>(at, load<u32>(at) + 1)
    if (i + 1 < n) {
      const second = i32x4.extract_lane(level, 1) + 1
      store<u16>(raw + ((<usize>i) << 1) + 2, <u16>second)
      const other = twice + ((<usize>second) << 2)
      store<u32>(other, load<u32>(other) + 1)
    }
  }
  for (let k = 0; k < bins; k++) {
    const at = counts + ((<usize>k) << 2)
    store<u32>(at, load<u32>(at) + load<u32>(twice + ((<usize>k) << 2)))
  }
}

/** Lays levels into the grid: by a table of bins, or, where no bin is empty, by taking `base` off. */
export function place(raw: usize, spans: usize, count: i32, table: usize, base: i32, grid: usize): void {
  let from = raw
  const bases = i16x8.splat(<i16>base)
  for (let s = 0; s < count; s++) {
    const span = spans + <usize>s * 12
    let to = grid + ((<usize>load<u32>(span + 4)) << 1)
    let n = <i32>load<u32>(span + 8)
    if (base >= 0) {
      for (; n >= 8; n -= 8) {
        v128.store(to, i16x8.sub(v128.load(from), bases))
        to += 16
        from += 16
      }
      for (; n > 0; n--) {
        store<u16>(to, <u16>(<i32>load<u16>(from) - base))
        to += 2
        from += 2
      }
    } else {
      for (; n > 0; n--) {
        store<u16>(to, load<u16>(table + ((<usize>load<u16>(from)) << 1)))
        to += 2
        from += 2
      }
    }
  }
}

/** Collects the values of the bins that hold a wanted rank; wanted: `many` bins (u16 each, 16 bytes apart, splatted). */
export function pick(raw: usize, values: usize, n: i32, wanted: usize, many: i32, ends: usize): void {
  for (let i = 0; i < n; i += 8) {
    const r = v128.load(raw + ((<usize>i) << 1))
    let any = i16x8.splat(0)
    for (let w = 0; w < many; w++) any = v128.or(any, i16x8.eq(r, v128.load(wanted + ((<usize>w) << 4))))
    let bits = i16x8.bitmask(any)
    while (bits) {
      const at = i + <i32>ctz(bits)
      bits &= bits - 1
      if (at >= n) break
      const own = load<u16>(raw + ((<usize>at) << 1))
      for (let w = 0; w < many; w++) {
        if (load<u16>(wanted + ((<usize>w) << 4)) != own) continue
        const end = ends + ((<usize>w) << 2)
        const to = <usize>load<u32>(end)
        store<f64>(to, load<f64>(values + ((<usize>at) << 3)))
        store<u32>(end, <u32>to + 8)
        break
      }
    }
  }
}

/** The k-th smallest (from 0) of n values, which are rearranged: those behind it are not smaller. */
export function select(list: usize, n: i32, k: i32): f64 {
  let left = 0
  let right = n - 1
  const wanted = list + ((<usize>k) << 3)
  while (left < right) {
    const pivot = load<f64>(wanted)
    let i = left
    let j = right
    do {
      while (load<f64>(list + ((<usize>i) << 3)) < pivot) i++
      while (pivot < load<f64>(list + ((<usize>j) << 3))) j--
      if (i <= j) {
        const p = list + ((<usize>i) << 3)
        const q = list + ((<usize>j) << 3)
        const kept = load<f64>(p)
        store<f64>(p, load<f64>(q))
        store<f64>(q, kept)
        i++
        j--
      }
    } while (i <= j)
    if (j < k) left = i
    if (k < i) right = j
  }
  return load<f64>(wanted)
}

/** Sums over all values: energy, |d|, d², d³, d⁴, and within [p10, p90] the number and the sum. */
export function moments(values: usize, n: i32, mean: f64, shift: f64, p10: f64, p90: f64, out: usize): void {
  const means = f64x2.splat(mean)
  const shifts = f64x2.splat(shift)
  const lows = f64x2.splat(p10)
  const highs = f64x2.splat(p90)
  let energy = f64x2.splat(0)
  let absolute = f64x2.splat(0)
  let m2 = f64x2.splat(0)
  let m3 = f64x2.splat(0)
  let m4 = f64x2.splat(0)
  let count = i64x2.splat(0)
  let inner = f64x2.splat(0)
  let i = 0
  for (; i + 1 < n; i += 2) {
    const v = v128.load(values + ((<usize>i) << 3))
    const s = f64x2.add(v, shifts)
    energy = f64x2.add(energy, f64x2.mul(s, s))
    const d = f64x2.sub(v, means)
    absolute = f64x2.add(absolute, f64x2.abs(d))
    const d2 = f64x2.mul(d, d)
    m2 = f64x2.add(m2, d2)
    m3 = f64x2.add(m3, f64x2.mul(d2, d))
    m4 = f64x2.add(m4, f64x2.mul(d2, d2))
    const inside = v128.and(f64x2.ge(v, lows), f64x2.le(v, highs))
    count = i64x2.sub(count, inside)
    inner = f64x2.add(inner, v128.and(v, inside))
  }
  store<f64>(out, f64x2.extract_lane(energy, 0) + f64x2.extract_lane(energy, 1))
  store<f64>(out + 8, f64x2.extract_lane(absolute, 0) + f64x2.extract_lane(absolute, 1))
  store<f64>(out + 16, f64x2.extract_lane(m2, 0) + f64x2.extract_lane(m2, 1))
  store<f64>(out + 24, f64x2.extract_lane(m3, 0) + f64x2.extract_lane(m3, 1))
  store<f64>(out + 32, f64x2.extract_lane(m4, 0) + f64x2.extract_lane(m4, 1))
  store<f64>(out + 40, <f64>(i64x2.extract_lane(count, 0) + i64x2.extract_lane(count, 1)))
  store<f64>(out + 48, f64x2.extract_lane(inner, 0) + f64x2.extract_lane(inner, 1))
  if (i < n) {
    const v = load<f64>(values + ((<usize>i) << 3))
    const s = v + shift
    const d = v - mean
    store<f64>(out, load<f64>(out) + s * s)
    store<f64>(out + 8, load<f64>(out + 8) + abs(d))
    store<f64>(out + 16, load<f64>(out + 16) + d * d)
    store<f64>(out + 24, load<f64>(out + 24) + d * d * d)
    store<f64>(out + 32, load<f64>(out + 32) + d * d * (d * d))
    if (v >= p10 && v <= p90) {
      store<f64>(out + 40, load<f64>(out + 40) + 1)
      store<f64>(out + 48, load<f64>(out + 48) + v)
    }
  }
}

export function robust(values: usize, n: i32, mean: f64, p10: f64, p90: f64): f64 {
  const means = f64x2.splat(mean)
  const lows = f64x2.splat(p10)
  const highs = f64x2.splat(p90)
  let total = f64x2.splat(0)
  let i = 0
  for (; i + 1 < n; i += 2) {
    const v = v128.load(values + ((<usize>i) << 3))
    const inside = v128.and(f64x2.ge(v, lows), f64x2.le(v, highs))
    total = f64x2.add(total, v128.and(f64x2.abs(f64x2.sub(v, means)), inside))
  }
  let result = f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1)
  if (i < n) {
    const v = load<f64>(values + ((<usize>i) << 3))
    if (v >= p10 && v <= p90) result += abs(v - mean)
  }
  return result
}
