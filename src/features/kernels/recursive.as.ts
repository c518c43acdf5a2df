// Deriche's recursive filter over many lines: the same sums in the same order as filters/recursive-gaussian.ts.
// Eight lines at a time (a row of 64 bytes holds one sample of each), so that no chain waits for its own last value.

/** Doubles at `coefficients`: n0…n3, m1…m4, d1…d4, edge n1…n4, edge m1…m4. */
const N: usize = 0
const M: usize = 32
const D: usize = 64
const EN: usize = 96
const EM: usize = 128
/** Bytes of one sample of eight lines. */
const ROW: usize = 64

// @ts-ignore: decorator
@inline
function feed(x: usize, step: usize, k0: v128, k1: v128, k2: v128, k3: v128): v128 {
  let sum = v128.mul<f64>(v128.load(x), k0)
  sum = v128.add<f64>(sum, v128.mul<f64>(v128.load(x + step), k1))
  sum = v128.add<f64>(sum, v128.mul<f64>(v128.load(x + 2 * step), k2))
  return v128.add<f64>(sum, v128.mul<f64>(v128.load(x + 3 * step), k3))
}

// @ts-ignore: decorator
@inline
function back(f: v128, h1: v128, k1: v128, h2: v128, k2: v128, h3: v128, k3: v128, h4: v128, k4: v128): v128 {
  let sum = v128.add<f64>(v128.mul<f64>(h1, k1), v128.mul<f64>(h2, k2))
  sum = v128.add<f64>(sum, v128.mul<f64>(h3, k3))
  sum = v128.add<f64>(sum, v128.mul<f64>(h4, k4))
  return v128.sub<f64>(f, sum)
}

