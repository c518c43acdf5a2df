import { appendFileSync } from 'node:fs'
import { afterEach, expect } from 'vitest'
import { relativeError } from './digits.ts'

/** Where the run's counts are collected; `scripts/test.mjs` sets it and adds them up. */
const ledger = process.env.NOMOSCOPE_TEST_LEDGER

expect.extend({
  /** Every number of `expected` (a number or a nested array of them) within `tolerance` relative; NaN equals NaN. */
  toMatchDigits(received: unknown, expected: unknown, tolerance: number) {
    const worst = relativeError(received, expected)
    return {
      pass: worst.error <= tolerance,
      message: () => `at ${worst.where || 'the value'}: ${worst.received} is ${worst.error} off ${worst.expected}`,
    }
  },
})

afterEach(() => {
  if (ledger) appendFileSync(ledger, `ran ${expect.getState().assertionCalls}\n`)
})
