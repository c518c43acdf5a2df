// One pass of lowess over points sorted by x, as `smoothHere` in lowess.ts: the same sums in the same order.

// @ts-ignore: decorator
@inline
function at(values: usize, i: i32): f64 {
  return load<f64>(values + (<usize>i << 3))
}

// @ts-ignore: decorator
@inline
function both(pair: v128): f64 {
  return v128.extract_lane<f64>(pair, 0) + v128.extract_lane<f64>(pair, 1)
}

/** See `localLine` in lowess.ts. */
function localLine(n: i32, x: usize, y: usize, here: f64, left: i32, right: i32, robustness: usize): f64 {
  const h = max(here - at(x, left), at(x, right) - here)
  const h9 = 0.999 * h
  const h1 = 0.001 * h
  const perH = 1 / h
  let first = left
  while (first < n && here - at(x, first) > h9) first++
  let end = right + 1
  while (end < n && at(x, end) - here <= h9) end++
  while (end > first && at(x, end - 1) - here > h9) end--
  const centre = v128.splat<f64>(here)
  const near = v128.splat<f64>(h1)
  const scale = v128.splat<f64>(perH)
  const one = v128.splat<f64>(1)
  let sums = v128.splat<f64>(0)
  let sumsD = v128.splat<f64>(0)
  let sumsY = v128.splat<f64>(0)
  let sumsDD = v128.splat<f64>(0)
  let sumsDY = v128.splat<f64>(0)
  let j = first
  for (; j + 1 < end; j += 2) {
    const place = <usize>j << 3
    const own = v128.load(y + place)
    const d = v128.sub<f64>(v128.load(x + place), centre)
    const r = v128.abs<f64>(d)
    const u = v128.and(v128.gt<f64>(r, near), v128.mul<f64>(r, scale))
    const t = v128.sub<f64>(one, v128.mul<f64>(v128.mul<f64>(u, u), u))
    let w = v128.mul<f64>(v128.mul<f64>(t, t), t)
    if (robustness != 0) w = v128.mul<f64>(w, v128.load(robustness + place))
    const wd = v128.mul<f64>(w, d)
    sums = v128.add<f64>(sums, w)
    sumsD = v128.add<f64>(sumsD, wd)
    sumsY = v128.add<f64>(sumsY, v128.mul<f64>(w, own))
    sumsDD = v128.add<f64>(sumsDD, v128.mul<f64>(wd, d))
    sumsDY = v128.add<f64>(sumsDY, v128.mul<f64>(wd, own))
  }
  let sum = both(sums)
  let sumD = both(sumsD)
  let sumY = both(sumsY)
  let sumDD = both(sumsDD)
  let sumDY = both(sumsDY)
  if (j < end) {
    const d = at(x, j) - here
    const r = abs(d)
    const u: f64 = r > h1 ? r * perH : 0
    const t = 1 - u * u * u
    let w = t * t * t
    if (robustness != 0) w *= at(robustness, j)
    const wd = w * d
    sum += w
    sumD += wd
    sumY += w * at(y, j)
    sumDD += wd * d
    sumDY += wd * at(y, j)
  }
  if (!(sum > 0)) return NaN
  const mean = sumD / sum
  const meanY = sumY / sum
  const variance = sumDD / sum - mean * mean
  if (!(h > 0 && variance > 0 && Math.sqrt(variance) > 0.001 * (at(x, n - 1) - at(x, 0)))) return meanY
  return meanY - (mean * (sumDY / sum - mean * meanY)) / variance
}

/** n > 1; robustness is 0 where every point counts the same. */
export function smooth(n: i32, x: usize, y: usize, neighbours: i32, delta: f64, robustness: usize, into: usize): void {
  let left = 0
  let right = neighbours - 1
  let last = -1
  let i = 0
  while (true) {
    const here = at(x, i)
    if (right < n - 1 && here - at(x, left) > at(x, right + 1) - here) {
      left++
      right++
      continue
    }
    const value = localLine(n, x, y, here, left, right, robustness)
    const own = value == value ? value : at(y, i)
    store<f64>(into + (<usize>i << 3), own)
    if (last < i - 1) {
      const from = at(x, last)
      const width = here - from
      for (let j = last + 1; j < i; j++) {
        const share = (at(x, j) - from) / width
        store<f64>(into + (<usize>j << 3), share * own + (1 - share) * at(into, last))
      }
    }
    last = i
    const cut = at(x, last) + delta
    for (i = last + 1; i < n; i++) {
      if (at(x, i) > cut) break
      if (at(x, i) == at(x, last)) {
        store<f64>(into + (<usize>i << 3), at(into, last))
        last = i
      }
    }
    i = max(last + 1, i - 1)
    if (last >= n - 1) break
  }
}