/** The causal chains of eight lines from x (first sample) into y. The first four steps meet the edge value. */
// @ts-ignore: decorator
@inline
function causal8(x: usize, y: usize, n: i32, k: usize): void {
  const k0 = v128.load64_splat(k + N)
  const k1 = v128.load64_splat(k + N + 8)
  const k2 = v128.load64_splat(k + N + 16)
  const k3 = v128.load64_splat(k + N + 24)
  const d1 = v128.load64_splat(k + D)
  const d2 = v128.load64_splat(k + D + 8)
  const d3 = v128.load64_splat(k + D + 16)
  const d4 = v128.load64_splat(k + D + 24)
  const f0 = v128.load(x)
  const f1 = v128.load(x + 16)
  const f2 = v128.load(x + 32)
  const f3 = v128.load(x + 48)
  let h0 = back(feed(x, -ROW, k0, k1, k2, k3), f0, v128.load64_splat(k + EN), f0, v128.load64_splat(k + EN + 8), f0, v128.load64_splat(k + EN + 16), f0, v128.load64_splat(k + EN + 24))
  v128.store(y, h0)
  let h1 = back(feed(x + 16, -ROW, k0, k1, k2, k3), f1, v128.load64_splat(k + EN), f1, v128.load64_splat(k + EN + 8), f1, v128.load64_splat(k + EN + 16), f1, v128.load64_splat(k + EN + 24))
  v128.store(y + 16, h1)
  let h2 = back(feed(x + 32, -ROW, k0, k1, k2, k3), f2, v128.load64_splat(k + EN), f2, v128.load64_splat(k + EN + 8), f2, v128.load64_splat(k + EN + 16), f2, v128.load64_splat(k + EN + 24))
  v128.store(y + 32, h2)
  let h3 = back(feed(x + 48, -ROW, k0, k1, k2, k3), f3, v128.load64_splat(k + EN), f3, v128.load64_splat(k + EN + 8), f3, v128.load64_splat(k + EN + 16), f3, v128.load64_splat(k + EN + 24))
  v128.store(y + 48, h3)
  x += ROW
  y += ROW
  h0 = back(feed(x, -ROW, k0, k1, k2, k3), h0, d1, f0, v128.load64_splat(k + EN + 8), f0, v128.load64_splat(k + EN + 16), f0, v128.load64_splat(k + EN + 24))
  v128.store(y, h0)
  h1 = back(feed(x + 16, -ROW, k0, k1, k2, k3), h1, d1, f1, v128.load64_splat(k + EN + 8), f1, v128.load64_splat(k + EN + 16), f1, v128.load64_splat(k + EN + 24))
  v128.store(y + 16, h1)
  h2 = back(feed(x + 32, -ROW, k0, k1, k2, k3), h2, d1, f2, v128.load64_splat(k + EN + 8), f2, v128.load64_splat(k + EN + 16), f2, v128.load64_splat(k + EN + 24))
  v128.store(y + 32, h2)
  h3 = back(feed(x + 48, -ROW, k0, k1, k2, k3), h3, d1, f3, v128.load64_splat(k + EN + 8), f3, v128.load64_splat(k + EN + 16), f3, v128.load64_splat(k + EN + 24))
  v128.store(y + 48, h3)
  x += ROW
  y += ROW
  h0 = back(feed(x, -ROW, k0, k1, k2, k3), h0, d1, v128.load(y - 2 * ROW), d2, f0, v128.load64_splat(k + EN + 16), f0, v128.load64_splat(k + EN + 24))
  v128.store(y, h0)
  h1 = back(feed(x + 16, -ROW, k0, k1, k2, k3), h1, d1, v128.load(y - 2 * ROW + 16), d2, f1, v128.load64_splat(k + EN + 16), f1, v128.load64_splat(k + EN + 24))
  v128.store(y + 16, h1)
  h2 = back(feed(x + 32, -ROW, k0, k1, k2, k3), h2, d1, v128.load(y - 2 * ROW + 32), d2, f2, v128.load64_splat(k + EN + 16), f2, v128.load64_splat(k + EN + 24))
  v128.store(y + 32, h2)
  h3 = back(feed(x + 48, -ROW, k0, k1, k2, k3), h3, d1, v128.load(y - 2 * ROW + 48), d2, f3, v128.load64_splat(k + EN + 16), f3, v128.load64_splat(k + EN + 24))
  v128.store(y + 48, h3)
  x += ROW
  y += ROW
  h0 = back(feed(x, -ROW, k0, k1, k2, k3), h0, d1, v128.load(y - 2 * ROW), d2, v128.load(y - 3 * ROW), d3, f0, v128.load64_splat(k + EN + 24))
  v128.store(y, h0)
  h1 = back(feed(x + 16, -ROW, k0, k1, k2, k3), h1, d1, v128.load(y - 2 * ROW + 16), d2, v128.load(y - 3 * ROW + 16), d3, f1, v128.load64_splat(k + EN + 24))
  v128.store(y + 16, h1)
  h2 = back(feed(x + 32, -ROW, k0, k1, k2, k3), h2, d1, v128.load(y - 2 * ROW + 32), d2, v128.load(y - 3 * ROW + 32), d3, f2, v128.load64_splat(k + EN + 24))
  v128.store(y + 32, h2)
  h3 = back(feed(x + 48, -ROW, k0, k1, k2, k3), h3, d1, v128.load(y - 2 * ROW + 48), d2, v128.load(y - 3 * ROW + 48), d3, f3, v128.load64_splat(k + EN + 24))
  v128.store(y + 48, h3)
  x += ROW
  y += ROW
  for (let i = 4; i < n; i++) {
    h0 = back(feed(x, -ROW, k0, k1, k2, k3), h0, d1, v128.load(y - 2 * ROW), d2, v128.load(y - 3 * ROW), d3, v128.load(y - 4 * ROW), d4)
    v128.store(y, h0)
    h1 = back(feed(x + 16, -ROW, k0, k1, k2, k3), h1, d1, v128.load(y - 2 * ROW + 16), d2, v128.load(y - 3 * ROW + 16), d3, v128.load(y - 4 * ROW + 16), d4)
    v128.store(y + 16, h1)
    h2 = back(feed(x + 32, -ROW, k0, k1, k2, k3), h2, d1, v128.load(y - 2 * ROW + 32), d2, v128.load(y - 3 * ROW + 32), d3, v128.load(y - 4 * ROW + 32), d4)
    v128.store(y + 32, h2)
    h3 = back(feed(x + 48, -ROW, k0, k1, k2, k3), h3, d1, v128.load(y - 2 * ROW + 48), d2, v128.load(y - 3 * ROW + 48), d3, v128.load(y - 4 * ROW + 48), d4)
    v128.store(y + 48, h3)
    x += ROW
    y += ROW
  }
}

