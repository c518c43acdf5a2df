import { demoFolder } from '../../../demo/demo.ts'
import { handleFolder } from '../handle-folder.ts'
import type { Result, Work } from '../messages.ts'
import type { Say } from './context.ts'

/** Writes the synthetic study as an ordinary folder: no patient in it exists. */
export async function writeDemo({ root }: Extract<Work, { do: 'demo' }>, say: Say): Promise<Result> {
  say({ line: 'Writing the synthetic cohort: no patient in it exists.' })
  const folder = handleFolder(root)
  let written = 0
  for (const { path, bytes } of demoFolder()) {
    await folder.write(path, bytes)
    if (++written % 50 === 0) say({ line: `${written} files written` })
  }
  say({ line: `${written} files written` })
  return {}
}
