import { existsSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readCases, type Settings } from '../cluster/cases-list.ts'
import { type CaseCost, partsFor, resourcesFor, sampleCost } from '../cluster/estimate.ts'
import { gather } from '../cluster/gather.ts'
import { computeLocally } from '../cluster/local.ts'
import { computePart } from '../cluster/part.ts'
import { type Plan, partCount, partsFolder, readPlan, requireUnchanged, writePlan } from '../cluster/plan.ts'
import { type Sending, type Stage, sendGridEngine, sendSlurm } from '../cluster/schedulers.ts'
import { partsOf, workState } from '../cluster/status.ts'
import { sampleRefits, studyCases } from '../cluster/study-part.ts'
import { sha256 } from '../digest.ts'
import { OutputExists, PartsMissing, UnknownOption, WrongArguments } from '../errors/index.ts'
import { lockBeside, sweepParts, sweepPartsOf, takeLock } from '../jobs/lock.node.ts'
import { readNamed } from '../jobs/read-named.node.ts'
import type { Case } from '../study/cases/extract-all.ts'
import { counted } from '../text/counted.ts'
import { openPool } from '../workers/pool.ts'
import { type CaseOptions, readCaseSettings } from './case-settings.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

export interface SubmitOptions extends CaseOptions {
  cases?: string
  out?: string
  slurm?: boolean
  sge?: boolean
  local?: number
  parts?: number
  refits?: number
  time?: number
  memory?: number
  schedulerOption?: string[]
  resume?: boolean
  overwrite?: boolean
}

const program = (): [string, string] => [process.execPath, join(import.meta.dirname, 'cli.js')]

/** `nomoscope submit`: plans cases in parts and has them computed. */
export async function submit(study: string | undefined, options: SubmitOptions, terminal: Terminal): Promise<void> {
  const { cases: list, out, slurm, sge, local } = options
  if ((study === undefined) === (list === undefined))
    throw WrongArguments('submit takes a STUDY.yaml, or --cases CASES.csv.')
  if (study === undefined && options.refits !== undefined) throw WrongArguments('--refits needs a STUDY.yaml.')
  if (out === undefined) throw WrongArguments('submit needs --out: the file or folder of the result.')
  if ([slurm, sge, local !== undefined].filter(Boolean).length > 1)
    throw WrongArguments('--slurm, --sge and --local exclude each other.')
  const folder = partsFolder(resolve(out))
  if (options.overwrite) rmSync(folder, { recursive: true, force: true })
  else if (existsSync(folder) && !options.resume) throw OutputExists(folder)
  const settings = study === undefined ? absolute(await readCaseSettings(options)) : {}
  const { plan, cost, ofRefits } = await planned(
    resolve(study ?? list!),
    study ? 'study' : 'cases',
    settings,
    options,
    terminal,
  )
  const missing = partsOf(folder, plan).flatMap(({ index, done }) => (done ? [] : [index]))
  const what = [
    ...(plan.parts > 0 || plan.refits === 0
      ? [`${counted(plan.cases, 'case')} in ${counted(plan.parts, 'part')}`]
      : []),
    ...(plan.refits > 0 ? [`refits in ${counted(plan.refits, 'part')}`] : []),
  ]
  terminal.say(`${what.join(', ')}, of which ${missing.length} are to be computed: ${folder}`)
  const after =
    plan.kind === 'study' ? ['run', plan.file, '--out', plan.out, '--resume'] : ['gather', folder, '--overwrite']
  const stage = (indices: number[], estimated: Pick<Stage['resources'], 'time' | 'megabytes'>): Stage => ({
    indices,
    resources: {
      time: options.time ?? estimated.time,
      megabytes: options.memory ?? estimated.megabytes,
      options: options.schedulerOption ?? [],
    },
  })
  const stages = [
    stage(
      missing.filter((index) => index <= plan.parts),
      resourcesFor(plan.cases, plan.parts, cost),
    ),
    stage(
      missing.filter((index) => index > plan.parts),
      resourcesFor(ofRefits.tasks, plan.refits, ofRefits),
    ),
  ].filter(({ indices }) => indices.length > 0)
  if (missing.length > 0 && (slurm || sge)) {
    for (const { indices, resources } of stages)
      terminal.say(`each of ${indices.length} may take ${resources.time} minutes and ${resources.megabytes} MB`)
    const sending: Sending = { folder, stages, program: program(), after: [...after, '--quiet'] }
    terminal.result(await (slurm ? sendSlurm(sending) : sendGridEngine(sending)))
  } else if (local !== undefined) {
    for (const { indices } of stages) {
      const lost = await computeLocally(folder, indices, Math.max(1, local), program(), terminal.progress('parts'))
      for (const { index, told } of lost.slice(0, 5)) if (told) terminal.say(`part ${index}: ${told}`)
      const named = lost.slice(0, 5).map(({ index }) => index)
      if (lost.length > 0) throw PartsMissing(folder, lost.length, partCount(plan), named.join(', '))
    }
    if (plan.kind === 'study')
      await (await import('./run.ts')).run(plan.file, { out: plan.out, resume: true }, terminal)
    else await gatherParts(folder, { overwrite: true }, terminal)
  } else terminal.result(folder)
}

const nothing: CaseCost = { before: 0, seconds: 0, longest: 0, megabytes: 0 }

