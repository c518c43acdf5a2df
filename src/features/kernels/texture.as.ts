// Counting loops of the texture classes over a grid of levels (u16, 0 outside the region, zero margins), eight voxels
// at a time where that helps. What is counted, and the order of every sum, is that of the TypeScript in glcm.ts,
// glrlm.ts, glszm.ts, gldm.ts and ngtdm.ts. Positions `first` to `last` hold every voxel of the region; vectors may
// read and write up to 16 bytes past the end of an array.

// @ts-ignore: decorator
@inline
function occupied(a: v128): i32 {
  return i16x8.bitmask(i16x8.ne(a, i16x8.splat(0)))
}

/** Pairs of levels at each step: `into` holds one side × side table a step, level 0 (outside) included. */
export function pairs(levels: usize, first: i32, last: i32, steps: usize, count: i32, side: i32, into: usize): void {
  const table = <usize>(side * side * 4)
  for (let p = first; p <= last; p += 8) {
    const at = levels + ((<usize>p) << 1)
    let bits = occupied(v128.load(at))
    while (bits) {
      const q = at + ((<usize>ctz(bits)) << 1)
      bits &= bits - 1
      let row = into + <usize>load<u16>(q) * <usize>side * 4
      for (let d = 0; d < count; d++) {
        const cell = row + ((<usize>load<u16>(q + <usize>(load<i32>(steps + ((<usize>d) << 2)) << 1))) << 2)
        store<u32>(cell, load<u32>(cell) + 1)
        row += table
      }
    }
  }
}

/**
 * Voxels by level and length of the run that ends in them, from length 2 on, along one step; gives the longest.
 * The difference of neighbouring lengths is the number of runs of that length.
 */
export function runs(levels: usize, lengths: usize, first: i32, last: i32, step: i32, stride: i32, into: usize): i32 {
  let longest = 1
  const back = (<usize>step) << 1
  const one = i16x8.splat(1)
  for (let p = first; p <= last; p += 8) {
    const offset = (<usize>p) << 1
    const a = v128.load(levels + offset)
    if (!v128.any_true(a)) continue
    const b = v128.load(levels + offset - back)
    const same = v128.and(i16x8.eq(a, b), i16x8.ne(a, i16x8.splat(0)))
    let bits = i16x8.bitmask(same)
    const length = lengths + offset
    if (step >= 8) {
      v128.store(length, i16x8.add(v128.and(v128.load(length - back), same), one))
      while (bits) {
        const lane = (<usize>ctz(bits)) << 1
        bits &= bits - 1
        const n = <i32>load<u16>(length + lane)
        if (n > longest) longest = n
        const cell = into + ((<usize>(<i32>load<u16>(levels + offset + lane) * stride + n)) << 2)
        store<u32>(cell, load<u32>(cell) + 1)
      }
    } else {
      v128.store(length, one)
      while (bits) {
        const lane = (<usize>ctz(bits)) << 1
        bits &= bits - 1
        const n = <i32>load<u16>(length + lane - back) + 1
        store<u16>(length + lane, <u16>n)
        if (n > longest) longest = n
        const cell = into + ((<usize>(<i32>load<u16>(levels + offset + lane) * stride + n)) << 2)
        store<u32>(cell, load<u32>(cell) + 1)
      }
    }
  }
  return longest
}

/**
 * In one pass, voxels by level and number of neighbours of the same level (`dependence`, most columns), and per level
 * the sum of the differences between a voxel's grey level and its neighbours' mean (`differences`).
 */
