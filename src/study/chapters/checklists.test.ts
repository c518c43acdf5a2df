import { expect, test } from 'vitest'
import type { Report, Table } from '../../report/document.ts'
import { locales } from '../../text/locales/index.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyCohort } from '../stages/cohort.ts'
import { studyChecklists } from './checklists.ts'

const nothing: Pick<Report, 'sections' | 'tables' | 'figures'> = { sections: [], tables: [], figures: [] }
const study = {
  study: 'A study',
  cohort: { file: 'cohort.csv' },
  models: {},
  selection: [],
  validation: { bootstrap: 0 },
} as unknown as StudyConfig
const withOutcome = { outcome: {}, validation: new Int32Array(0) } as unknown as StudyCohort

/** The state of each item of the first checklist. */
function statesOf(...[config, bound, files]: [StudyConfig, typeof nothing, { models: string[]; nomograms: string[] }]) {
  const { tables } = studyChecklists(locales.en, config, withOutcome, bound, { step: 'report', inputs: [] }, files)
  const rows = tables[0].rows.filter(({ kind }) => kind === 'row')
  return new Map(rows.map(({ cells }) => [cells[0].text, cells[cells.length - 1].text]))
}

const none = { models: [], nomograms: [] }

test('a study without models, images and criteria answers nothing that it does not have', () => {
  const states = statesOf(study, nothing, none)
  for (const item of ['6b', '9a', '9c', '10', '11', '12a', '12c', '12e', '12g', '13', '15', '20b', '21', '22', '23a'])
    expect([item, states.get(item)]).toEqual([item, 'missing'])
  expect(states.get('18f')).toBe('answered')
})

test('what is in the report is named: a model file, a table, the figure that shows it', () => {
  const models = { one: { terms: ['age'] } }
  const table = (id: string, number: string) => ({ id, number }) as Table
  const figure = (id: string, number: string) => ({ id, number }) as Report['figures'][number]
  const bound = {
    sections: [{ id: 'methods', title: 'Methods', blocks: [] }],
    tables: [table('performance', '3'), table('coefficients-one', '2')],
    figures: [figure('leading', '4'), figure('folds', '9')],
  }
  const nested = {
    ...study,
    models,
    validation: { bootstrap: 0, nested: { folds: 5, repeats: 1 } },
  } as unknown as StudyConfig
  const states = statesOf(nested, bound, { models: ['model.json'], nomograms: [] })
  for (const item of ['11', '12a', '12g', '15', '22']) expect([item, states.get(item)]).toEqual([item, 'answered'])
  expect(statesOf(nested, { ...bound, tables: [] }, none).get('22')).toBe('missing')
})
