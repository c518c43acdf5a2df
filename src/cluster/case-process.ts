import '../portable-math-first.ts'
import { nodeStore } from '../image/platform/image-store.node.ts'
import { everyTime } from '../image/platform/image-store.ts'
import { toText } from '../jobs/cache.ts'
import { sendError } from '../jobs/messages.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { nodePlatform } from '../workers/platform.node.ts'
import { jobRunner } from '../workers/registry.ts'
import { confined } from './confined.ts'
import type { CaseDone, CaseRequest } from './isolated.ts'

/**
 * A process of its own for cases: it computes the one that it is sent, writes its answer and says so. It may be ended at any
 * moment without harm to whoever started it. Its arguments are the folders that it reads in.
 */
const store = confined(nodeStore, process.argv.slice(2))
const say = (message: CaseDone) => process.send?.(message)
process.on('message', async ({ task, answer }: CaseRequest) => {
  try {
    // A file may have changed since the last case: of what that read nothing is kept.
    const run = jobRunner(nodePlatform(everyTime, store))
    await writeAtomically(answer, toText(await run('case/extract', task)))
    say({})
  } catch (error) {
    say({ error: sendError(error) })
  }
})
process.on('disconnect', () => process.exit(0))
