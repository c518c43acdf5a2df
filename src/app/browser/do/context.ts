import type { StudyContext } from '../../../study/context.ts'
import { openStudyIn } from '../../../study/file/open.ts'
import type { Pool } from '../../../workers/pool-of.ts'
import type { Said } from '../messages.ts'
import { studyFilesAt } from '../place.ts'
import { imageBytes, openPool } from '../pool.ts'

declare const NOMOSCOPE_VERSION: string

export type Say = (said: Said) => void

/** A study of a folder with what it needs of the browser; `use` is given both, and the pool is closed behind it. */
export async function withStudy<Value>(
  { root, file }: { root: FileSystemDirectoryHandle; file: string },
  say: Say,
  use: (opened: Awaited<ReturnType<typeof openStudyIn>>['study'], context: StudyContext, pool: Pool) => Promise<Value>,
): Promise<Value> {
  const { study, files } = await openStudyIn(await studyFilesAt({ root }), file)
  const pool = openPool({ root })
  say({ line: `${pool.jobs} threads; decoded images take at most ${Math.round(imageBytes() / 2 ** 20)} MB.` })
  const context: StudyContext = {
    ...files,
    version: NOMOSCOPE_VERSION,
    map: pool.map,
    cache: { folder: '', version: NOMOSCOPE_VERSION, resume: true },
    say: (line) => say({ line }),
    progress: (stage) => (done, total) => say({ stage, done, total }),
  }
  try {
    return await use(study, context, pool)
  } finally {
    await pool.close()
  }
}
