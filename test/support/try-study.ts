import { Problem } from '../../src/errors/index.ts'
import type { FigureRenderer } from '../../src/figures/export/renderer.ts'
import { figurePdf, figurePng } from '../../src/figures/export.node.ts'
import type { StudyFolder } from '../../src/jobs/study-folder.ts'
import type { Jobs, ParallelMap } from '../../src/parallel.ts'
import type { StudyContext } from '../../src/study/context.ts'
import { openStudy } from '../../src/study/file/open.node.ts'
import { preflight } from '../../src/study/preflight/preflight.ts'
import { runStudy } from '../../src/study/study.ts'
import { writeResults } from '../../src/study/write/write-results.ts'
import { jobRunner } from '../../src/workers/registry.ts'
import { platform } from './platform.ts'

/** How a command ends: with nothing to complain of, with faults of the data, refused by an error with a code, or crashed. */
export type Ending = 'done' | 'faults' | 'refused' | 'crashed'

export interface StudyTrial {
  check: Ending
  run: Ending
  /** The message of a refusal or crash, of `run` where both have one. */
  said: string
  /** Codes of the faults that `run` has and `check` has not. */
  unforetold: string[]
  /** What the results folder would hold, by name; empty where there is none. */
  files: Map<string, string>
}

/** `check` and `run` of a study file as the command line does them, in this thread and into memory, with small pictures. */
export async function tryStudy(file: string): Promise<StudyTrial> {
  const trial: StudyTrial = { check: 'crashed', run: 'crashed', said: '', unforetold: [], files: new Map() }
  const foretold = new Set<string>()
  const ending = async (faultsOf: (file: string) => Promise<{ code: string; severity: string }[]>) => {
    try {
      const errors = (await faultsOf(file)).filter(({ severity }) => severity === 'error')
      return { end: errors.length > 0 ? ('faults' as const) : ('done' as const), codes: errors.map(({ code }) => code) }
    } catch (error) {
      if (error instanceof Problem) {
        trial.said = `${error.code} ${error.message}`
        // Several questions are one refusal; check asks them one by one.
        const asked = error.code === 'NS-ASK-06' ? [...error.message.matchAll(/^ +(NS-[A-Z]+-\d+) /gm)] : []
        return { end: 'refused' as const, codes: asked.length > 0 ? asked.map(([, code]) => code) : [error.code] }
      }
      trial.said = error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 6).join(' | ') : String(error)
      return { end: 'crashed' as const, codes: [] }
    }
  }
  const checked = await ending(async (path) => {
    const { study, context } = await opened(path)
    return (await preflight(study, context)).faults
  })
  trial.check = checked.end
  for (const code of checked.codes) foretold.add(code)
  if (trial.check === 'crashed') return trial
  const ran = await ending(async (path) => {
    const { study, context } = await opened(path)
    const output = await runStudy(study, context)
    await writeResults(inMemory(trial.files), output, context, small)
    return output.faults
  })
  trial.run = ran.end
  trial.unforetold = [...new Set(ran.codes.filter((code) => !foretold.has(code)))]
  return trial
}

/**
 * What is wrong with a trial: a crash, a run whose faults check has not foretold (or the other way round), a refusal
 * without a code, or a file in which NaN or undefined is printed; undefined where all is well.
 */
export function disagreement({ check, run, said, unforetold, files }: StudyTrial): string | undefined {
  if (check === 'crashed' || run === 'crashed') return `check ${check}, run ${run}: ${said}`
  if ((check === 'done') !== (run === 'done')) return `check ${check}, run ${run}: ${said} ${unforetold.join(' ')}`
  if (unforetold.length > 0) return `check did not say ${unforetold.join(', ')}`
  if (run === 'refused') return /^NS-[A-Z]+-\d+ ./.test(said) ? undefined : `refused without a code: ${said}`
  if (!files.has('report.html')) return 'there is no report'
  for (const [name, text] of files) {
    if (!/\.(html|csv|json|R)$/.test(name)) continue
    const printed = name.endsWith('.html') ? text.replace(/<script[\s\S]*?<\/script>/g, '') : text
    const odd = /.{0,40}(\bNaN\b|\bundefined\b|\[object |\bInfinity\b).{0,20}/.exec(printed)
    if (odd && !(name.endsWith('.R') && /is\.na|NaN\)/.test(odd[0]))) return `${name} has "${odd[0]}"`
  }
  return undefined
}

/** A study file with what this thread can do for it. */
export async function opened(path: string) {
  const { study, files } = await openStudy(path)
  const context: StudyContext = { ...files, version: '0', map: inThisThread, say: () => {}, progress: () => () => {} }
  return { study, context }
}

const runJob = jobRunner(platform)

const inThisThread: ParallelMap = async (name, tasks) => {
  const answers: Jobs[typeof name]['answer'][] = []
  for (const task of tasks) answers.push(await runJob(name, structuredClone(task)))
  return answers
}

const inMemory = (files: Map<string, string>): StudyFolder => ({
  read: async (name) => {
    const text = files.get(name)
    if (text === undefined) throw new Error(`no ${name}`)
    return new TextEncoder().encode(text)
  },
  write: async (name, content) => {
    files.set(name, typeof content === 'string' ? content : `${content.length} bytes`)
  },
  remove: async (name) => {
    files.delete(name)
  },
})

const small: FigureRenderer = { png: (svg) => figurePng(svg, 20), pdf: figurePdf }
