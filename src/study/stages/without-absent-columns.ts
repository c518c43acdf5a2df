import type { Cohort } from '../../cohort/codebook/variable.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import { readPattern } from '../../cohort/rules/pattern.ts'
import { ColumnAbsent, FeaturesUnmatched, GroupsNeedLevels, NotTabulated, type Problem } from '../../errors/index.ts'
import { closest } from '../../text/closest.ts'
import type { StudyConfig } from '../file/schema.ts'
import { curveColumns } from './time-signal-curves.ts'

/**
 * The study without what names a column that neither the cohort has nor the images give, and a fault for each such name:
 * a block, a table, a comparison or the subgroups lose that column, a survival analysis or Cox model without its time, event or groups
 * is left out. The rest is done.
 */
export function withoutAbsentColumns(study: StudyConfig, cohort: Cohort): { study: StudyConfig; faults: Fault[] } {
  const { file } = study.cohort
  const known = [...cohort.columns.keys()]
  const absent = new Set<string>()
  const made = new Set(
    Object.entries(study.images ?? {}).flatMap(([name, { curve }]) => (curve ? curveColumns(name) : [])),
  )
  const has = (name: string) => {
    const there = cohort.columns.has(name) || made.has(name)
    // An event whose column is there and cannot be read is a question, which is asked elsewhere.
    const column = study.events?.[name]?.column ?? name
    if (!there && !cohort.columns.has(column)) absent.add(column)
    return there
  }
  const withoutLevels = new Set<string>()
  const hasLevels = (name: string) => {
    const there = cohort.columns.get(name)?.variable.levels !== undefined
    if (!there) withoutLevels.add(name)
    return there
  }
  const present = (names: readonly string[]) => names.filter(has)
  const notTabulated = new Map<string, string>()
  const described = (names: readonly string[]) =>
    present(names).filter((name) => {
      const column = cohort.columns.get(name)
      const kind = { text: 'free text', id: 'an identifier', date: 'a date' }[String(column?.variable.type)]
      // A column of one value, as in a study of one patient, is counted, whatever the value is.
      if (kind === 'free text' && column?.text && new Set(column.text.filter((cell) => cell !== '')).size === 1)
        return true
      if (kind) notTabulated.set(name, kind)
      return kind === undefined
    })
  const unmatched: Problem[] = []
  const blocks = Object.fromEntries(
    Object.entries(study.blocks).map(([name, asked]) => {
      if (Array.isArray(asked)) return [name, present(asked)]
      if (typeof asked !== 'object' || !('columns' in asked)) return [name, asked]
      const found = matching(asked.columns, known)
      if (found.length === 0) unmatched.push(FeaturesUnmatched(asked.columns, 'column', known.slice(0, 3).join(', ')))
      return [name, found]
    }),
  )
  const survival = list(study.survival)
    .filter(({ time, event, by, competing }) =>
      [time, event, by, ...(competing === undefined ? [] : [competing])].map(has).every(Boolean),
    )
    .map((one) => (one.terms ? { ...one, terms: present(one.terms) } : one))
  const compare = list(study.compare)
    .map((one) => ({ ...one, markers: described(one.markers) }))
    .filter(({ by, markers }) => has(by) && (made.has(by) || hasLevels(by)) && markers.length > 0)
  const regressions = study.regressions.filter(({ outcome, terms }) => [outcome, ...terms].map(has).every(Boolean))
  const models = Object.fromEntries(
    Object.entries(study.models).filter(([, { cox }]) => !cox || [cox.time, cox.event].map(has).every(Boolean)),
  )
  const tables = study.tables && {
    ...(study.tables.baseline && { baseline: described(study.tables.baseline) }),
    ...(study.tables.mri && { mri: described(study.tables.mri) }),
  }
  const { subgroups, ...validation } = study.validation
  const groups = present(subgroups ?? [])
  const per = Object.fromEntries(Object.entries(study.per).filter(([name]) => has(name)))
  const sound: StudyConfig = {
    ...study,
    blocks,
    models,
    per,
    regressions,
    validation: { ...validation, ...(groups.length > 0 && { subgroups: groups }) },
    ...(study.survival && { survival }),
    ...(study.compare && { compare }),
    ...(tables && { tables }),
  }
  const faults = [
    ...[...absent].map((name) => fault(ColumnAbsent(file, name, closest(name, known)), { file, column: name })),
    ...unmatched.map((problem) => fault(problem, { file })),
    ...[...notTabulated].map(([name, kind]) => fault(NotTabulated(name, kind), { file, column: name })),
    ...[...withoutLevels].map((name) => fault(GroupsNeedLevels(file, name), { file, column: name })),
  ]
  return { study: sound, faults }
}

const matching = (pattern: string, names: readonly string[]) => {
  const wanted = readPattern(pattern)
  return names.filter((name) => wanted.test(name))
}

function list<T>(one: T | T[] | undefined): T[] {
  return one === undefined ? [] : Array.isArray(one) ? one : [one]
}
