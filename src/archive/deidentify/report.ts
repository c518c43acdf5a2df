import { ink, page as pageColours } from '../../figures/theme/colours.ts'
import type { Outcome } from './journal.node.ts'
import { methodCodes, type ProfileOptions, profileRow } from './profile.ts'

const actionWords: Record<string, string> = {
  remove: 'removed',
  empty: 'emptied',
  dummy: 'replaced by a dummy',
  uid: 'UID replaced',
  clean: 'cleaned: only words of the vocabulary kept',
  shift: 'date moved',
  identifier: 'not listed; an identifier stood in it: replaced',
}

const resultWords: Record<Outcome['result'], string> = {
  written: 'de-identified and written',
  withheld: 'held back: cannot be judged',
  unreadable: 'unreadable: not copied',
  duplicate: 'the same object once more: not copied',
  directory: 'DICOMDIR: dropped',
  other: 'not DICOM: not copied',
}

const limits = [
  'Faces can be made out of images of the head; they are not removed.',
  'Burned-in text is looked for by its shape, without reading it: four letters and more in a row, five pixels high and more. Handwriting, single letters and faint or upright text are not found.',
  'Of free text only words of a fixed vocabulary of radiology are kept; words of it that are also a name are removed where the file itself has that name.',
  'Rare diseases, rare devices, implants and unusual anatomy can identify a person by themselves.',
  'Attributes that the standard does not list are kept, unless a name or number of the same file stands in them.',
]

/** report.html, changes.csv and files.csv: nothing in them comes from the originals' identifying values. */
export function reportFiles(outcomes: Outcome[], options: ProfileOptions, version: string): [string, string][] {
  const counts = new Map<string, { objects: number; attributes: number }>()
  for (const { changes } of outcomes)
    for (const [key, attributes] of Object.entries(changes ?? {})) {
      const sum = counts.get(key) ?? { objects: 0, attributes: 0 }
      counts.set(key, { objects: sum.objects + 1, attributes: sum.attributes + attributes })
    }
  const changes = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { objects, attributes }]) => {
      const [tag, action] = key.split(' ')
      const row = profileRow(Number.parseInt(tag.slice(1, 5) + tag.slice(6, 10), 16))
      const name = tag.includes('x') ? 'private' : (row?.name ?? 'not in the table')
      return [tag, name, row?.basic ?? '', actionWords[action] ?? action, String(objects), String(attributes)]
    })
  const files = outcomes
    .filter(({ result }) => result === 'written' || result === 'withheld')
    .map(({ result, patient = '', path = '', kind = '', code = '', notes = [] }) => [
      result,
      patient,
      path,
      kind,
      code,
      notes.join('; '),
    ])
  return [
    ['report.html', page(outcomes, changes, options, version)],
    ['changes.csv', csv([['tag', 'attribute', 'profile', 'done', 'objects', 'attributes'], ...changes])],
    ['files.csv', csv([['result', 'patient', 'path', 'kind', 'code', 'to be looked at'], ...files])],
  ]
}

const csv = (rows: string[][]) =>
  `\uFEFF${rows.map((row) => row.map((cell) => (/[",\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\r\n')}\r\n`

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (mark) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[mark]};`)

const table = (head: string[], rows: string[][]) =>
  `<table><thead><tr>${head.map((cell) => `<th>${escaped(cell)}</th>`).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`

const list = (lines: string[]) => `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`

function page(outcomes: Outcome[], changes: string[][], options: ProfileOptions, version: string): string {
  const results = Object.entries(resultWords)
    .map(([result, words]) => [words, String(outcomes.filter((outcome) => outcome.result === result).length)])
    .filter(([, count]) => count !== '0')
  const patients = new Set(outcomes.flatMap(({ patient }) => (patient ? [patient] : [])))
  const held = outcomes.filter(({ result }) => result === 'withheld' || result === 'unreadable')
  const noted = outcomes.filter(({ result, notes }) => result === 'written' && notes)
  const reasons = new Map<string, number>()
  for (const { code, notes } of held) {
    const key = `${code} ${notes?.[0] ?? ''}`
    reasons.set(key, (reasons.get(key) ?? 0) + 1)
  }
  const places = noted.slice(0, 200).map(({ path = '', notes = [] }) => [path, notes.join('; ')])
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>De-identification</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:${ink.text}}table{border-collapse:collapse;margin:.5rem 0 1.5rem}td,th{border-bottom:1px solid ${pageColours.thin};padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top}</style>
</head><body>
<h1>De-identification</h1>
<p>Basic Application Level Confidentiality Profile of DICOM PS3.15 2024e (Table E.1-1), by Nomoscope ${escaped(version)}. ${patients.size} patients.</p>
${list(methodCodes(options).map(([code, meaning]) => `${code} ${meaning}`))}
<h2>Files</h2>
${table(['', 'files'], results)}
<h2>What could not be judged</h2>
${
  reasons.size > 0
    ? table(
        ['why', 'files'],
        [...reasons].map(([why, count]) => [why, String(count)]),
      )
    : '<p>Nothing was held back.</p>'
}
<h2>To be looked at</h2>
${noted.length > 0 ? `${table(['file', 'why'], places)}${noted.length > 200 ? `<p>and ${noted.length - 200} more in files.csv</p>` : ''}` : '<p>No file.</p>'}
<h2>What this cannot do</h2>
${list(limits)}
<h2>What was changed</h2>
${table(['tag', 'attribute', 'profile', 'done', 'objects', 'attributes'], changes)}
</body></html>
`
}
