import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { preflight } from '../../src/study/preflight/preflight.ts'
import { scratchFolder } from '../support/cli.ts'
import { shared, sharedTest } from '../support/needs.ts'
import { writeRandomStudy } from '../support/random-studies.ts'
import { smallDemo } from '../support/small-demo.ts'
import { opened } from '../support/try-study.ts'

/** Row numbers, copies of rows, second identifiers, order of the rows, centre and outcome, what nearly tells the outcome. */
const alarms = /^NS-COH-(49|50|52|53|54|55|62|63|68)$/
const folder = scratchFolder()

async function alarmsOf(file: string) {
  const { study, context } = await opened(file)
  const { faults } = await preflight(study, context)
  return faults.flatMap(({ code, column, what }) => (alarms.test(code) ? [`${code} ${column}: ${what}`] : []))
}

test('no alarm on the demo', async () => {
  expect(await alarmsOf(smallDemo(join(folder, 'demo'), 2))).toEqual([])
})

sharedTest('no alarm on I-SPY 1', 1, async () => {
  const example = resolve(import.meta.dirname, '../../examples/ispy1')
  const study = readFileSync(join(example, 'study.yaml'), 'utf8').replaceAll('../../../shared', shared())
  writeFileSync(join(folder, 'study.yaml'), study)
  copyFileSync(join(example, 'codebook.yaml'), join(folder, 'codebook.yaml'))
  expect(await alarmsOf(join(folder, 'study.yaml'))).toEqual([])
})

test('no alarm on 50 simulated cohorts', async () => {
  for (let k = 1; k <= 50; k++) {
    const at = join(folder, String(k))
    writeRandomStudy(at, k)
    const found = await alarmsOf(join(at, 'study.yaml')).catch((error: unknown) => {
      // A study that is refused as a whole has no alarm either.
      if ((error as { code?: string }).code?.startsWith('NS-')) return []
      throw error
    })
    expect(found, `study ${k}`).toEqual([])
  }
})