export function neighbours(
  levels: usize,
  greys: usize,
  first: i32,
  last: i32,
  steps: usize,
  count: i32,
  dependence: usize,
  differences: usize,
  scratch: usize,
): void {
  const most = count + 1
  const zero = i16x8.splat(0)
  for (let p = first; p <= last; p += 8) {
    const offset = (<usize>p) << 1
    const at = levels + offset
    const a = v128.load(at)
    let bits = occupied(a)
    if (!bits) continue
    const grey = greys + offset
    let same = zero
    let outside = zero
    let low = i32x4.splat(0)
    let high = i32x4.splat(0)
    for (let d = 0; d < count; d++) {
      const step = <usize>(load<i32>(steps + ((<usize>d) << 2)) << 1)
      const b = v128.load(at + step)
      const g = v128.load(grey + step)
      same = i16x8.sub(same, i16x8.eq(a, b))
      outside = i16x8.sub(outside, i16x8.eq(b, zero))
      low = i32x4.add(low, i32x4.extend_low_i16x8_u(g))
      high = i32x4.add(high, i32x4.extend_high_i16x8_u(g))
    }
    v128.store(scratch, same)
    v128.store(scratch + 16, outside)
    v128.store(scratch + 32, low)
    v128.store(scratch + 48, high)
    while (bits) {
      const lane = <usize>ctz(bits)
      bits &= bits - 1
      const level = <usize>load<u16>(at + (lane << 1))
      const cell = dependence + ((level * <usize>most + <usize>load<u16>(scratch + (lane << 1))) << 2)
      store<u32>(cell, load<u32>(cell) + 1)
      const inside = count - <i32>load<u16>(scratch + 16 + (lane << 1))
      if (inside == 0) continue
      const own = <f64>load<u16>(grey + (lane << 1))
      const sum = differences + (level << 3)
      store<f64>(sum, load<f64>(sum) + abs(own - <f64>load<i32>(scratch + 32 + (lane << 2)) / <f64>inside))
    }
  }
}

// @ts-ignore: decorator
@inline
function level(levels: usize, p: i32): u32 {
  return <u32>load<u16>(levels + ((<usize>p) << 1))
}

// @ts-ignore: decorator
@inline
function find(parent: usize, p: i32): i32 {
  let at = p
  let above = load<i32>(parent + ((<usize>at) << 2))
  while (above != at) {
    const next = load<i32>(parent + ((<usize>above) << 2))
    store<i32>(parent + ((<usize>at) << 2), next)
    at = next
    above = load<i32>(parent + ((<usize>at) << 2))
  }
  return at
}

/** Joins the zone of q to that of root; the earlier root stays. */
// @ts-ignore: decorator
@inline
function join(parent: usize, root: i32, q: i32): i32 {
  const other = find(parent, q)
  if (other == root) return root
  const low = min(root, other)
  store<i32>(parent + ((<usize>max(root, other)) << 2), low)
  return low
}

/**
 * Zones of equal level: sizes up to `small` in a table of `small` columns a level, larger ones as pairs (level, size)
 * in `large`; gives the number of pairs.
 *
 * row, plane  where all 13 earlier neighbours count, the strides that reach them; row is 0 otherwise, and then only
 *             the neighbours that `steps` lead to are joined
 */
