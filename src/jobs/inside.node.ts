import { realpathSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'

/**
 * Whether a whole path lies in a folder (or is it) by its name and once its links are followed.
 *
 * @param root the folder's own real path
 */
export function isInside(root: string, path: string): boolean {
  const below = root.endsWith(sep) ? root : root + sep
  return [path, realOf(path)].every((one) => one === root || one.startsWith(below))
}

/** Where a path leads once its links are followed; of one that does not exist yet, where its nearest folder leads. */
function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realOf(parent), path.slice(parent.length))
  }
}
