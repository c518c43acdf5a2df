import { extractIbsi } from '../features/ibsi/extract.ts'
import { readIbsiConfiguration, usualIbsiConfiguration } from '../features/ibsi/read-configuration.ts'
import type { Images } from '../image/platform/images.ts'
import { span } from '../spans.ts'
import type { CaseResult, CaseTask } from './case.ts'
import { openCase } from './open-case.ts'

/** One case by the rules of IBSI 1, its features under the standard's tags. */
export async function extractIbsiCase(task: CaseTask, images: Images): Promise<CaseResult> {
  const { image, mask, label, notes, lost, carried } = await openCase(task, images)
  const configuration =
    task.params === undefined
      ? usualIbsiConfiguration(image, mask, label)
      : readIbsiConfiguration(task.params, task.paramsFile ?? 'The configuration')
  const values = span('family', 'IBSI 1', () => extractIbsi(image, mask, configuration, label))
  return { values, warnings: notes, lost, carried }
}
