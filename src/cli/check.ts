import { groupFaults } from '../cohort/group-faults.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { faultText } from '../study/chapters/data-issues.ts'
import { openStudy } from '../study/file/open.node.ts'
import { contactSheet } from '../study/preflight/contact-sheet.ts'
import { preflight } from '../study/preflight/preflight.ts'
import { preflightSummary } from '../study/preflight/summary.ts'
import { counted } from '../text/counted.ts'
import { locales } from '../text/locales/index.ts'
import { openPool } from '../workers/pool.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

/** `nomoscope check`: every fault of a study, one line each, or all of it as JSON. */
export async function check(
  file: string,
  terminal: Terminal,
  options: { json?: boolean; sheet?: string; all?: boolean },
): Promise<void> {
  const { study, files } = await openStudy(file)
  const pool = openPool()
  try {
    const { map } = pool
    const { say, progress } = terminal
    const found = await preflight(study, { ...files, version: NOMOSCOPE_VERSION, map, say, progress })
    const errors = found.faults.filter(({ severity }) => severity === 'error')
    if (options.sheet) await writeAtomically(options.sheet, contactSheet(study.study, found))
    // Pictures are for the sheet.
    const plain = (key: string, value: unknown) => (key === 'picture' || key === 'pictures' ? undefined : value)
    if (options.json) terminal.result(JSON.stringify(found, plain, 1))
    else {
      const shown = options.all ? found.faults : groupFaults(found.faults)
      for (const one of shown) terminal.result(`${one.severity}: ${faultText(one, locales.en)}`)
      if (shown.length < found.faults.length) terminal.say('--all lists every cell.')
      for (const line of preflightSummary(found)) terminal.result(line)
      const read = found.cases.filter(({ glance }) => glance).length
      terminal.result(
        `${counted(found.assessed, 'row')} assessed, ${found.analysed} analysed; ${read} of ${counted(found.cases.length, 'case')} can be extracted; ${counted(errors.length, 'fault')}.`,
      )
    }
    const uneven = [...new Set(found.cases.map(({ sequence }) => sequence))].filter((name) => !study.images?.[name]?.n4)
    if (uneven.length > 0)
      terminal.say(
        `The bias field is left in the images of ${uneven.join(', ')}; \`n4: true\` takes it out of signal in arbitrary units.`,
      )
    if (errors.length > 0) process.exitCode = 3
  } finally {
    await pool.close()
  }
}
