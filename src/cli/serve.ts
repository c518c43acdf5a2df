import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { interruption } from '../jobs/interruption.node.ts'
import { serve } from '../server/serve.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

export interface ServeCommand {
  port: number
  open?: boolean
  listen?: string
  insecure?: boolean
  at?: string
  reader?: string[]
  user?: string[]
  queue?: string
}

/** `nomoscope serve`: the workbench on a folder, until it is interrupted. */
export async function serveCommand(folder: string, options: ServeCommand, terminal: Terminal): Promise<void> {
  const interrupted = interruption()
  const served = await serve({
    folder,
    port: options.port,
    listen: options.listen,
    insecure: options.insecure,
    at: options.at,
    queue: options.queue,
    program: join(import.meta.dirname, 'cli.js'),
    page: join(import.meta.dirname, 'app'),
    version: NOMOSCOPE_VERSION,
  })
  terminal.result(`${served.link}`)
  for (const user of options.user ?? []) terminal.result(`${user}: ${await served.linkForUser(user)}`)
  for (const reader of options.reader ?? []) terminal.result(`${reader}: ${await served.linkFor(reader)}`)
  if (options.insecure) terminal.say('Listening without encryption: only where the network is trusted.')
  terminal.say('The link is for you alone: it opens the whole folder. Ctrl-C ends.')
  if (options.open) openBrowser(served.link)
  await interrupted
  await served.close()
}

function openBrowser(link: string) {
  const [program, ...before] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open']
  spawn(program, [...before, link], { stdio: 'ignore', detached: true })
    .on('error', () => {}) // no browser to open: the link is printed
    .unref()
}
