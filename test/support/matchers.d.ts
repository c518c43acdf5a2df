import 'vitest'

declare module 'vitest' {
  interface Assertion<T> {
    /** Every number within `tolerance`, relative to `expected`; arrays are walked, lengths must agree. */
    toMatchDigits(expected: unknown, tolerance: number): T
  }
}
