import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What the clock says on top of the time, turn by turn. */
const jumps = ['+0', '+1d', '+0', '-1d', '+1d', '-1d']

/** How a program ended whose clock jumped `count` times. */
export interface Jumped {
  status: number | null
  stdout: string
  stderr: string
  count: number
}

/** Runs the program while its clock, and that of all that it starts, jumps a day forward and back; the time since boot goes on. */
export async function whileClockJumps(folder: string, ...words: string[]): Promise<Jumped> {
  const clock = join(folder, 'clock')
  writeFileSync(clock, jumps[0])
  const library = spawnSync('faketime', ['-m', '-f', '+0', 'sh', '-c', 'echo $LD_PRELOAD'], { encoding: 'utf8' })
  const env = {
    ...process.env,
    LD_PRELOAD: library.stdout.trim(),
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  }
  const child = spawn(process.execPath, [resolve('dist/cli.js'), ...words], { env })
  let [stdout, stderr, count] = ['', '', 0]
  child.stdout.on('data', (text) => (stdout += text))
  child.stderr.on('data', (text) => (stderr += text))
  const jumping = setInterval(() => writeFileSync(clock, jumps[++count % jumps.length]), 150)
  const status = await new Promise<number | null>((end) => child.once('close', end))
  clearInterval(jumping)
  return { status, stdout, stderr, count }
}
