/** The worst disagreement of two numbers or nested arrays of numbers, relative to the expected size (floor 1e-300). */
export function relativeError(
  received: unknown,
  expected: unknown,
  where = '',
): { error: number; where: string; received: unknown; expected: unknown } {
  if (isArray(expected)) {
    if (!isArray(received) || received.length !== expected.length)
      return {
        error: Infinity,
        where,
        received: `length ${(received as ArrayLike<unknown>)?.length}`,
        expected: `length ${expected.length}`,
      }
    let worst = { error: 0, where, received, expected } as ReturnType<typeof relativeError>
    for (let i = 0; i < expected.length; i++) {
      const one = relativeError(received[i], expected[i], `${where}[${i}]`)
      if (!(one.error <= worst.error)) worst = one
    }
    return worst
  }
  const x = asNumber(received)
  const y = asNumber(expected)
  const same = Object.is(x, y) || x === y
  const error = same ? 0 : Math.abs(x - y) / Math.max(Math.abs(y), 1e-300)
  return { error: Number.isNaN(error) ? Infinity : error, where, received, expected }
}

/** R writes a missing number as "NA" and infinite ones as "Inf" and "-Inf". */
function asNumber(value: unknown): number {
  if (typeof value === 'number') return value
  if (value === 'NA' || value === 'NaN' || value === 'nan' || value === null) return Number.NaN
  if (value === 'Inf' || value === 'inf') return Infinity
  if (value === '-Inf' || value === '-inf') return -Infinity
  throw new TypeError(`not a number: ${String(value)}`)
}

function isArray(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value)
}
