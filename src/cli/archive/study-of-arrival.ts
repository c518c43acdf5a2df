import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { writeAtomically } from '../../jobs/write-atomically.node.ts'
import { studyOfArrived } from '../../study/file/arrived.ts'
import { draftFolderAt, filesIn } from '../init.ts'
import type { Terminal } from '../terminal.ts'

const table = 'patients.csv'

/** Enters the sequences that came into the folder's study file, which is drafted where there is none: the worklist is filled. */
export async function addToStudy(out: string, terminal: Terminal): Promise<void> {
  const file = join(out, 'study.yaml')
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  const { text, added, patients } = await studyOfArrived(
    before,
    basename(resolve(out)),
    table,
    draftFolderAt(out),
    filesIn(out),
  )
  if (patients.length === 0) return
  const list = join(out, table)
  const listed = existsSync(list) ? readFileSync(list, 'utf8') : before === undefined ? 'patient\n' : undefined
  // A table with more columns is the user's own.
  if (listed !== undefined && /^patient\r?\n/.test(listed)) {
    const all = new Set([...listed.trim().split(/\r?\n/), ...patients])
    await writeAtomically(list, `${[...all].join('\n')}\n`)
  }
  if (text !== before) await writeAtomically(file, text)
  terminal.say(
    added.length > 0 ? `${file} has the sequences ${added.join(', ')} now.` : `${file} has all sequences already.`,
  )
}