/** The same of four lines. */
// @ts-ignore: decorator
@inline
function causal4(x: usize, y: usize, n: i32, k: usize): void {
  const k0 = v128.load64_splat(k + N)
  const k1 = v128.load64_splat(k + N + 8)
  const k2 = v128.load64_splat(k + N + 16)
  const k3 = v128.load64_splat(k + N + 24)
  const d1 = v128.load64_splat(k + D)
  const d2 = v128.load64_splat(k + D + 8)
  const d3 = v128.load64_splat(k + D + 16)
  const d4 = v128.load64_splat(k + D + 24)
  const f0 = v128.load(x)
  const f1 = v128.load(x + 16)
  let h0 = back(feed(x, -ROW, k0, k1, k2, k3), f0, v128.load64_splat(k + EN), f0, v128.load64_splat(k + EN + 8), f0, v128.load64_splat(k + EN + 16), f0, v128.load64_splat(k + EN + 24))
  v128.store(y, h0)
  let h1 = back(feed(x + 16, -ROW, k0, k1, k2, k3), f1, v128.load64_splat(k + EN), f1, v128.load64_splat(k + EN + 8), f1, v128.load64_splat(k + EN + 16), f1, v128.load64_splat(k + EN + 24))
  v128.store(y + 16, h1)
  x += ROW
  y += ROW
  h0 = back(feed(x, -ROW, k0, k1, k2, k3), h0, d1, f0, v128.load64_splat(k + EN + 8), f0, v128.load64_splat(k + EN + 16), f0, v128.load64_splat(k + EN + 24))
  v128.store(y, h0)
  h1 = back(feed(x + 16, -ROW, k0, k1, k2, k3), h1, d1, f1, v128.load64_splat(k + EN + 8), f1, v128.load64_splat(k + EN + 16), f1, v128.load64_splat(k + EN + 24))
  v128.store(y + 16, h1)
  x += ROW
  y += ROW
  h0 = back(feed(x, -ROW, k0, k1, k2, k3), h0, d1, v128.load(y - 2 * ROW), d2, f0, v128.load64_splat(k + EN + 16), f0, v128.load64_splat(k + EN + 24))
  v128.store(y, h0)
  h1 = back(feed(x + 16, -ROW, k0, k1, k2, k3), h1, d1, v128.load(y - 2 * ROW + 16), d2, f1, v128.load64_splat(k + EN + 16), f1, v128.load64_splat(k + EN + 24))
  v128.store(y + 16, h1)
  x += ROW
  y += ROW
  h0 = back(feed(x, -ROW, k0, k1, k2, k3), h0, d1, v128.load(y - 2 * ROW), d2, v128.load(y - 3 * ROW), d3, f0, v128.load64_splat(k + EN + 24))
  v128.store(y, h0)
  h1 = back(feed(x + 16, -ROW, k0, k1, k2, k3), h1, d1, v128.load(y - 2 * ROW + 16), d2, v128.load(y - 3 * ROW + 16), d3, f1, v128.load64_splat(k + EN + 24))
  v128.store(y + 16, h1)
  x += ROW
  y += ROW
  for (let i = 4; i < n; i++) {
    h0 = back(feed(x, -ROW, k0, k1, k2, k3), h0, d1, v128.load(y - 2 * ROW), d2, v128.load(y - 3 * ROW), d3, v128.load(y - 4 * ROW), d4)
    v128.store(y, h0)
    h1 = back(feed(x + 16, -ROW, k0, k1, k2, k3), h1, d1, v128.load(y - 2 * ROW + 16), d2, v128.load(y - 3 * ROW + 16), d3, v128.load(y - 4 * ROW + 16), d4)
    v128.store(y + 16, h1)
    x += ROW
    y += ROW
  }
}

