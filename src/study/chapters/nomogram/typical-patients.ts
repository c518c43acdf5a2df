import { patientRows } from '../../../figures/charts/typical-patients.ts'
import { fixedDecimals, percent } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText } from '../../../text/with-numbers.ts'
import type { TypicalPatients } from '../../stages/typical-patients.ts'
import type { DrawnFigure } from '../chapter.ts'
import { readerName } from '../methods/facts.ts'

/** A typical patient with the outcome and one without; nothing where there are no pictures of them. */
export function typicalPatientsFigure(messages: Messages, typical: TypicalPatients | undefined): DrawnFigure[] {
  if (!typical) return []
  const { typical: words } = messages.images
  const { model, outcome, sequences, readers, patients } = typical
  const rows = patients.map(({ group, points, risk, slices }) => ({
    label: words.row(messages.patients.group(outcome, group), fixedDecimals(points, 1).text, percent(risk, 1).text),
    slices,
  }))
  return [
    {
      id: 'typical-patients',
      title: words.title,
      caption: plainText(
        words.caption(
          model,
          readers.map((reader) => readerName(messages, reader)),
        ),
      ),
      description: words.description(sequences),
      data: {
        sequences,
        patients: patients.map(({ slices: _, ...patient }, p) => ({ ...patient, label: rows[p].label })),
      },
      drawing: patientRows({ sequences, patients: rows }),
    },
  ]
}
