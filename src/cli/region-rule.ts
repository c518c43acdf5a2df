import type { CaseRegion, Clip } from '../cases/derive-case-region.ts'
import { FileNotFound, UnusableValue, WrongArguments } from '../errors/index.ts'

/** How the measured region follows from the drawn one, by the options of `extract`; undefined where none is given. */
export function readRegionRule(
  options: { largest?: string; margin?: number; shell?: string; clip?: string },
  exists: (path: string) => boolean,
): CaseRegion | undefined {
  const { largest, margin, shell, clip } = options
  if (largest !== undefined && largest !== 'lesion' && largest !== 'slice')
    throw UnusableValue('--largest', largest, 'lesion or slice')
  if (margin !== undefined && shell !== undefined) throw WrongArguments('--margin and --shell exclude each other.')
  const rule: CaseRegion = {
    ...(largest !== undefined && { largest }),
    ...(margin !== undefined && { margin }),
    ...(shell !== undefined && { shell: shellOf(shell) }),
    ...(clip !== undefined && { clip: clipOf(clip, exists) }),
  }
  return Object.keys(rule).length ? rule : undefined
}

function shellOf(text: string): [number, number] {
  const [from, to, ...more] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  if (more.length || !(from < to)) throw UnusableValue('--shell', text, 'two distances in mm, such as 0,5')
  return [from, to]
}

function clipOf(text: string, exists: (path: string) => boolean): Clip {
  if (text === 'air') return 'air'
  const skin = /^skin:(\d+(?:\.\d+)?)$/.exec(text)
  if (skin) return { skin: Number(skin[1]) }
  if (!exists(text)) throw FileNotFound(text)
  return { mask: text }
}
