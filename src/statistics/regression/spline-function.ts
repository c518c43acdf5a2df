/**
 * Nonlinear function `j` (from 1) of the restricted cubic spline at `x`, scaled by the squared distance of the outer
 * knots as `Hmisc::rcspline.eval(norm = 2)` does. Source: Harrell, Regression Modeling Strategies, 2.4.5.
 */
export function splineFunction(x: number, knots: ArrayLike<number>, j: number): number {
  const last = knots.length - 1
  const cube = (u: number) => (u > 0 ? u * u * u : 0)
  const own = knots[j - 1]
  const [inner, outer] = [knots[last - 1], knots[last]]
  const sum = cube(x - own) + ((inner - own) * cube(x - outer) - (outer - own) * cube(x - inner)) / (outer - inner)
  return sum / (outer - knots[0]) ** 2
}