/** The anti-causal chains from one past the last sample into y (last sample), added to the causal ones at sum. */
// @ts-ignore: decorator
@inline
function anticausal8(x: usize, y: usize, sum: usize, n: i32, k: usize): void {
  const k0 = v128.load64_splat(k + M)
  const k1 = v128.load64_splat(k + M + 8)
  const k2 = v128.load64_splat(k + M + 16)
  const k3 = v128.load64_splat(k + M + 24)
  const d1 = v128.load64_splat(k + D)
  const d2 = v128.load64_splat(k + D + 8)
  const d3 = v128.load64_splat(k + D + 16)
  const d4 = v128.load64_splat(k + D + 24)
  const f0 = v128.load(x - ROW)
  const f1 = v128.load(x - ROW + 16)
  const f2 = v128.load(x - ROW + 32)
  const f3 = v128.load(x - ROW + 48)
  let h0 = back(feed(x, ROW, k0, k1, k2, k3), f0, v128.load64_splat(k + EM), f0, v128.load64_splat(k + EM + 8), f0, v128.load64_splat(k + EM + 16), f0, v128.load64_splat(k + EM + 24))
  v128.store(y, h0)
  v128.store(sum, v128.add<f64>(v128.load(sum), h0))
  let h1 = back(feed(x + 16, ROW, k0, k1, k2, k3), f1, v128.load64_splat(k + EM), f1, v128.load64_splat(k + EM + 8), f1, v128.load64_splat(k + EM + 16), f1, v128.load64_splat(k + EM + 24))
  v128.store(y + 16, h1)
  v128.store(sum + 16, v128.add<f64>(v128.load(sum + 16), h1))
  let h2 = back(feed(x + 32, ROW, k0, k1, k2, k3), f2, v128.load64_splat(k + EM), f2, v128.load64_splat(k + EM + 8), f2, v128.load64_splat(k + EM + 16), f2, v128.load64_splat(k + EM + 24))
  v128.store(y + 32, h2)
  v128.store(sum + 32, v128.add<f64>(v128.load(sum + 32), h2))
  let h3 = back(feed(x + 48, ROW, k0, k1, k2, k3), f3, v128.load64_splat(k + EM), f3, v128.load64_splat(k + EM + 8), f3, v128.load64_splat(k + EM + 16), f3, v128.load64_splat(k + EM + 24))
  v128.store(y + 48, h3)
  v128.store(sum + 48, v128.add<f64>(v128.load(sum + 48), h3))
  x -= ROW
  y -= ROW
  sum -= ROW
  h0 = back(feed(x, ROW, k0, k1, k2, k3), h0, d1, f0, v128.load64_splat(k + EM + 8), f0, v128.load64_splat(k + EM + 16), f0, v128.load64_splat(k + EM + 24))
  v128.store(y, h0)
  v128.store(sum, v128.add<f64>(v128.load(sum), h0))
  h1 = back(feed(x + 16, ROW, k0, k1, k2, k3), h1, d1, f1, v128.load64_splat(k + EM + 8), f1, v128.load64_splat(k + EM + 16), f1, v128.load64_splat(k + EM + 24))
  v128.store(y + 16, h1)
  v128.store(sum + 16, v128.add<f64>(v128.load(sum + 16), h1))
  h2 = back(feed(x + 32, ROW, k0, k1, k2, k3), h2, d1, f2, v128.load64_splat(k + EM + 8), f2, v128.load64_splat(k + EM + 16), f2, v128.load64_splat(k + EM + 24))
  v128.store(y + 32, h2)
  v128.store(sum + 32, v128.add<f64>(v128.load(sum + 32), h2))
  h3 = back(feed(x + 48, ROW, k0, k1, k2, k3), h3, d1, f3, v128.load64_splat(k + EM + 8), f3, v128.load64_splat(k + EM + 16), f3, v128.load64_splat(k + EM + 24))
  v128.store(y + 48, h3)
  v128.store(sum + 48, v128.add<f64>(v128.load(sum + 48), h3))
  x -= ROW
  y -= ROW
  sum -= ROW
  h0 = back(feed(x, ROW, k0, k1, k2, k3), h0, d1, v128.load(y + 2 * ROW), d2, f0, v128.load64_splat(k + EM + 16), f0, v128.load64_splat(k + EM + 24))
  v128.store(y, h0)
  v128.store(sum, v128.add<f64>(v128.load(sum), h0))
  h1 = back(feed(x + 16, ROW, k0, k1, k2, k3), h1, d1, v128.load(y + 2 * ROW + 16), d2, f1, v128.load64_splat(k + EM + 16), f1, v128.load64_splat(k + EM + 24))
  v128.store(y + 16, h1)
  v128.store(sum + 16, v128.add<f64>(v128.load(sum + 16), h1))
  h2 = back(feed(x + 32, ROW, k0, k1, k2, k3), h2, d1, v128.load(y + 2 * ROW + 32), d2, f2, v128.load64_splat(k + EM + 16), f2, v128.load64_splat(k + EM + 24))
  v128.store(y + 32, h2)
  v128.store(sum + 32, v128.add<f64>(v128.load(sum + 32), h2))
  h3 = back(feed(x + 48, ROW, k0, k1, k2, k3), h3, d1, v128.load(y + 2 * ROW + 48), d2, f3, v128.load64_splat(k + EM + 16), f3, v128.load64_splat(k + EM + 24))
  v128.store(y + 48, h3)
  v128.store(sum + 48, v128.add<f64>(v128.load(sum + 48), h3))
  x -= ROW
  y -= ROW
  sum -= ROW
  h0 = back(feed(x, ROW, k0, k1, k2, k3), h0, d1, v128.load(y + 2 * ROW), d2, v128.load(y + 3 * ROW), d3, f0, v128.load64_splat(k + EM + 24))
  v128.store(y, h0)
  v128.store(sum, v128.add<f64>(v128.load(sum), h0))
  h1 = back(feed(x + 16, ROW, k0, k1, k2, k3), h1, d1, v128.load(y + 2 * ROW + 16), d2, v128.load(y + 3 * ROW + 16), d3, f1, v128.load64_splat(k + EM + 24))
  v128.store(y + 16, h1)
  v128.store(sum + 16, v128.add<f64>(v128.load(sum + 16), h1))
  h2 = back(feed(x + 32, ROW, k0, k1, k2, k3), h2, d1, v128.load(y + 2 * ROW + 32), d2, v128.load(y + 3 * ROW + 32), d3, f2, v128.load64_splat(k + EM + 24))
  v128.store(y + 32, h2)
  v128.store(sum + 32, v128.add<f64>(v128.load(sum + 32), h2))
  h3 = back(feed(x + 48, ROW, k0, k1, k2, k3), h3, d1, v128.load(y + 2 * ROW + 48), d2, v128.load(y + 3 * ROW + 48), d3, f3, v128.load64_splat(k + EM + 24))
  v128.store(y + 48, h3)
  v128.store(sum + 48, v128.add<f64>(v128.load(sum + 48), h3))
  x -= ROW
  y -= ROW
  sum -= ROW
  for (let i = 4; i < n; i++) {
    h0 = back(feed(x, ROW, k0, k1, k2, k3), h0, d1, v128.load(y + 2 * ROW), d2, v128.load(y + 3 * ROW), d3, v128.load(y + 4 * ROW), d4)
    v128.store(y, h0)
    v128.store(sum, v128.add<f64>(v128.load(sum), h0))
    h1 = back(feed(x + 16, ROW, k0, k1, k2, k3), h1, d1, v128.load(y + 2 * ROW + 16), d2, v128.load(y + 3 * ROW + 16), d3, v128.load(y + 4 * ROW + 16), d4)
    v128.store(y + 16, h1)
    v128.store(sum + 16, v128.add<f64>(v128.load(sum + 16), h1))
    h2 = back(feed(x + 32, ROW, k0, k1, k2, k3), h2, d1, v128.load(y + 2 * ROW + 32), d2, v128.load(y + 3 * ROW + 32), d3, v128.load(y + 4 * ROW + 32), d4)
    v128.store(y + 32, h2)
    v128.store(sum + 32, v128.add<f64>(v128.load(sum + 32), h2))
    h3 = back(feed(x + 48, ROW, k0, k1, k2, k3), h3, d1, v128.load(y + 2 * ROW + 48), d2, v128.load(y + 3 * ROW + 48), d3, v128.load(y + 4 * ROW + 48), d4)
    v128.store(y + 48, h3)
    v128.store(sum + 48, v128.add<f64>(v128.load(sum + 48), h3))
    x -= ROW
    y -= ROW
    sum -= ROW
  }
}

