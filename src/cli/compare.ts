import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { FileNotFound, OutputExists } from '../errors/index.ts'
import { nodeRenderer } from '../figures/export.node.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { readRun, writeComparison } from '../study/compare-runs/write-comparison.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

/** `nomoscope compare`: two folders of results side by side; writes comparison.html, .docx, .json, tables and figures. */
export async function compare(
  folders: readonly [string, string],
  options: { out: string; overwrite?: boolean },
  terminal: Terminal,
): Promise<void> {
  const out = resolve(options.out)
  if (existsSync(out) && readdirSync(out).length > 0 && !options.overwrite) throw OutputExists(out)
  const [first, second] = folders.map((folder) => {
    const file = join(folder, 'results.json')
    if (!existsSync(file)) throw FileNotFound(file)
    return readRun(readFileSync(file, 'utf8'), file, basename(resolve(folder)))
  })
  const write = (name: string, content: string | Uint8Array) => writeAtomically(join(out, name), content)
  await writeComparison([first, second], NOMOSCOPE_VERSION, write, nodeRenderer, terminal.progress('figures'))
  terminal.result(join(out, 'comparison.html'))
}
