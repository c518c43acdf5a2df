import { groupFaults } from '../../../cohort/group-faults.ts'
import { faultText } from '../../../study/chapters/data-issues.ts'
import { preflight } from '../../../study/preflight/preflight.ts'
import { preflightSummary } from '../../../study/preflight/summary.ts'
import { counted } from '../../../text/counted.ts'
import { locales } from '../../../text/locales/index.ts'
import type { Result, Work } from '../messages.ts'
import { type Say, withStudy } from './context.ts'

/** As `nomoscope check`: every fault of a study, one line each, then what there is. */
export const checkStudy = (work: Extract<Work, { do: 'check' | 'run' }>, say: Say): Promise<Result> =>
  withStudy(work, say, async (study, context) => {
    const found = await preflight(study, context)
    for (const one of groupFaults(found.faults)) say({ line: `${one.severity}: ${faultText(one, locales.en)}` })
    for (const line of preflightSummary(found)) say({ line })
    const faults = found.faults.filter(({ severity }) => severity === 'error').length
    const read = found.cases.filter(({ glance }) => glance).length
    say({
      line: `${counted(found.assessed, 'row')} assessed, ${found.analysed} analysed; ${read} of ${counted(found.cases.length, 'case')} can be extracted; ${counted(faults, 'fault')}.`,
    })
    return { faults }
  })
