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