export function zones(
  levels: usize,
  parent: usize,
  sizes: usize,
  first: i32,
  last: i32,
  row: i32,
  plane: i32,
  steps: usize,
  count: i32,
  small: i32,
  table: usize,
  large: usize,
): i32 {
  for (let p = first; p <= last; p++) {
    const g = level(levels, p)
    if (g == 0) continue
    store<i32>(parent + ((<usize>p) << 2), p)
    store<u32>(sizes + ((<usize>p) << 2), 0)
    let root = p
    if (row == 0) {
      for (let d = 0; d < count; d++) {
        const q = p - load<i32>(steps + ((<usize>d) << 2))
        if (level(levels, q) == g) root = join(parent, root, q)
      }
    } else {
      // A neighbour that touches others has been joined to those of its level already.
      const below = p - plane
      if (level(levels, below) == g) root = join(parent, root, below)
      else if (level(levels, p - row) == g) {
        root = join(parent, root, p - row)
        const corner = below + row
        if (level(levels, corner) == g) root = join(parent, root, corner)
        else {
          if (level(levels, corner - 1) == g) root = join(parent, root, corner - 1)
          if (level(levels, corner + 1) == g) root = join(parent, root, corner + 1)
        }
      } else if (level(levels, p - 1) == g) {
        root = join(parent, root, p - 1)
        if (level(levels, below + 1) == g) root = join(parent, root, below + 1)
        else {
          if (level(levels, p - row + 1) == g) root = join(parent, root, p - row + 1)
          else if (level(levels, below - row + 1) == g) root = join(parent, root, below - row + 1)
          if (level(levels, below + row + 1) == g) root = join(parent, root, below + row + 1)
        }
      } else {
        if (level(levels, p - row - 1) == g) root = join(parent, root, p - row - 1)
        if (level(levels, p - row + 1) == g) root = join(parent, root, p - row + 1)
        for (let dy = -row; dy <= row; dy += row) {
          const q = below + dy
          if (level(levels, q - 1) == g) root = join(parent, root, q - 1)
          if (dy != 0 && level(levels, q) == g) root = join(parent, root, q)
          if (level(levels, q + 1) == g) root = join(parent, root, q + 1)
        }
      }
    }
    store<i32>(parent + ((<usize>p) << 2), root)
  }
  // Parents come before their children, so one step up reaches the root.
  for (let p = first; p <= last; p++) {
    if (level(levels, p) == 0) continue
    const at = parent + ((<usize>p) << 2)
    const root = load<i32>(parent + ((<usize>load<i32>(at)) << 2))
    store<i32>(at, root)
    const size = sizes + ((<usize>root) << 2)
    store<u32>(size, load<u32>(size) + 1)
  }
  let found = 0
  for (let p = first; p <= last; p++) {
    const g = level(levels, p)
    if (g == 0) continue
    const size = load<u32>(sizes + ((<usize>p) << 2))
    if (size == 0) continue
    if (size <= <u32>small) {
      const cell = table + ((<usize>(g * <u32>small + size - 1)) << 2)
      store<u32>(cell, load<u32>(cell) + 1)
    } else {
      store<u32>(large + ((<usize>found) << 3), g)
      store<u32>(large + ((<usize>found) << 3) + 4, size)
      found++
    }
  }
  return found
}

// ---- Co-occurrence: the features of one direction's table ----

const eps: f64 = 2.220446049250313e-16
/** Below this mutual information (bits) rounding would show in Imc1 and Imc2, which are made of the difference. */
const nearlyIndependent: f64 = 1e-2

// @ts-ignore: decorator
@external("env", "log2")
declare function log2(x: f64): f64

// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, bytes: usize): f64 {
  let s = f64x2.splat(0)
  let t = f64x2.splat(0)
  let i: usize = 0
  for (; i + 16 < bytes; i += 32) {
    s = f64x2.add(s, f64x2.mul(v128.load(a + i), v128.load(b + i)))
    t = f64x2.add(t, f64x2.mul(v128.load(a + i, 16), v128.load(b + i, 16)))
  }
  if (i < bytes) s = f64x2.add(s, f64x2.mul(v128.load(a + i), v128.load(b + i)))
  s = f64x2.add(s, t)
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1)
}

// @ts-ignore: decorator
@inline
function axpy(by: f64, x: usize, y: usize, bytes: usize): void {
  const k = f64x2.splat(by)
  for (let i: usize = 0; i < bytes; i += 16) v128.store(y + i, f64x2.add(v128.load(y + i), f64x2.mul(k, v128.load(x + i))))
}

// @ts-ignore: decorator
@inline
function zero(x: usize, bytes: usize): void {
  memory.fill(x, 0, bytes)
}

/** Pivot tables: diagonal at a, beside at b (both f64), order n. The largest eigenvalue from above by Newton's steps. */
function largest(a: usize, b: usize, n: i32): f64 {
  let high = -Infinity
  let size = 0.0
  for (let i = 0; i < n; i++) {
    const at = <usize>i << 3
    const radius = (i > 0 ? abs(load<f64>(b + at - 8)) : 0) + (i < n - 1 ? abs(load<f64>(b + at)) : 0)
    high = max(high, load<f64>(a + at) + radius)
    size = max(size, abs(load<f64>(a + at)) + radius)
  }
  let x = high + 1e-15 * max(size, 1e-300)
  for (let round = 0; round < 100; round++) {
    let pivot = load<f64>(a) - x
    let slope = -1.0
    let sum = slope / pivot
    let above = pivot < 0
    for (let i = 1; i < n; i++) {
      const beside = load<f64>(b + (<usize>(i - 1) << 3))
      const ratio = beside / pivot
      slope = -1 + ratio * ratio * slope
      pivot = load<f64>(a + (<usize>i << 3)) - x - beside * ratio
      above = above && pivot < 0
      sum += slope / pivot
    }
    // Rounding has carried it past the eigenvalue: it is as near as it gets.
    if (!above || !(sum > 0)) break
    const next = x - 1 / sum
    if (!(x - next > 1e-16 * max(abs(x), 1e-300))) break
    x = next
  }
  return x
}

