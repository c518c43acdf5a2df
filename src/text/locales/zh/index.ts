import type { Messages } from '../en/index.ts'
import { analyses } from './analyses.ts'
import { checklists } from './checklists.ts'
import { comparators } from './comparators.ts'
import { document } from './document.ts'
import { drawings } from './drawings.ts'
import { external } from './external.ts'
import { images } from './images.ts'
import { incidenceFigures } from './incidence-figures.ts'
import { methods } from './methods.ts'
import { modelTables } from './model-tables.ts'
import { models } from './models.ts'
import { nomogram } from './nomogram.ts'
import { nomogramPage } from './nomogram-page.ts'
import { page } from './page.ts'
import { patients } from './patients.ts'
import { regressions } from './regressions.ts'
import { markers, selection } from './selection.ts'
import { steps } from './steps.ts'
import { dataIssues, limitations, summary } from './summary.ts'
import { survivalTables } from './survival-tables.ts'
import { warnings } from './warnings.ts'

export const zh: Messages = {
  analyses,
  checklists,
  comparators,
  dataIssues,
  document,
  drawings,
  external,
  images,
  incidenceFigures,
  limitations,
  markers,
  methods,
  modelTables,
  models,
  nomogram,
  nomogramPage,
  page,
  patients,
  regressions,
  selection,
  steps,
  summary,
  survivalTables,
  warnings,
}
