import { existsSync } from 'node:fs'
import { measurementReport } from '../../archive/pacs/measurement-report.ts'
import { OutputExists, WrongArguments } from '../../errors/index.ts'
import { nodeStore } from '../../image/platform/image-store.node.ts'
import { readNamedText } from '../../jobs/read-named.node.ts'
import { writeAtomically } from '../../jobs/write-atomically.node.ts'
import type { Terminal } from '../terminal.ts'

declare const NOMOSCOPE_VERSION: string

/** `nomoscope measurements`: the JSON of `extract` and the DICOM SEG it was made with to a structured report. */
export async function measurements(
  features: string,
  segmentation: string,
  { out, segment, overwrite }: { out: string; segment?: number; overwrite?: boolean },
  terminal: Terminal,
): Promise<void> {
  if (existsSync(out) && !overwrite) throw OutputExists(out)
  const bytes = await nodeStore.bytes(segmentation)
  const report = await measurementReport(
    await numbersIn(features),
    { bytes, name: segmentation },
    segment,
    NOMOSCOPE_VERSION,
  )
  await writeAtomically(out, report)
  terminal.result(out)
}

async function numbersIn(file: string): Promise<Record<string, number>> {
  const text = await readNamedText(file)
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    throw WrongArguments(`${file} is not JSON; give the .json of one case of nomoscope extract.`)
  }
  const numbers = Object.entries(read ?? {}).filter((pair): pair is [string, number] => typeof pair[1] === 'number')
  if (Array.isArray(read) || numbers.length === 0)
    throw WrongArguments(`${file} has no features; give the .json of one case of nomoscope extract.`)
  return Object.fromEntries(numbers)
}
