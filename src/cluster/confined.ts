import { resolve } from 'node:path'
import { ReadOutside } from '../errors/index.ts'
import type { ImageStore } from '../image/platform/image-store.ts'
import { isInside } from '../jobs/inside.node.ts'

/**
 * A store that gives nothing from outside some folders, whatever a job, a link or a header names; whether there is anything
 * it does not say either.
 *
 * @param roots real paths
 * @throws ReadOutside, by each function that is given a path
 */
export function confined(store: ImageStore, roots: readonly string[]): ImageStore {
  const within = <Rest extends unknown[], Answer>(read: (path: string, ...rest: Rest) => Promise<Answer>) => {
    return async (path: string, ...rest: Rest) => {
      if (!roots.some((root) => isInside(root, resolve(path)))) throw ReadOutside(path, roots)
      return read(path, ...rest)
    }
  }
  const { bytes, head, list, beside } = store
  return { ...store, bytes: within(bytes), head: within(head), list: within(list), beside: within(beside) }
}