/** The unit eigenvector of a tridiagonal matrix at its largest eigenvalue. */
function tridiagonalVector(a: usize, b: usize, n: i32, vector: usize, pivots: usize): void {
  const value = largest(a, b, n)
  const shift = value + 1e-15 * max(abs(value), 1e-8)
  const start = 1 / sqrt(<f64>n)
  for (let i = 0; i < n; i++) store<f64>(vector + (<usize>i << 3), start)
  for (let round = 0; round < 3; round++) {
    store<f64>(pivots, load<f64>(a) - shift)
    for (let i = 1; i < n; i++) {
      const at = <usize>i << 3
      const beside = load<f64>(b + at - 8)
      const factor = beside / load<f64>(pivots + at - 8)
      let pivot = load<f64>(a + at) - shift - factor * beside
      if (pivot == 0) pivot = -1e-300
      store<f64>(pivots + at, pivot)
      store<f64>(vector + at, load<f64>(vector + at) - factor * load<f64>(vector + at - 8))
    }
    const end = <usize>(n - 1) << 3
    store<f64>(vector + end, load<f64>(vector + end) / load<f64>(pivots + end))
    for (let i = n - 2; i >= 0; i--) {
      const at = <usize>i << 3
      store<f64>(vector + at, (load<f64>(vector + at) - load<f64>(b + at) * load<f64>(vector + at + 8)) / load<f64>(pivots + at))
    }
    let norm = 0.0
    for (let i = 0; i < n; i++) norm += load<f64>(vector + (<usize>i << 3)) * load<f64>(vector + (<usize>i << 3))
    norm = 1 / sqrt(norm)
    for (let i = 0; i < n; i++) store<f64>(vector + (<usize>i << 3), load<f64>(vector + (<usize>i << 3)) * norm)
  }
}

const mostLanczos = 120

/** out ← N Nᵀ v, rows of `bytes`; symmetric: N twice. */
// @ts-ignore: decorator
@inline
function applyTwice(matrix: usize, n: i32, bytes: usize, symmetric: bool, v: usize, half: usize, out: usize): void {
  if (symmetric) {
    for (let i = 0; i < n; i++) store<f64>(half + (<usize>i << 3), dot(matrix + <usize>i * bytes, v, bytes))
  } else {
    zero(half, bytes)
    for (let i = 0; i < n; i++) axpy(load<f64>(v + (<usize>i << 3)), matrix + <usize>i * bytes, half, bytes)
  }
  for (let i = 0; i < n; i++) store<f64>(out + (<usize>i << 3), dot(matrix + <usize>i * bytes, half, bytes))
}

