import { existsSync, readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { OutputExists } from '../errors/index.ts'
import { nodeRenderer } from '../figures/export.node.ts'
import { readNamedText } from '../jobs/read-named.node.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { readRun, writeComparison } from '../study/compare-runs/write-comparison.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

async function runIn(folder: string) {
  const file = join(folder, 'results.json')
  return readRun(await readNamedText(file), file, basename(resolve(folder)))
}

/** `nomoscope compare`: two folders of results side by side; writes comparison.html, .docx, .json, tables and figures. */
export async function compare(
  folders: readonly [string, string],
  options: { out: string; overwrite?: boolean },
  terminal: Terminal,
): Promise<void> {
  const out = resolve(options.out)
  if (existsSync(out) && readdirSync(out).length > 0 && !options.overwrite) throw OutputExists(out)
  const [first, second] = await Promise.all(folders.map(runIn))
  const write = (name: string, content: string | Uint8Array) => writeAtomically(join(out, name), content)
  await writeComparison([first, second], NOMOSCOPE_VERSION, write, nodeRenderer, terminal.progress('figures'))
  terminal.result(join(out, 'comparison.html'))
}
