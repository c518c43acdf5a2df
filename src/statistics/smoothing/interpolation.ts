/**
 * Linear interpolation in a table whose x rise (a run of equal x gives its first y). NaN outside the table.
 * R: approx(ties = "ordered") on a sorted table.
 */
export function interpolate(x: ArrayLike<number>, y: ArrayLike<number>, at: number): number {
  const last = x.length - 1
  if (last < 0 || !(at >= x[0] && at <= x[last])) return Number.NaN
  let low = 0
  let high = last
  while (low < high - 1) {
    const middle = (low + high) >> 1
    if (at < x[middle]) high = middle
    else low = middle
  }
  if (at === x[high]) return y[high]
  if (at === x[low]) return y[low]
  return y[low] + (y[high] - y[low]) * ((at - x[low]) / (x[high] - x[low]))
}

/**
 * The table with each run of equal x made one point: its first y, or the mean of its y.
 * x must rise. R: what approx does with `ties`.
 */
export function uniqueTable(x: ArrayLike<number>, y: ArrayLike<number>, ties: 'first' | 'mean') {
  const ux: number[] = []
  const uy: number[] = []
  for (let i = 0; i < x.length; ) {
    let j = i
    let sum = 0
    while (j < x.length && x[j] === x[i]) sum += y[j++]
    ux.push(x[i])
    uy.push(ties === 'first' ? y[i] : sum / (j - i))
    i = j
  }
  return { x: ux, y: uy }
}

/**
 * Interpolating cubic spline whose ends are fitted through the first and the last four points.
 * x must rise strictly. Forsythe, Malcolm & Moler 1977; R: splinefun(method = "fmm").
 */
export function fmmSpline(x: ArrayLike<number>, y: ArrayLike<number>): (at: number) => number {
  const n = x.length
  const b = new Float64Array(n)
  const c = new Float64Array(n)
  const d = new Float64Array(n)
  if (n < 2) return () => y[0]
  if (n < 3) {
    b[0] = b[1] = (y[1] - y[0]) / (x[1] - x[0])
  } else {
    // b diagonal, d off-diagonal, c right-hand side
    d[0] = x[1] - x[0]
    c[1] = (y[1] - y[0]) / d[0]
    for (let i = 1; i < n - 1; i++) {
      d[i] = x[i + 1] - x[i]
      b[i] = 2 * (d[i - 1] + d[i])
      c[i + 1] = (y[i + 1] - y[i]) / d[i]
      c[i] = c[i + 1] - c[i]
    }
    b[0] = -d[0]
    b[n - 1] = -d[n - 2]
    c[0] = c[n - 1] = 0
    if (n > 3) {
      c[0] = c[2] / (x[3] - x[1]) - c[1] / (x[2] - x[0])
      c[n - 1] = c[n - 2] / (x[n - 1] - x[n - 3]) - c[n - 3] / (x[n - 2] - x[n - 4])
      c[0] = (c[0] * d[0] * d[0]) / (x[3] - x[0])
      c[n - 1] = (-c[n - 1] * d[n - 2] * d[n - 2]) / (x[n - 1] - x[n - 4])
    }
    for (let i = 1; i < n; i++) {
      const t = d[i - 1] / b[i - 1]
      b[i] -= t * d[i - 1]
      c[i] -= t * c[i - 1]
    }
    c[n - 1] /= b[n - 1]
    for (let i = n - 2; i >= 0; i--) c[i] = (c[i] - d[i] * c[i + 1]) / b[i]
    b[n - 1] = (y[n - 1] - y[n - 2]) / d[n - 2] + d[n - 2] * (c[n - 2] + 2 * c[n - 1])
    for (let i = 0; i < n - 1; i++) {
      b[i] = (y[i + 1] - y[i]) / d[i] - d[i] * (c[i + 1] + 2 * c[i])
      d[i] = (c[i + 1] - c[i]) / d[i]
      c[i] *= 3
    }
    c[n - 1] *= 3
    d[n - 1] = d[n - 2]
  }
  return (at) => {
    let low = 0
    let high = n
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (at < x[middle]) high = middle
      else low = middle
    }
    const t = at - x[low]
    return y[low] + t * (b[low] + t * (c[low] + t * d[low]))
  }
}
