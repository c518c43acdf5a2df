/**
 * A root of f between a and b, where f has different signs, by Brent's method.
 *
 * The steps are those of the Netlib zeroin that R's uniroot runs, so that figures which R reports only to uniroot's
 * tolerance (Fisher's odds ratio, the Mann-Whitney shift) agree with R's to the last digit.
 * Source: Brent 1973, chapter 4.
 */
export function brentRoot(f: (x: number) => number, a: number, b: number, tolerance: number, fa = f(a), fb = f(b)) {
  let c = a
  let fc = fa
  if (fa === 0) return a
  if (fb === 0) return b
  for (let iteration = 0; iteration <= 1000; iteration++) {
    const previous = b - a
    if (Math.abs(fc) < Math.abs(fb)) {
      a = b
      b = c
      c = a
      fa = fb
      fb = fc
      fc = fa
    }
    const near = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2
    let step = (c - b) / 2
    if (Math.abs(step) <= near || fb === 0) return b
    if (Math.abs(previous) >= near && Math.abs(fa) > Math.abs(fb)) {
      const interpolated = interpolatedStep(a, b, c, fa, fb, fc, near, previous)
      if (interpolated !== undefined) step = interpolated
    }
    if (Math.abs(step) < near) step = step > 0 ? near : -near
    a = b
    fa = fb
    b += step
    fb = f(b)
    if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0)) {
      c = a
      fc = fa
    }
  }
  return b
}

/** The secant or inverse quadratic step, where it falls well inside the bracket. */
function interpolatedStep(
  a: number,
  b: number,
  c: number,
  fa: number,
  fb: number,
  fc: number,
  near: number,
  previous: number,
) {
  const cb = c - b
  const t1 = a === c ? fb / fa : fb / fc
  let p: number
  let q: number
  if (a === c) {
    p = cb * t1
    q = 1 - t1
  } else {
    const ratio = fa / fc
    const t2 = fb / fa
    p = t2 * (cb * ratio * (ratio - t1) - (b - a) * (t1 - 1))
    q = (ratio - 1) * (t1 - 1) * (t2 - 1)
  }
  if (p > 0) q = -q
  else p = -p
  const inside = p < 0.75 * cb * q - Math.abs(near * q) / 2 && p < Math.abs((previous * q) / 2)
  return inside ? p / q : undefined
}
