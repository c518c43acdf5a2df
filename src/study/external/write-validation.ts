import type { FigureRenderer } from '../../figures/export/renderer.ts'
import type { ModelFile } from '../../model/predict/model-schema.ts'
import { writeReport } from '../../report/write-report.ts'
import type { Language } from '../../text/locales/index.ts'
import { externalReport } from './report.ts'
import type { validatePatients } from './validate-patients.ts'

/** Writes validation.html, .docx, .pptx and .json with their tables and figures. */
export async function writeValidation(
  file: ModelFile,
  { found, cohort, json }: ReturnType<typeof validatePatients>,
  version: string,
  write: (name: string, content: string | Uint8Array) => Promise<void>,
  render: FigureRenderer,
  progress?: (done: number, total: number) => void,
  language: Language = 'en',
): Promise<void> {
  const { report, drawings } = externalReport(file, found, cohort, version, language)
  // The fonts of PNG, PDF and Word have no Chinese: there the drawings are English.
  const printed = language === 'en' ? drawings : externalReport(file, found, cohort, version).drawings
  await writeReport('validation', report, drawings, write, render, progress, printed)
  await write('validation.json', json)
}
