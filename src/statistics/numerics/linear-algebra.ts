/**
 * Dense symmetric systems of the sizes that regression models have (tens of columns).
 * A symmetric p × p matrix is a flat Float64Array of p² numbers, both triangles filled.
 */

/** Zᵀ diag(w) Z, both triangles. `weighted` is room for n q numbers. */
export function crossProduct(
  z: Float64Array,
  n: number,
  q: number,
  w: Float64Array,
  weighted = new Float64Array(n * q),
): Float64Array {
  const product = new Float64Array(q * q)
  for (let j = 0; j < q; j++) {
    const from = j * n
    for (let i = 0; i < n; i++) weighted[from + i] = w[i] * z[from + i]
  }
  // Two columns against two at a time: four sums that do not wait for one another.
  for (let j = 0; j < q; j += 2) {
    const a0 = j * n
    const a1 = j + 1 < q ? a0 + n : a0
    for (let k = 0; k <= j; k += 2) {
      const b0 = k * n
      const b1 = k + 1 < q ? b0 + n : b0
      let s00 = 0
      let s01 = 0
      let s10 = 0
      let s11 = 0
      for (let i = 0; i < n; i++) {
        const u0 = weighted[a0 + i]
        const u1 = weighted[a1 + i]
        const v0 = z[b0 + i]
        const v1 = z[b1 + i]
        s00 += u0 * v0
        s01 += u0 * v1
        s10 += u1 * v0
        s11 += u1 * v1
      }
      set(j, k, s00)
      if (k + 1 < q) set(j, k + 1, s01)
      if (j + 1 < q) set(j + 1, k, s10)
      if (j + 1 < q && k + 1 < q) set(j + 1, k + 1, s11)
    }
  }
  return product

  function set(j: number, k: number, value: number): void {
    product[j * q + k] = value
    product[k * q + j] = value
  }
}

/**
 * Cholesky factor L of `a` = L Lᵀ, in place in the lower triangle (row-major; the upper one is left as it was).
 * Gives -1 when done, or the first column whose pivot falls below `tolerance` of its diagonal: that column is a linear
 * combination of those before it.
 */
export function cholesky(a: Float64Array, p: number, tolerance = 1e-12): number {
  for (let j = 0; j < p; j++) {
    const diagonal = a[j * p + j]
    let pivot = diagonal
    for (let k = 0; k < j; k++) pivot -= a[j * p + k] * a[j * p + k]
    if (!(pivot > tolerance * diagonal)) return j
    const root = Math.sqrt(pivot)
    a[j * p + j] = root
    for (let i = j + 1; i < p; i++) {
      let sum = a[i * p + j]
      for (let k = 0; k < j; k++) sum -= a[i * p + k] * a[j * p + k]
      a[i * p + j] = sum / root
    }
  }
  return -1
}

/** Solves L Lᵀ x = b for the factor of `cholesky`, in place in `b`. */
export function solveCholesky(factor: Float64Array, p: number, b: Float64Array): Float64Array {
  for (let i = 0; i < p; i++) {
    let sum = b[i]
    for (let k = 0; k < i; k++) sum -= factor[i * p + k] * b[k]
    b[i] = sum / factor[i * p + i]
  }
  for (let i = p - 1; i >= 0; i--) {
    let sum = b[i]
    for (let k = i + 1; k < p; k++) sum -= factor[k * p + i] * b[k]
    b[i] = sum / factor[i * p + i]
  }
  return b
}

/** The inverse of L Lᵀ, full and symmetric. */
export function invertCholesky(factor: Float64Array, p: number): Float64Array {
  const inverse = new Float64Array(p * p)
  const column = new Float64Array(p)
  for (let j = 0; j < p; j++) {
    column.fill(0)
    column[j] = 1
    solveCholesky(factor, p, column)
    for (let i = 0; i < p; i++) inverse[i * p + j] = column[i]
  }
  for (let i = 0; i < p; i++)
    for (let j = 0; j < i; j++) {
      const mean = (inverse[i * p + j] + inverse[j * p + i]) / 2
      inverse[i * p + j] = mean
      inverse[j * p + i] = mean
    }
  return inverse
}

/** bᵀ A⁻¹ b for the factor of A. */
export function quadraticForm(factor: Float64Array, p: number, b: Float64Array): number {
  let sum = 0
  const z = new Float64Array(p)
  for (let i = 0; i < p; i++) {
    let value = b[i]
    for (let k = 0; k < i; k++) value -= factor[i * p + k] * z[k]
    z[i] = value / factor[i * p + i]
    sum += z[i] * z[i]
  }
  return sum
}
