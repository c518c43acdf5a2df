// Both filters of a stationary wavelet along one axis, the sums of filters/stationary-wavelet.ts in the same order,
// side by side over neighbouring outputs. Vectors run past the end of a row: what they spoil there is computed later
// or is never read, and every grid has 128 spare bytes behind it.

/** Outputs [first, last) of `rows` rows along x; row r of slice s starts at r·rowStride + s·sliceStride elements. */
// @ts-ignore: decorator
@inline
function alongX<T>(
  from: usize,
  low: usize,
  high: usize,
  n: i32,
  first: i32,
  last: i32,
  rows: i32,
  rowStride: i32,
  slices: i32,
  sliceStride: i32,
  taps: i32,
  weights: usize,
  line: usize,
): void {
  const lanes = <i32>(16 / sizeof<T>())
  const reach = taps >> 1
  const start = first + reach - (taps - 1)
  const count = last - first + taps - 1
  // Outputs whose last tap still lies on the line take their taps in ascending order.
  const ordinary = min(last, n - reach)
  const rowBytes = <usize>taps * 2 * sizeof<T>()
  for (let s = 0; s < slices; s++) {
    for (let r = 0; r < rows; r++) {
      const row = <usize>(r * rowStride + s * sliceStride) * sizeof<T>()
      wrapped<T>(line, from + row, n, start, count)
      const a = low + row
      const b = high + row
      for (let o = first; o < ordinary; o += 2 * lanes) {
        let p = line + <usize>(o - first + taps - 1) * sizeof<T>()
        let w = weights
        let l0 = v128.splat<T>(0)
        let l1 = v128.splat<T>(0)
        let h0 = v128.splat<T>(0)
        let h1 = v128.splat<T>(0)
        for (let t = 0; t < taps; t++) {
          const x0 = v128.load(p)
          const x1 = v128.load(p + 16)
          const wl = v128.splat<T>(load<T>(w))
          const wh = v128.splat<T>(load<T>(w + sizeof<T>()))
          l0 = v128.add<T>(l0, v128.mul<T>(x0, wl))
          l1 = v128.add<T>(l1, v128.mul<T>(x1, wl))
          h0 = v128.add<T>(h0, v128.mul<T>(x0, wh))
          h1 = v128.add<T>(h1, v128.mul<T>(x1, wh))
          p -= sizeof<T>()
          w += 2 * sizeof<T>()
        }
        const at = <usize>o * sizeof<T>()
        v128.store(a + at, l0)
        v128.store(a + at + 16, l1)
        v128.store(b + at, h0)
        v128.store(b + at + 16, h1)
      }
      for (let o = max(first, ordinary); o < last; o++) {
        const beyond = o + reach - n + 1
        let w = weights + <usize>beyond * rowBytes
        let l: T = 0
        let h: T = 0
        for (let t = 0; t < taps; t++) {
          const tap = t < beyond ? beyond - 1 - t : t
          const x = load<T>(line + <usize>(o - first + taps - 1 - tap) * sizeof<T>())
          l += x * load<T>(w)
          h += x * load<T>(w + sizeof<T>())
          w += 2 * sizeof<T>()
        }
        store<T>(a + <usize>o * sizeof<T>(), l)
        store<T>(b + <usize>o * sizeof<T>(), h)
      }
    }
  }
}

/** Copies `count` samples from index `start` (which may be negative) of a periodic line of n. */
// @ts-ignore: decorator
@inline
function wrapped<T>(to: usize, from: usize, n: i32, start: i32, count: i32): void {
  let at = start % n
  if (at < 0) at += n
  let done = 0
  while (done < count) {
    const part = min(n - at, count - done)
    memory.copy(to + <usize>done * sizeof<T>(), from + <usize>at * sizeof<T>(), <usize>part * sizeof<T>())
    done += part
    at = 0
  }
}

/**
 * The same along y or z: outputs [first, last) along an axis of `stride` elements, for `width` neighbours along x and
 * `lines` places along the third axis. samples holds, for every output, where each tap's sample starts (in elements
 * from the axis' first).
 */