/** The maximal correlation coefficient of a dense matrix p (rows of `bytes`, padded with 0), as maximal-correlation.ts has it. */
function maximalCorrelation(p: usize, n: i32, bytes: usize, symmetric: bool, px: usize, py: usize, starts: usize, work: usize): f64 {
  if (n < 2) return 1
  const root = work
  const rootY = root + bytes
  const half = rootY + bytes
  const vector = half + bytes
  const a = vector + bytes
  const b = a + 8 * mostLanczos
  const ritz = b + 8 * mostLanczos
  const pivots = ritz + 8 * mostLanczos
  const matrix = pivots + 8 * mostLanczos
  const all = matrix + <usize>n * bytes
  zero(root, 4 * bytes)
  for (let i = 0; i < n; i++) {
    const at = <usize>i << 3
    store<f64>(root + at, sqrt(load<f64>(px + at)))
    store<f64>(rootY + at, load<f64>(py + at) > 0 ? 1 / sqrt(load<f64>(py + at)) : 0)
  }
  for (let i = 0; i < n; i++) {
    const r = load<f64>(root + (<usize>i << 3))
    const k = f64x2.splat(r > 0 ? 1 / r : 0)
    const row = <usize>i * bytes
    for (let j: usize = 0; j < bytes; j += 16) v128.store(matrix + row + j, f64x2.mul(f64x2.mul(v128.load(p + row + j), k), v128.load(rootY + j)))
  }
  const steps = min(mostLanczos, n)
  zero(all, <usize>(steps + 1) * bytes)
  for (let i = 0; i < n; i++) {
    const at = <usize>i << 3
    // A fixed start that is not orthogonal to the answer.
    store<f64>(all + at, load<f64>(root + at) > 0 ? load<f64>(starts + at) : 0)
  }
  axpy(-dot(all, root, bytes), root, all, bytes)
  let scale = sqrt(dot(all, all, bytes))
  let found = false
  if (scale > 1e-12) {
    let count = 0
    for (let step = 0; step < steps; step++) {
      const current = all + <usize>step * bytes
      const next = current + bytes
      const k = f64x2.splat(1 / scale)
      for (let j: usize = 0; j < bytes; j += 16) v128.store(current + j, f64x2.mul(v128.load(current + j), k))
      applyTwice(matrix, n, bytes, symmetric, current, half, next)
      const length = sqrt(dot(next, next, bytes))
      store<f64>(a + (<usize>step << 3), dot(current, next, bytes))
      count = step + 1
      let before = Infinity
      for (let pass = 0; pass < 4; pass++) {
        axpy(-dot(next, root, bytes), root, next, bytes)
        for (let earlier = all; earlier <= current; earlier += bytes) axpy(-dot(next, earlier, bytes), earlier, next, bytes)
        scale = sqrt(dot(next, next, bytes))
        if (before != Infinity && scale > 0.5 * before) break
        if (before == Infinity && scale > 0.1 * length) break
        if (scale < 1e-14) break
        before = scale
      }
      const done = scale < 1e-13 || step == steps - 1
      if (!done && (step < 6 || step % 4 != 0)) {
        store<f64>(b + (<usize>step << 3), scale)
        continue
      }
      tridiagonalVector(a, b, count, ritz, pivots)
      if (!done && scale * abs(load<f64>(ritz + (<usize>step << 3))) > 1e-7) {
        store<f64>(b + (<usize>step << 3), scale)
        continue
      }
      found = true
      break
    }
    if (found) for (let s = 0; s < count; s++) axpy(load<f64>(ritz + (<usize>s << 3)), all + <usize>s * bytes, vector, bytes)
  }
  if (!found) return 0
  // Rayleigh quotient of Q, with the eps in place.
  zero(half, bytes)
  for (let i = 0; i < n; i++) {
    const r = load<f64>(root + (<usize>i << 3))
    if (r > 0) axpy(load<f64>(vector + (<usize>i << 3)) / r, p + <usize>i * bytes, half, bytes)
  }
  let top = 0.0
  for (let i = 0; i < n; i++) {
    const at = <usize>i << 3
    const own = load<f64>(px + at)
    let sum = 0.0
    for (let j = 0; j < n; j++) {
      const q = load<f64>(p + <usize>i * bytes + (<usize>j << 3))
      if (q != 0) sum += (q * load<f64>(half + (<usize>j << 3))) / (own * load<f64>(py + (<usize>j << 3)) + eps)
    }
    top += load<f64>(vector + at) * load<f64>(root + at) * sum
  }
  return sqrt(top / dot(vector, vector, bytes))
}

// @ts-ignore: decorator
@inline
function term(p: f64): f64 {
  return p * log2(p + eps)
}

/** p log₂(p + eps) of a count, remembered by the count. */
// @ts-ignore: decorator
@inline
function termOf(count: f64, total: f64, memo: usize, stamp: f64): f64 {
  const n = <u32>count
  if (n >= 4096) return term(count / total)
  const at = memo + ((<usize>n) << 4)
  if (load<f64>(at) == stamp) return load<f64>(at + 8)
  const found = term(count / total)
  store<f64>(at, stamp)
  store<f64>(at + 8, found)
  return found
}

let stamps: f64 = 0