/** The same of four lines. */
// @ts-ignore: decorator
@inline
function anticausal4(x: usize, y: usize, sum: usize, n: i32, k: usize): void {
  const k0 = v128.load64_splat(k + M)
  const k1 = v128.load64_splat(k + M + 8)
  const k2 = v128.load64_splat(k + M + 16)
  const k3 = v128.load64_splat(k + M + 24)
  const d1 = v128.load64_splat(k + D)
  const d2 = v128.load64_splat(k + D + 8)
  const d3 = v128.load64_splat(k + D + 16)
  const d4 = v128.load64_splat(k + D + 24)
  const f0 = v128.load(x - ROW)
  const f1 = v128.load(x - ROW + 16)
  let h0 = back(feed(x, ROW, k0, k1, k2, k3), f0, v128.load64_splat(k + EM), f0, v128.load64_splat(k + EM + 8), f0, v128.load64_splat(k + EM + 16), f0, v128.load64_splat(k + EM + 24))
  v128.store(y, h0)
  v128.store(sum, v128.add<f64>(v128.load(sum), h0))
  let h1 = back(feed(x + 16, ROW, k0, k1, k2, k3), f1, v128.load64_splat(k + EM), f1, v128.load64_splat(k + EM + 8), f1, v128.load64_splat(k + EM + 16), f1, v128.load64_splat(k + EM + 24))
  v128.store(y + 16, h1)
  v128.store(sum + 16, v128.add<f64>(v128.load(sum + 16), h1))
  x -= ROW
  y -= ROW
  sum -= ROW
  h0 = back(feed(x, ROW, k0, k1, k2, k3), h0, d1, f0, v128.load64_splat(k + EM + 8), f0, v128.load64_splat(k + EM + 16), f0, v128.load64_splat(k + EM + 24))
  v128.store(y, h0)
  v128.store(sum, v128.add<f64>(v128.load(sum), h0))
  h1 = back(feed(x + 16, ROW, k0, k1, k2, k3), h1, d1, f1, v128.load64_splat(k + EM + 8), f1, v128.load64_splat(k + EM + 16), f1, v128.load64_splat(k + EM + 24))
  v128.store(y + 16, h1)
  v128.store(sum + 16, v128.add<f64>(v128.load(sum + 16), h1))
  x -= ROW
  y -= ROW
  sum -= ROW
  h0 = back(feed(x, ROW, k0, k1, k2, k3), h0, d1, v128.load(y + 2 * ROW), d2, f0, v128.load64_splat(k + EM + 16), f0, v128.load64_splat(k + EM + 24))
  v128.store(y, h0)
  v128.store(sum, v128.add<f64>(v128.load(sum), h0))
  h1 = back(feed(x + 16, ROW, k0, k1, k2, k3), h1, d1, v128.load(y + 2 * ROW + 16), d2, f1, v128.load64_splat(k + EM + 16), f1, v128.load64_splat(k + EM + 24))
  v128.store(y + 16, h1)
  v128.store(sum + 16, v128.add<f64>(v128.load(sum + 16), h1))
  x -= ROW
  y -= ROW
  sum -= ROW
  h0 = back(feed(x, ROW, k0, k1, k2, k3), h0, d1, v128.load(y + 2 * ROW), d2, v128.load(y + 3 * ROW), d3, f0, v128.load64_splat(k + EM + 24))
  v128.store(y, h0)
  v128.store(sum, v128.add<f64>(v128.load(sum), h0))
  h1 = back(feed(x + 16, ROW, k0, k1, k2, k3), h1, d1, v128.load(y + 2 * ROW + 16), d2, v128.load(y + 3 * ROW + 16), d3, f1, v128.load64_splat(k + EM + 24))
  v128.store(y + 16, h1)
  v128.store(sum + 16, v128.add<f64>(v128.load(sum + 16), h1))
  x -= ROW
  y -= ROW
  sum -= ROW
  for (let i = 4; i < n; i++) {
    h0 = back(feed(x, ROW, k0, k1, k2, k3), h0, d1, v128.load(y + 2 * ROW), d2, v128.load(y + 3 * ROW), d3, v128.load(y + 4 * ROW), d4)
    v128.store(y, h0)
    v128.store(sum, v128.add<f64>(v128.load(sum), h0))
    h1 = back(feed(x + 16, ROW, k0, k1, k2, k3), h1, d1, v128.load(y + 2 * ROW + 16), d2, v128.load(y + 3 * ROW + 16), d3, v128.load(y + 4 * ROW + 16), d4)
    v128.store(y + 16, h1)
    v128.store(sum + 16, v128.add<f64>(v128.load(sum + 16), h1))
    x -= ROW
    y -= ROW
    sum -= ROW
  }
}

