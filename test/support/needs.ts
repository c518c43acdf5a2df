import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const sharedFolder = resolve(root, '../shared')
const ledger = process.env.NOMOSCOPE_TEST_LEDGER

/** The path of a file of this project's own fixtures. */
export const fixture = (...path: string[]) => resolve(root, 'test/fixtures', ...path)
/** The path of a file of the reference material that lies beside a developer's checkout; it may be absent. */
export const shared = (...path: string[]) => resolve(sharedFolder, ...path)

/**
 * A test on `../shared`, skipped with a line that says so where that is absent.
 * assertions  how many `expect` calls it makes; checked when it runs, counted as skipped when it does not.
 */
export function sharedTest(name: string, assertions: number, body: () => void | Promise<void>, timeout?: number) {
  runOrSkip(name, assertions, existsSync(sharedFolder) ? undefined : '../shared is absent', 'shared', body, timeout)
}

/**
 * A test that needs a program (R, python3 with packages, chromium, …), skipped with its reason where it does not answer.
 * Under CI=true nothing may be skipped, so there the test fails instead.
 */
export function toolTest(
  name: string,
  probe: string[],
  assertions: number,
  body: () => void | Promise<void>,
  timeout?: number,
) {
  const answer = spawnSync(probe[0], probe.slice(1), { stdio: 'ignore' })
  const missing = answer.status === 0 ? undefined : `${probe.join(' ')} does not answer`
  if (missing && process.env.CI === 'true') {
    test(name, () => expect.fail(`${missing}; CI must install it`))
    return
  }
  runOrSkip(name, assertions, missing, 'tool', body, timeout)
}

/** A test that needs a file from a server that may not answer, not even to CI: skipped with its reason where it is absent. */
export function fetchedTest(
  name: string,
  file: string,
  assertions: number,
  body: () => void | Promise<void>,
  timeout?: number,
) {
  runOrSkip(name, assertions, existsSync(resolve(root, file)) ? undefined : `${file} is absent`, 'tool', body, timeout)
}

function runOrSkip(
  name: string,
  assertions: number,
  missing: string | undefined,
  kind: 'shared' | 'tool',
  body: () => void | Promise<void>,
  timeout?: number,
) {
  if (missing) {
    if (ledger) appendFileSync(ledger, `skipped-${kind} ${assertions} ${name}: ${missing}\n`)
    test.skip(`${name} (skipped: ${missing})`, () => {})
    return
  }
  test(name, timeout ? { timeout } : {}, async () => {
    expect.assertions(assertions)
    await body()
  })
}
