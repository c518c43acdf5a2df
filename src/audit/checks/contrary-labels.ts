import { addsUp, type Check, finding } from '../examination.ts'
import { identity, placedRows, plain } from '../rows.ts'
import type { Transcript } from '../transcript.ts'

const denials = /\b(without|no|not|non|absence of|absent)\b/g
const affirmations = /\b(with|presence of|present|there is|there are|is|are)\b/g

/** What is the same variable is not called by a name in one place and by its denial in another. */
export const contraryLabels: Check = {
  id: 'contrary-labels',
  title: 'Labels that deny each other',
  question: 'A variable is named by one label here and by its denial there. Which is meant, and which level is coded 1',
  examine: (transcript) => {
    const labels = labelsOf(transcript)
    return labels.flatMap((first, i) =>
      labels.slice(i + 1).flatMap((second) => {
        if (first.what !== second.what) return []
        const lines = [first, second].map(({ label, where }) => `${where}: ${label}`)
        if (denies(first.label) === denies(second.label) || core(first.label) !== core(second.label))
          return [addsUp(first.label, [first.at, second.at], ...lines)]
        const statement = `“${first.label}” (${first.where}) and “${second.label}” (${second.where}) are treated as one variable.`
        const brief = `“${first.label}” and “${second.label}”`
        return [finding('inconsistent', first.label, [first.at, second.at], statement, brief, lines)]
      }),
    )
  },
}

function labelsOf(transcript: Transcript) {
  return [
    ...placedRows(transcript).map(({ table, row, at }) => ({
      what: identity(row),
      label: row.variable,
      where: table.id,
      at,
    })),
    ...transcript.models.flatMap(({ id, terms }, m) =>
      terms.map((term, t) => ({ what: identity(term), label: term.term, where: id, at: `models.${m}.terms.${t}` })),
    ),
  ]
}

const denies = (label: string) => (plain(label).match(denials) ?? []).length % 2 === 1

const core = (label: string) =>
  plain(label).replace(denials, ' ').replace(affirmations, ' ').replace(/\s+/g, ' ').trim()