/**
 * Filters `blocks` × `lines` lines of n samples. Sample i of line l of block b is element i·stride + l·lineStride +
 * b·blockStride of from (float64 when `wide`, else float32) and of to (float32). With `scale` 0 the result is stored,
 * otherwise `to` becomes to + scale · result, both rounded to float32. scratch holds 3 n + 8 rows of eight doubles.
 */
export function recursive(
  from: usize,
  wide: bool,
  to: usize,
  scale: f64,
  n: i32,
  stride: i32,
  lines: i32,
  lineStride: i32,
  blocks: i32,
  blockStride: i32,
  coefficients: usize,
  scratch: usize,
): void {
  const x = scratch + 3 * ROW
  const sum = x + <usize>(n + 4) * ROW
  const anti = sum + <usize>n * ROW
  const end = <usize>(n - 1) * ROW
  for (let b = 0; b < blocks; b++) {
    for (let l = 0; l < lines; l += 8) {
      const at = b * blockStride + l * lineStride
      const lanes = min(8, lines - l)
      const packed = lineStride == 1 && (lanes & 3) == 0
      if (wide) gather<f64>(x, from + ((<usize>at) << 3), n, stride, lanes, lineStride)
      else if (packed) gatherPacked(x, from + ((<usize>at) << 2), n, stride, lanes)
      else gather<f32>(x, from + ((<usize>at) << 2), n, stride, lanes, lineStride)
      // The edge samples carry on beyond both ends.
      for (let v: usize = 0; v < 64; v += 16) {
        const first = v128.load(x + v)
        const last = v128.load(x + end + v)
        for (let i: usize = 1; i < 4; i++) v128.store(x + v - i * ROW, first)
        for (let i: usize = 1; i < 5; i++) v128.store(x + v + end + i * ROW, last)
      }
      if (lanes > 4) {
        causal8(x, sum, n, coefficients)
        anticausal8(x + end + ROW, anti + end, sum + end, n, coefficients)
      } else {
        causal4(x, sum, n, coefficients)
        anticausal4(x + end + ROW, anti + end, sum + end, n, coefficients)
      }
      const out = to + ((<usize>at) << 2)
      if (packed) scatterPacked(sum, out, n, stride, lanes, scale)
      else scatter(sum, out, n, stride, lanes, lineStride, scale)
    }
  }
}

