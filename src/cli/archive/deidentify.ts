import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { deidentifyFolder } from '../../archive/deidentify/folder.node.ts'
import type { Outcome } from '../../archive/deidentify/journal.node.ts'
import { openLinkage } from '../../archive/deidentify/linkage.node.ts'
import {
  type Cleaned,
  cleanable,
  type ProfileOptions,
  type Retained,
  retainable,
} from '../../archive/deidentify/profile.ts'
import { pseudonymFault } from '../../archive/deidentify/pseudonyms.ts'
import { readRules } from '../../archive/deidentify/rules.ts'
import { FileNotFound, PassphraseMissing, UnknownOption, WrongArguments } from '../../errors/index.ts'
import { readNamedText } from '../../jobs/read-named.node.ts'
import { counted } from '../../text/counted.ts'
import type { Terminal } from '../terminal.ts'

declare const NOMOSCOPE_VERSION: string

export interface DeidentifyOptions {
  retain: string
  clean: string
  rules?: string
  ids?: string
  linkage?: string | false
  report?: string
  resume?: boolean
  overwrite?: boolean
}

/** `nomoscope deidentify`: a folder of DICOM files to a folder without identifiers, with a report and the way back. */
export async function deidentify(from: string, to: string, given: DeidentifyOptions, terminal: Terminal) {
  const base = to.replace(/[\\/]+$/, '')
  const linkage = given.linkage === false ? undefined : (given.linkage ?? `${base}.linkage`)
  const task = {
    from,
    to: base,
    report: given.report ?? `${base}-report`,
    linkage: linkage ? { file: linkage, passphrase: await passphraseFor(linkage) } : undefined,
    options: profileOptions(given),
    rules: given.rules ? readRules(await readNamedText(given.rules), given.rules) : [],
    pseudonyms: given.ids ? readPseudonyms(await readNamedText(given.ids), given.ids) : undefined,
    resume: given.resume,
    overwrite: given.overwrite,
    version: NOMOSCOPE_VERSION,
  }
  const progress = terminal.progress('de-identified')
  const outcomes = await deidentifyFolder(task, { progress, fault: (error) => terminal.fault('', error) })
  tellOutcomes(outcomes, task.report, linkage, terminal)
}

/** Says what became of files or objects, and where that and the way back stand. */
export function tellOutcomes(outcomes: Outcome[], report: string, linkage: string | undefined, terminal: Terminal) {
  const count = (result: string) => outcomes.filter((outcome) => outcome.result === result).length
  const patients = new Set(outcomes.flatMap(({ patient }) => patient ?? []))
  terminal.say(
    `${counted(count('written'), 'file')} of ${counted(patients.size, 'patient')} written; ${count('withheld')} held back, ${count('unreadable')} unreadable, ${count('other')} not DICOM.`,
  )
  const looked = outcomes.filter(({ result, notes }) => result === 'written' && notes).length
  if (looked > 0) terminal.say(`${looked} files are to be looked at before they leave: see the report.`)
  if (linkage)
    terminal.say(`The way back is in ${linkage}, encrypted. Keep it and the passphrase apart from the images.`)
  terminal.result(`${report}/report.html`)
  if (count('withheld') + count('unreadable') > 0) process.exitCode = 3
}

/** `nomoscope linkage`: the way back, as a table on stdout. */
export async function showLinkage(file: string, terminal: Terminal, json?: boolean) {
  if (!existsSync(file)) throw FileNotFound(file)
  const { patients, files } = openLinkage(file, await passphraseFor(file)).read()
  if (json) return terminal.result(JSON.stringify({ patients, files }, null, 1))
  const rows = patients.map(({ id, name, born, pseudonym, daysEarlier }) => [
    pseudonym,
    id,
    name,
    born,
    String(daysEarlier),
  ])
  const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  terminal.result(
    [['pseudonym', 'id', 'name', 'born', 'days_earlier'], ...rows].map((row) => row.map(quoted).join(',')).join('\n'),
  )
}

export function profileOptions({ retain, clean }: Pick<DeidentifyOptions, 'retain' | 'clean'>): ProfileOptions {
  const chosen = <Name extends string>(words: string, known: readonly Name[]) => {
    const named = words
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== 'none' && word !== '')
    for (const word of named)
      if (!(known as readonly string[]).includes(word)) throw UnknownOption(`"${word}" (${known.join(', ')}, none)`)
    return new Set(named as Name[])
  }
  const options = { retain: chosen<Retained>(retain, retainable), clean: chosen<Cleaned>(clean, cleanable) }
  if (options.retain.has('dates') && options.retain.has('shifted-dates'))
    throw WrongArguments('Dates are retained as they are, or shifted, not both.')
  return options
}

/** Two columns: the patient's number in the originals, and the name that is to stand for the patient. */
export function readPseudonyms(content: string, file: string): Map<string, string> {
  const rows = content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')))
  const pairs = new Map(rows.map(([id, pseudonym]) => [id, pseudonym ?? '']))
  const why = pseudonymFault([...pairs])
  if (why) throw WrongArguments(`${file}: ${why}.`)
  return pairs
}

/** From NOMOSCOPE_PASSPHRASE, or asked for in a terminal, where it is not shown. */
export async function passphraseFor(file: string): Promise<string> {
  const given = process.env.NOMOSCOPE_PASSPHRASE ?? (process.stdin.isTTY ? await ask(`Passphrase of ${file}: `) : '')
  if (given.length < 8) throw PassphraseMissing(file)
  return given
}

/** Asks on stderr; what is typed is not shown. */
export async function ask(question: string): Promise<string> {
  const { Writable } = await import('node:stream')
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  const answer = await lines.question('')
  lines.close()
  process.stderr.write('\n')
  return answer
}
