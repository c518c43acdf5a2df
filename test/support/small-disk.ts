import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'

/** A disk of so many kB on a new folder, which can be made larger; undefined where there is no right to mount one. */
export function smallDisk(folder: string, kilobytes: number) {
  mkdirSync(folder, { recursive: true })
  const mount = (size: number, ...options: string[]) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', [...options, `size=${size}k`].join(','), 'tmpfs', folder], {
      stdio: 'ignore',
    })
  try {
    mount(kilobytes)
  } catch {
    return undefined
  }
  return {
    resize: (size: number) => mount(size, 'remount'),
    readOnly: () => mount(kilobytes, 'remount', 'ro'),
    remove: () => void execFileSync('umount', [folder]),
  }
}

/** For the name of a test that needs one. */
export const skippedWithout = (disk: unknown) => (disk ? '' : ' (skipped: no right to mount)')