/** A sample of each line a row; lanes without a line repeat the last one. */
// @ts-ignore: decorator
@inline
function gather<T>(x: usize, from: usize, n: i32, stride: i32, lanes: i32, lineStride: i32): void {
  const width = (lanes + 3) & ~3
  for (let lane = 0; lane < width; lane++) {
    let p = from + <usize>(min(lane, lanes - 1) * lineStride) * sizeof<T>()
    let q = x + ((<usize>lane) << 3)
    for (let i = 0; i < n; i++) {
      store<f64>(q, <f64>load<T>(p))
      p += <usize>stride * sizeof<T>()
      q += ROW
    }
  }
}

// @ts-ignore: decorator
@inline
function gatherPacked(x: usize, from: usize, n: i32, stride: i32, lanes: i32): void {
  for (let lane = 0; lane < lanes; lane += 4) {
    let p = from + ((<usize>lane) << 2)
    let q = x + ((<usize>lane) << 3)
    for (let i = 0; i < n; i++) {
      const four = v128.load(p)
      v128.store(q, f64x2.promote_low_f32x4(four))
      v128.store(q + 16, f64x2.promote_low_f32x4(i32x4.shuffle(four, four, 2, 3, 2, 3)))
      p += (<usize>stride) << 2
      q += ROW
    }
  }
}

