import { Problem } from '../../../errors/index.ts'
import type { Frame } from './frame.ts'
import { type LeftOut, readFrames } from './frames.ts'

type Bytes = (name: string) => Promise<Uint8Array>

/** What the headers of many files say, in a form that threads can send each other: files by name, problems by their parts. */
export interface Slices {
  frames: (Omit<Frame, 'source'> & { source: string })[]
  leftOut: (Omit<LeftOut, 'problem'> & { problem: [code: string, message: string, remedy: string, exit: 2 | 3] })[]
}

/** Reads the headers of DICOM files, in their order. */
export async function readSlices(files: readonly string[], read: Bytes): Promise<Slices> {
  const slices: Slices = { frames: [], leftOut: [] }
  for (const name of files) {
    const { frames, leftOut } = await readFrames({ name, read: () => read(name) })
    slices.frames.push(...frames.map((frame) => ({ ...frame, source: name })))
    if (!leftOut) continue
    const { code, message, remedy, exit } = leftOut.problem
    slices.leftOut.push({ ...leftOut, problem: [code, message, remedy, exit] })
  }
  return slices
}

/** The same with files that can be read and problems that can be thrown. */
export function slicesFrom({ frames, leftOut }: Slices, read: Bytes): { frames: Frame[]; leftOut: LeftOut[] } {
  const sources = new Map<string, Frame['source']>()
  for (const { source: name } of frames) sources.set(name, { name, read: () => read(name) })
  return {
    frames: frames.map((frame) => ({ ...frame, source: sources.get(frame.source)! })),
    leftOut: leftOut.map((one) => ({ ...one, problem: new Problem(...one.problem) })),
  }
}
