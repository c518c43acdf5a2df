import { OutsideFolder } from '../../errors/index.ts'

/** The parts of a path in a folder, without `.` and `..`. Throws OutsideFolder for one that leads out of it. */
export function partsOf(path: string): string[] {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) throw OutsideFolder(path)
  }
  return parts
}

export const normalPath = (path: string) => partsOf(path).join('/')