// @ts-ignore: decorator
@inline
function across<T>(
  from: usize,
  low: usize,
  high: usize,
  n: i32,
  first: i32,
  last: i32,
  stride: i32,
  width: i32,
  lines: i32,
  lineStride: i32,
  taps: i32,
  weights: usize,
  samples: usize,
): void {
  const lanes = <i32>(16 / sizeof<T>())
  const rowBytes = <usize>taps * 2 * sizeof<T>()
  // Rows must be written in the order in which they lie in memory, for each spoils the beginning of the next.
  const byOutput = stride > lineStride
  const outer = byOutput ? last - first : lines
  const inner = byOutput ? lines : last - first
  for (let i = 0; i < outer; i++) {
    for (let j = 0; j < inner; j++) {
      const o = first + (byOutput ? i : j)
      const base = <usize>((byOutput ? j : i) * lineStride) * sizeof<T>()
      const beyond = max(0, o + (taps >> 1) - n + 1)
      const table = samples + ((<usize>(o * taps)) << 2)
      const row = weights + <usize>beyond * rowBytes
      const at = base + <usize>(o * stride) * sizeof<T>()
      let x = 0
      for (; x + 3 * lanes < width; x += 4 * lanes) {
        const column = base + from + <usize>x * sizeof<T>()
        let l0 = v128.splat<T>(0)
        let l1 = v128.splat<T>(0)
        let l2 = v128.splat<T>(0)
        let l3 = v128.splat<T>(0)
        let h0 = v128.splat<T>(0)
        let h1 = v128.splat<T>(0)
        let h2 = v128.splat<T>(0)
        let h3 = v128.splat<T>(0)
        let w = row
        for (let t = 0; t < taps; t++) {
          const p = column + <usize>load<i32>(table + ((<usize>t) << 2)) * sizeof<T>()
          const wl = v128.splat<T>(load<T>(w))
          const wh = v128.splat<T>(load<T>(w + sizeof<T>()))
          const x0 = v128.load(p)
          const x1 = v128.load(p + 16)
          const x2 = v128.load(p + 32)
          const x3 = v128.load(p + 48)
          l0 = v128.add<T>(l0, v128.mul<T>(x0, wl))
          l1 = v128.add<T>(l1, v128.mul<T>(x1, wl))
          l2 = v128.add<T>(l2, v128.mul<T>(x2, wl))
          l3 = v128.add<T>(l3, v128.mul<T>(x3, wl))
          h0 = v128.add<T>(h0, v128.mul<T>(x0, wh))
          h1 = v128.add<T>(h1, v128.mul<T>(x1, wh))
          h2 = v128.add<T>(h2, v128.mul<T>(x2, wh))
          h3 = v128.add<T>(h3, v128.mul<T>(x3, wh))
          w += 2 * sizeof<T>()
        }
        const to = at + <usize>x * sizeof<T>()
        v128.store(low + to, l0)
        v128.store(low + to + 16, l1)
        v128.store(low + to + 32, l2)
        v128.store(low + to + 48, l3)
        v128.store(high + to, h0)
        v128.store(high + to + 16, h1)
        v128.store(high + to + 32, h2)
        v128.store(high + to + 48, h3)
      }
      for (; x < width; x += lanes) {
        const column = base + from + <usize>x * sizeof<T>()
        let l0 = v128.splat<T>(0)
        let h0 = v128.splat<T>(0)
        let w = row
        for (let t = 0; t < taps; t++) {
          const x0 = v128.load(column + <usize>load<i32>(table + ((<usize>t) << 2)) * sizeof<T>())
          l0 = v128.add<T>(l0, v128.mul<T>(x0, v128.splat<T>(load<T>(w))))
          h0 = v128.add<T>(h0, v128.mul<T>(x0, v128.splat<T>(load<T>(w + sizeof<T>()))))
          w += 2 * sizeof<T>()
        }
        v128.store(low + at + <usize>x * sizeof<T>(), l0)
        v128.store(high + at + <usize>x * sizeof<T>(), h0)
      }
    }
  }
}

export function alongXDouble(
  from: usize, low: usize, high: usize, n: i32, first: i32, last: i32, rows: i32, rowStride: i32, slices: i32,
  sliceStride: i32, taps: i32, weights: usize, line: usize,
): void {
  alongX<f64>(from, low, high, n, first, last, rows, rowStride, slices, sliceStride, taps, weights, line)
}

export function alongXSingle(
  from: usize, low: usize, high: usize, n: i32, first: i32, last: i32, rows: i32, rowStride: i32, slices: i32,
  sliceStride: i32, taps: i32, weights: usize, line: usize,
): void {
  alongX<f32>(from, low, high, n, first, last, rows, rowStride, slices, sliceStride, taps, weights, line)
}

export function acrossDouble(
  from: usize, low: usize, high: usize, n: i32, first: i32, last: i32, stride: i32, width: i32, lines: i32,
  lineStride: i32, taps: i32, weights: usize, samples: usize,
): void {
  across<f64>(from, low, high, n, first, last, stride, width, lines, lineStride, taps, weights, samples)
}

export function acrossSingle(
  from: usize, low: usize, high: usize, n: i32, first: i32, last: i32, stride: i32, width: i32, lines: i32,
  lineStride: i32, taps: i32, weights: usize, samples: usize,
): void {
  across<f32>(from, low, high, n, first, last, stride, width, lines, lineStride, taps, weights, samples)
}