// @ts-ignore: decorator
@inline
function scatter(sum: usize, to: usize, n: i32, stride: i32, lanes: i32, lineStride: i32, scale: f64): void {
  for (let lane = 0; lane < lanes; lane++) {
    let p = to + ((<usize>(lane * lineStride)) << 2)
    let q = sum + ((<usize>lane) << 3)
    for (let i = 0; i < n; i++) {
      const value = <f32>load<f64>(q)
      store<f32>(p, scale != 0 ? <f32>(<f64>load<f32>(p) + <f64>value * scale) : value)
      p += (<usize>stride) << 2
      q += ROW
    }
  }
}

// @ts-ignore: decorator
@inline
function scatterPacked(sum: usize, to: usize, n: i32, stride: i32, lanes: i32, scale: f64): void {
  const scales = f64x2.splat(scale)
  for (let lane = 0; lane < lanes; lane += 4) {
    let p = to + ((<usize>lane) << 2)
    let q = sum + ((<usize>lane) << 3)
    for (let i = 0; i < n; i++) {
      let low = f32x4.demote_f64x2_zero(v128.load(q))
      let high = f32x4.demote_f64x2_zero(v128.load(q + 16))
      if (scale != 0) {
        const old = v128.load(p)
        const oldHigh = i32x4.shuffle(old, old, 2, 3, 2, 3)
        low = f32x4.demote_f64x2_zero(
          v128.add<f64>(f64x2.promote_low_f32x4(old), v128.mul<f64>(f64x2.promote_low_f32x4(low), scales)),
        )
        high = f32x4.demote_f64x2_zero(
          v128.add<f64>(f64x2.promote_low_f32x4(oldHigh), v128.mul<f64>(f64x2.promote_low_f32x4(high), scales)),
        )
      }
      v128.store(p, i32x4.shuffle(low, high, 0, 1, 4, 5))
      p += (<usize>stride) << 2
      q += ROW
    }
  }
}