/** The plan, as it was submitted before or made now, and what a case and a task of refits cost. */
async function planned(
  file: string,
  kind: Plan['kind'],
  settings: Settings,
  options: SubmitOptions,
  terminal: Terminal,
): Promise<{ plan: Plan; cost: CaseCost; ofRefits: CaseCost & { tasks: number } }> {
  const folder = partsFolder(resolve(options.out!))
  const pool = openPool(1)
  try {
    const context = { version: NOMOSCOPE_VERSION, map: pool.map }
    const hash = await sha256(await readNamed(file))
    const cases: Case[] = kind === 'study' ? await studyCases(file, context) : await readCases(file, settings)
    const known = options.resume && existsSync(folder) ? (await readPlan(folder)).plan : undefined
    const refits = options.refits ?? known?.refits ?? 0
    if (kind === 'study' && cases.length === 0 && refits === 0)
      throw WrongArguments(`${file} extracts no features; its refits are computed in parts by --refits N.`)
    const { slurm, sge, local } = options
    const asked = options.parts ?? known?.parts
    const needsCost = cases.length > 0 && (slurm || sge || (asked === undefined && local === undefined))
    if (needsCost) terminal.say('a few cases are tried, to tell the scheduler what a part takes')
    const cost = needsCost ? await sampleCost(cases, pool.map) : nothing
    const usual = local === undefined ? partsFor(cases.length, cost) : 4 * Math.max(1, local)
    const parts = kind === 'study' && cases.length === 0 ? 0 : Math.max(1, Math.min(cases.length, asked ?? usual))
    const what = { kind, file, hash, settings, out: resolve(options.out!), cases: cases.length, parts, refits }
    const plan: Plan = { schema: 1, version: NOMOSCOPE_VERSION, ...what }
    const isLimited = options.time !== undefined && options.memory !== undefined
    const needsTrial = refits > 0 && (slurm || sge) && !isLimited
    if (needsTrial && cases.length > 0)
      throw WrongArguments('What refits take is not known before the features are there: add --time and --memory.')
    if (needsTrial) terminal.say('a few refits are tried, to tell the scheduler what a part takes')
    const ofRefits = needsTrial ? await sampleRefits(file, context) : { ...nothing, tasks: 0 }
    await writePlan(folder, plan)
    return { plan, cost, ofRefits }
  } finally {
    await pool.close()
  }
}

/** The settings with paths that hold on every machine that sees the same disk. */
function absolute(settings: Settings): Settings {
  const { derive, drawn, n4 } = settings
  const clip = derive?.clip
  return {
    ...settings,
    ...(drawn && { drawn: { ...drawn, image: resolve(drawn.image) } }),
    ...(n4?.mask !== undefined && { n4: { ...n4, mask: resolve(n4.mask) } }),
    ...(typeof clip === 'object' && 'mask' in clip && { derive: { ...derive, clip: { mask: resolve(clip.mask) } } }),
  }
}

/** `nomoscope shard`: one part. A case that failed is told by `gather`: to the scheduler the part is done. */
export async function shard(folder: string, part: string, options: { jobs?: number }, terminal: Terminal) {
  const { plan } = await readPlan(folder)
  const index = Number(part)
  if (!Number.isInteger(index) || index < 1 || index > partCount(plan))
    throw UnknownOption(`the part ${part}`, `1 to ${partCount(plan)}`)
  const pool = openPool(options.jobs)
  try {
    const context = { version: NOMOSCOPE_VERSION, map: pool.map, onDone: terminal.progress(`part ${index}`) }
    const { cases, failed } = await computePart(folder, index, context)
    if (index > plan.parts) terminal.say('its refits are kept')
    else terminal.say(`${cases - failed} of ${counted(cases, 'case')} done${failed > 0 ? `, ${failed} failed` : ''}`)
  } finally {
    await pool.close()
  }
}

/** `nomoscope status`. */
export async function status(folder: string, terminal: Terminal, json = false): Promise<void> {
  const state = await workState(folder)
  if (json) {
    terminal.result(JSON.stringify(state, null, 1))
    return
  }
  const { parts, done, cases, finished, failed, open } = state
  const ofCases = `, ${finished} of ${counted(cases, 'case')}${failed > 0 ? `, ${failed} of them failed` : ''}`
  terminal.result(`${done} of ${counted(parts, 'part')}${cases > 0 || parts === 0 ? ofCases : ''}`)
  for (const { index, cases: all, kept, log } of open.slice(0, 20))
    terminal.result(
      `part ${index}: ${all > 0 ? `${kept} of ${counted(all, 'case')}` : 'refits'}${log ? `; ${log}` : ''}`,
    )
  if (open.length > 20) terminal.result(`and ${counted(open.length - 20, 'more part')}`)
}

/** `nomoscope gather`. */
export async function gatherParts(folder: string, options: { out?: string; overwrite?: boolean }, terminal: Terminal) {
  const { plan } = await readPlan(folder)
  if (plan.kind === 'study')
    throw WrongArguments(`A study is gathered by its run: nomoscope run ${plan.file} --out ${plan.out} --resume.`)
  await requireUnchanged(plan, NOMOSCOPE_VERSION)
  const out = options.out ?? plan.out
  const there = statSync(out, { throwIfNoEntry: false })
  if (there && !options.overwrite) throw OutputExists(out)
  const release = await takeLock(lockBeside(resolve(out)), out, terminal)
  sweepPartsOf(resolve(out))
  if (there?.isDirectory()) sweepParts(out)
  const { rows, failed } = await gather(folder, out).finally(release)
  terminal.say(`${rows - failed} of ${counted(rows, 'case')} done${failed > 0 ? `, ${failed} failed` : ''}`)
  if (failed > 0) process.exitCode = 3
  terminal.result(out)
}
