/** Eigenvalues of a small positive semidefinite matrix, ascending, by Jacobi rotations; rounding errors about 0 become 0. */
export function axisEigenvalues(matrix: number[][]): number[] {
  const a = matrix.map((row) => [...row])
  const n = a.length
  const size = a.reduce((most, row) => Math.max(most, ...row.map(Math.abs)), 0)
  for (let sweep = 0; sweep < 50; sweep++) {
    let beside = 0
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) beside += Math.abs(a[p][q])
    if (beside <= 1e-17 * size) break
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (a[p][q] === 0) continue
        const theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
        const c = 1 / Math.sqrt(t * t + 1)
        const s = t * c
        for (let k = 0; k < n; k++) {
          const kp = a[k][p]
          const kq = a[k][q]
          a[k][p] = c * kp - s * kq
          a[k][q] = s * kp + c * kq
        }
        for (let k = 0; k < n; k++) {
          const pk = a[p][k]
          const qk = a[q][k]
          a[p][k] = c * pk - s * qk
          a[q][k] = s * pk + c * qk
        }
      }
    }
  }
  const values = a.map((row, k) => row[k])
  const largest = Math.max(...values)
  return values.map((value) => (value > 1e-15 * largest ? value : 0)).sort((x, y) => x - y)
}
