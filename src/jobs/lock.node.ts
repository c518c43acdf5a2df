import { randomUUID } from 'node:crypto'
import {
  linkSync,
  mkdirSync,
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

/** How often a holder says that it is there, and after how long a silent one on another machine counts as gone. */
const beat = 30_000
const silence = 10 * beat

/** The lock's name in a folder of results. */
export const lockName = '.running'

/** The lock's name beside a file that is written. */
export const lockBeside = (file: string) => join(dirname(file), `.${basename(file).slice(-100)}${lockName}`)

/**
 * Takes the lock `path`, its folder made where there is none; one whose holder is gone is broken: on this machine a process
 * that has ended, on another one that has been silent for five minutes.
 *
 * @param path of the lock's file
 * @param what it protects, for the error
 * @returns what releases it; the end of the process does so too
 * @throws ResultsInUse, and Unwritable where the place cannot be written to
 */
export function takeLock(path: string, what: string): () => void {
  const mine: Holder = { ...processOf(process.pid), host: hostname(), since: now() }
  const text = `${JSON.stringify(mine)}\n`
  try {
    mkdirSync(nearest(path), { recursive: true })
    while (!create(path, text)) breakStale(path, what)
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
function breakStale(path: string, what: string): void {
  const text = contentOf(path)
  if (text === undefined) return // released meanwhile
  const holder = holderOf(text)
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  const here = holder?.host === hostname()
  const alive = holder && here ? isRunning(holder) : age < silence
  if (alive)
    throw ResultsInUse(what, holder ? `process ${holder.pid} on ${holder.host} since ${holder.since}` : 'another run')
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
