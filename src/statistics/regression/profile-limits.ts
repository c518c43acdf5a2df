/**
 * The two values of b at which `root`, a rising function that is 0 at the estimate, reaches −target and target.
 * A side on which it never does is infinite. The functions here are nearly linear, so a guarded secant closes in within a
 * few calls.
 */
export function limitsOfRoot(
  root: (b: number) => number,
  estimate: number,
  standardError: number,
  target: number,
): { lower: number; upper: number } {
  const side = (sign: 1 | -1): number => {
    let near = estimate
    let nearRoot = 0
    let far = estimate + sign * target * standardError
    let farRoot = root(far)
    for (let tries = 0; sign * farRoot < target; tries++) {
      if (tries === 40 || (tries > 6 && Math.abs(farRoot - nearRoot) < 1e-6)) return sign * Infinity
      near = far
      nearRoot = farRoot
      far += sign * standardError * 2 ** tries
      farRoot = root(far)
    }
    for (let iteration = 0; iteration < 60; iteration++) {
      let next = near + ((sign * target - nearRoot) * (far - near)) / (farRoot - nearRoot)
      // every third step halves, so that one end cannot stay for ever
      if (iteration % 3 === 2) next = (near + far) / 2
      const value = root(next)
      if (Math.abs(value - sign * target) < 1e-12 * target) return next
      if (sign * value < target) {
        near = next
        nearRoot = value
      } else {
        far = next
        farRoot = value
      }
      if (Math.abs(far - near) <= 1e-14 * Math.max(Math.abs(far), Math.abs(near))) break
    }
    return (near + far) / 2
  }
  return { lower: side(-1), upper: side(1) }
}
