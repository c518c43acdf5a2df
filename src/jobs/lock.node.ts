import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { ResultsInUse, systemReason, Unwritable } from '../errors/index.ts'
import { isRunning, type Process, processOf } from './process.node.ts'

/** Who writes a result: enough to tell whether they are still there. */
interface Holder extends Process {
  host: string
  since: string
}

/** How often a holder says that it is there, and how long one on another machine is watched before it counts as gone. */
const beat = 30_000
const patience = 10 * beat

/** What is told while a lock is watched, and how long that is. */
interface Watch {
  say: (line: string) => void
  patience?: number
}

/** The lock's name in a folder of results. */
export const lockName = '.running'

/** The lock's name beside a file that is written. */
export const lockBeside = (file: string) => join(dirname(file), `.${basename(file).slice(-100)}${lockName}`)

/**
 * Takes the lock `path`, its folder made where there is none; one whose holder is gone is broken: on this machine a process
 * that has ended, on another one that is watched for five minutes and says nothing. No two clocks are compared: machines
 * disagree about the time, and clocks jump.
 *
 * @param path of the lock's file
 * @param what it protects, for the error
 * @param watch is told that somebody is waited for
 * @returns what releases it; the end of the process does so too
 * @throws ResultsInUse, and Unwritable where the place cannot be written to
 */
export async function takeLock(path: string, what: string, watch: Watch): Promise<() => void> {
  const mine: Holder = { ...processOf(process.pid), host: hostname(), since: now() }
  const text = `${JSON.stringify(mine)}\n`
  try {
    mkdirSync(nearest(path), { recursive: true })
    while (!create(path, text)) await breakStale(path, what, watch)
  } catch (error) {
    const reason = systemReason(error)
    throw reason === undefined ? error : Unwritable(what, reason)
  }
  const timer = setInterval(() => touch(path), beat).unref()
  const release = () => {
    clearInterval(timer)
    process.off('exit', release)
    if (contentOf(path) !== text) return
    rmSync(path, { force: true })
    try {
      rmdirSync(dirname(path)) // nothing was written: the folder that was made for the lock
    } catch {}
  }
  process.on('exit', release)
  return release
}

/** The folder to make; where its parent is not to be made at all (`/proc/x`), Node would try for ever. */
function nearest(path: string): string {
  const folder = dirname(path)
  const missing: string[] = []
  for (let one = folder; !statSync(one, { throwIfNoEntry: false }); one = dirname(one)) missing.unshift(one)
  if (missing.length > 0) mkdirSync(missing[0])
  return folder
}

/** Whole or not at all: whoever reads the lock finds its holder in it. */
function create(path: string, text: string): boolean {
  const whole = `${path}.${randomUUID()}.part`
  try {
    writeFileSync(whole, text, { flag: 'wx' })
    try {
      linkSync(whole, path)
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false
      writeFileSync(path, text, { flag: 'wx' }) // a disk without links
    }
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(whole, { force: true })
  }
}

/** Removes a lock whose holder is gone. Throws ResultsInUse where they are not. */
async function breakStale(path: string, what: string, watch: Watch): Promise<void> {
  const text = contentOf(path)
  if (text === undefined) return // released meanwhile
  const holder = holderOf(text)
  const who = holder ? `process ${holder.pid} on ${holder.host} since ${holder.since}` : 'another run'
  const isHere = holder?.host === hostname()
  const isThere = isHere ? isRunning(holder) : await isHeardOf(path, what, who, watch)
  if (contentOf(path) !== text) return // released, or taken by another, meanwhile
  if (isThere) throw ResultsInUse(what, who)
  const aside = `${path}.${randomUUID()}.part`
  try {
    renameSync(path, aside)
  } catch {
    return // somebody else broke it
  }
  // Between reading and renaming another run may have broken it and taken it: then it is theirs.
  if (contentOf(aside) !== text) create(path, contentOf(aside) ?? '')
  rmSync(aside, { force: true })
}

/** Watches a lock until its holder, whom this machine cannot ask, says that it is there, or for as long as that is waited for. */
async function isHeardOf(path: string, what: string, who: string, { say, patience: long = patience }: Watch) {
  const before = beatOf(path)
  const minutes = Math.ceil(long / 60_000)
  say(
    `${what} was being written by ${who}: whether it still is shows within ${minutes} minutes; if not, remove ${path} to go on at once`,
  )
  const from = performance.now()
  while (performance.now() - from < long) {
    await new Promise((wake) => setTimeout(wake, Math.min(1000, long / 5)))
    const found = beatOf(path)
    if (found !== before) return true
  }
  return false
}

/** What a holder changes when it says that it is there; the file is opened, which asks a network's server and no memory. */
function beatOf(path: string): string | undefined {
  try {
    const file = openSync(path, 'r')
    try {
      return `${fstatSync(file).mtimeMs} ${readFileSync(file, 'utf8')}`
    } finally {
      closeSync(file)
    }
  } catch {
    return undefined
  }
}

/** Removes what a killed run left half-written in a folder, and the folders in it; the lock is held. */
export function sweepParts(folder: string, isOurs = (name: string) => unfinished.test(name)): void {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true, encoding: 'utf8' }))
      if (entry.isFile() && isOurs(entry.name)) rmSync(join(entry.parentPath, entry.name), { force: true })
  } catch {} // there is no such folder yet
}

const unfinished = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/

/** The same beside a file that is written: its own parts, and no other file's. */
export function sweepPartsOf(file: string): void {
  const start = `.${basename(file).slice(-100)}.`
  try {
    for (const name of readdirSync(dirname(file)))
      if (name.startsWith(start) && unfinished.test(name)) rmSync(join(dirname(file), name), { force: true })
  } catch {}
}

function holderOf(text: string): Holder | undefined {
  try {
    const found = JSON.parse(text)
    return typeof found?.pid === 'number' && typeof found.host === 'string' ? found : undefined
  } catch {
    return undefined
  }
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {} // a full disk does not end the run
}

const now = () => new Date().toISOString().slice(0, 16).replace('T', ' ')
const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code
