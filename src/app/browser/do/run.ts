import { groupFaults } from '../../../cohort/group-faults.ts'
import { faultText } from '../../../study/chapters/data-issues.ts'
import { runStudy } from '../../../study/study.ts'
import { writeResults } from '../../../study/write/write-results.ts'
import { locales } from '../../../text/locales/index.ts'
import { browserRenderer } from '../figures.ts'
import { handleFolder } from '../handle-folder.ts'
import type { Result, Work } from '../messages.ts'
import { type Say, withStudy } from './context.ts'

const resultsName = 'results'

/** As `nomoscope run`: the study's results, in a folder `results` of its own folder. */
export const runStudyHere = (work: Extract<Work, { do: 'check' | 'run' }>, say: Say): Promise<Result> =>
  withStudy(work, say, async (study, context) => {
    const output = await runStudy(study, context)
    const results = await work.root.getDirectoryHandle(resultsName, { create: true })
    await writeResults(handleFolder(results), output, context, await browserRenderer())
    const faults = output.faults.filter(({ severity }) => severity === 'error')
    for (const fault of groupFaults(faults)) say({ line: faultText(fault, locales.en) })
    return { faults: faults.length, report: `${resultsName}/report.html` }
  })