/**
 * The features of one table (side × side counts, level 0 outside) in the order of glcm-features.ts; 0 where it is empty,
 * 2 where the levels are so nearly independent that they must be summed as PyRadiomics sums them.
 */
export function cooccurrence(
  table: usize,
  side: i32,
  symmetric: bool,
  grey: usize,
  highest: i32,
  withMcc: bool,
  memo: usize,
  starts: usize,
  work: usize,
  out: usize,
): i32 {
  const n = side - 1
  const bytes = (<usize>((n + 1) & ~1)) << 3
  const px = work
  const py = px + bytes
  const lx = py + bytes
  const ly = lx + bytes
  const sums = ly + bytes
  const differences = sums + (<usize>(2 * highest + 2) << 3)
  const p = (differences + (<usize>(highest + 1) << 3) + 15) & ~15
  const rest = p + <usize>n * bytes
  zero(px, 4 * bytes)
  zero(sums, (<usize>(3 * highest + 3)) << 3)
  zero(p, <usize>n * bytes)
  let total = 0.0
  for (let i = 1; i < side; i++) {
    for (let j = 1; j < side; j++) {
      let c = load<u32>(table + ((<usize>(i * side + j)) << 2))
      if (symmetric) c += load<u32>(table + ((<usize>(j * side + i)) << 2))
      if (c == 0) continue
      store<f64>(p + <usize>(i - 1) * bytes + ((<usize>(j - 1)) << 3), <f64>c)
      total += <f64>c
    }
  }
  if (total == 0) return 0
  stamps += 1
  const stamp = stamps
  let ux = 0.0
  let uy = 0.0
  for (let i = 0; i < n; i++) {
    let row = 0.0
    const at = p + <usize>i * bytes
    for (let j = 0; j < n; j++) {
      const c = load<f64>(at + ((<usize>j) << 3))
      if (c == 0) continue
      row += c
      const column = py + ((<usize>j) << 3)
      store<f64>(column, load<f64>(column) + c)
    }
    store<f64>(px + ((<usize>i) << 3), row)
  }
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 3
    const x = load<f64>(px + at) / total
    const y = load<f64>(py + at) / total
    store<f64>(px + at, x)
    store<f64>(py + at, y)
    store<f64>(lx + at, x > 0 ? log2(x) : 0)
    if (symmetric) store<f64>(ly + at, load<f64>(lx + at))
    else store<f64>(ly + at, y > 0 ? log2(y) : 0)
    ux += load<f64>(grey + at) * x
    uy += load<f64>(grey + at) * y
  }
  let autocorrelation = 0.0
  let covariance = 0.0
  let energy = 0.0
  let entropy = 0.0
  let cross = 0.0
  let most = 0.0
  const invLn2: f64 = 1.4426950408889634
  for (let i = 0; i < n; i++) {
    const at = p + <usize>i * bytes
    const gi = load<f64>(grey + ((<usize>i) << 3))
    const x = load<f64>(px + ((<usize>i) << 3))
    const logX = load<f64>(lx + ((<usize>i) << 3))
    const di = gi - ux
    let rowProduct = 0.0
    let rowCentred = 0.0
    for (let j = 0; j < n; j++) {
      const c = load<f64>(at + ((<usize>j) << 3))
      const y = load<f64>(py + ((<usize>j) << 3))
      if (c == 0) continue
      const q = c / total
      store<f64>(at + ((<usize>j) << 3), q)
      const gj = load<f64>(grey + ((<usize>j) << 3))
      rowProduct += q * gj
      rowCentred += q * (gj - uy)
      energy += q * q
      most = max(most, q)
      entropy -= termOf(c, total, memo, stamp)
      const product = x * y
      const r = eps / product
      cross -= r < 1e-3 ? q * (logX + load<f64>(ly + ((<usize>j) << 3)) + r * (1 - r * (0.5 - r * 0.3333333333333333)) * invLn2) : q * log2(product + eps)
      const s = sums + ((<usize>(gi + gj)) << 3)
      store<f64>(s, load<f64>(s) + q)
      const d = differences + ((<usize>abs(gi - gj)) << 3)
      store<f64>(d, load<f64>(d) + q)
    }
    autocorrelation += gi * rowProduct
    covariance += di * rowCentred
  }
  let varianceX = 0.0
  let varianceY = 0.0
  let hx = 0.0
  let hy = 0.0
  let independent = 0.0
  let occupiedX = 0.0
  let occupiedY = 0.0
  let inverseX = 0.0
  let inverseY = 0.0
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 3
    const x = load<f64>(px + at)
    const y = load<f64>(py + at)
    const g = load<f64>(grey + at)
    varianceX += x * (g - ux) * (g - ux)
    varianceY += y * (g - uy) * (g - uy)
    if (x > 0) {
      hx -= x * (load<f64>(lx + at) + (eps / x) * invLn2)
      independent -= x * load<f64>(lx + at)
      occupiedX += 1
      inverseX += 1 / x
    }
    if (y > 0) {
      hy -= y * (load<f64>(ly + at) + (eps / y) * invLn2)
      independent -= y * load<f64>(ly + at)
      occupiedY += 1
      inverseY += 1 / y
    }
  }
  independent -= eps * (occupiedX * occupiedY - 0.5 * eps * inverseX * inverseY) * invLn2
  let tendency = 0.0
  let shade = 0.0
  let prominence = 0.0
  let sumAverage = 0.0
  let sumEntropy = 0.0
  for (let k = 2; k <= 2 * highest; k++) {
    const s = load<f64>(sums + ((<usize>k) << 3))
    if (s == 0) continue
    const d = <f64>k - ux - uy
    const d2 = d * d
    tendency += s * d2
    shade += s * d2 * d
    prominence += s * d2 * d2
    sumAverage += <f64>k * s
    sumEntropy -= term(s)
  }
  let contrast = 0.0
  let differenceAverage = 0.0
  let differenceEntropy = 0.0
  let id = 0.0
  let idm = 0.0
  let idn = 0.0
  let idmn = 0.0
  let inverseVariance = 0.0
  const h = <f64>highest
  for (let k = 0; k < highest; k++) {
    const d = load<f64>(differences + ((<usize>k) << 3))
    if (d == 0) continue
    const x = <f64>k
    contrast += d * x * x
    differenceAverage += x * d
    differenceEntropy -= term(d)
    id += d / (1 + x)
    idm += d / (1 + x * x)
    idn += d / (1 + x / h)
    idmn += d / (1 + (x * x) / (h * h))
    if (k > 0) inverseVariance += d / (x * x)
  }
  let differenceVariance = 0.0
  for (let k = 0; k < highest; k++) {
    const d = load<f64>(differences + ((<usize>k) << 3))
    differenceVariance += d * (<f64>k - differenceAverage) * (<f64>k - differenceAverage)
  }
  const spread = sqrt(varianceX) * sqrt(varianceY)
  const imc1 = entropy - cross
  const mostEntropy = max(hx, hy)
  store<f64>(out, autocorrelation)
  store<f64>(out, prominence, 8)
  store<f64>(out, shade, 16)
  store<f64>(out, tendency, 24)
  store<f64>(out, contrast, 32)
  store<f64>(out, spread == 0 ? 1 : covariance / (spread + eps), 40)
  store<f64>(out, differenceAverage, 48)
  store<f64>(out, differenceEntropy, 56)
  store<f64>(out, differenceVariance, 64)
  store<f64>(out, id, 72)
  store<f64>(out, idm, 80)
  store<f64>(out, idmn, 88)
  store<f64>(out, idn, 96)
  store<f64>(out, mostEntropy == 0 ? 0 : imc1 / mostEntropy, 104)
  // Imc2's exponential is JavaScript's.
  store<f64>(out, independent - entropy, 112)
  store<f64>(out, inverseVariance, 120)
  store<f64>(out, ux, 128)
  store<f64>(out, energy, 136)
  store<f64>(out, entropy, 144)
  store<f64>(out, withMcc ? maximalCorrelation(p, n, bytes, symmetric, px, py, starts, rest) : NaN, 152)
  store<f64>(out, most, 160)
  store<f64>(out, sumAverage, 168)
  store<f64>(out, sumEntropy, 176)
  store<f64>(out, varianceX, 184)
  return independent - entropy < nearlyIndependent ? 2 : 1
}
