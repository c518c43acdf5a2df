import type { Block, Report, Section, Table } from '../report/document.ts'
import { plainCell } from '../report/say.ts'
import type { Audit, Finding } from './audit.ts'
import { type Grade, grades } from './examination.ts'
import { numbersWithFindings } from './numbers.ts'
import type { Transcript } from './transcript.ts'

const meanings: Record<Grade, string> = {
  impossible: 'No data can give these numbers.',
  inconsistent: 'Two statements of the paper exclude each other.',
  unusual: 'Possible, but it needs explaining.',
  'not reported': 'What the paper announces, or what a reader needs, and does not give.',
}

/** The audit as a page: findings by grade with their arithmetic, the paper's numbers with the findings beside them. */
export function auditReport(transcript: Transcript, audit: Audit, version: string): Report {
  const { findings, checks } = audit
  const ofGrade = (grade: Grade) => findings.filter((finding) => finding.grade === grade)
  const examined = checks.reduce((sum, check) => sum + check.examined, 0)
  const numbers = numbersWithFindings(transcript, findings)
  const made = checksTable(audit, `A${numbers.length + 1}`)
  return {
    title: `What does not add up: ${transcript.title}`,
    language: 'en',
    synthetic: false,
    asPublished: false,
    origin: { version, date: transcript.date ?? '', cohort: transcript.source ?? transcript.title },
    summary: {
      headlines: [
        ...grades.map((grade) => ({
          label: capital(grade),
          value: plainCell(String(ofGrade(grade).length)),
          detail: plainCell(meanings[grade]),
        })),
        {
          label: 'Examined',
          value: plainCell(String(examined)),
          detail: plainCell(`${examined - findings.length} of them add up.`),
        },
      ],
      warnings: [
        {
          severity: 'note',
          text: plainCell(
            'A finding says what the printed numbers allow, not how they came about. Slips of the pen, and slips of the transcript, are likelier than anything else: look into the paper first, then ask its authors.',
          ),
        },
      ],
    },
    sections: [
      ...grades.flatMap((grade) => gradeSection(grade, ofGrade(grade))),
      {
        id: 'numbers',
        title: "The paper's numbers with the findings beside them",
        blocks: numbers.map(({ id }): Block => ({ kind: 'table', id })),
      },
      {
        id: 'checks',
        title: 'What was examined',
        blocks: [
          {
            kind: 'paragraph',
            text: plainCell('What each check assumes, and when it is wrong, is told in docs/audit.md.'),
          },
          { kind: 'table', id: made.id },
        ],
      },
    ],
    tables: [...numbers, made],
    figures: [],
    warnings: [],
  }
}

function gradeSection(grade: Grade, findings: readonly Finding[]): Section[] {
  if (findings.length === 0) return []
  const severity = grade === 'impossible' || grade === 'inconsistent' ? 'serious' : 'note'
  if (grade === 'not reported') {
    const items = findings.map(({ number, brief, arithmetic }) =>
      plainCell(`${number}. ${brief} (${placeOf(arithmetic[0], brief)})`),
    )
    return [
      { id: 'not-reported', title: capital(grade), blocks: [paragraph(meanings[grade]), { kind: 'list', items }] },
    ]
  }
  const blocks = findings.flatMap(({ number, statement, arithmetic }): Block[] => [
    { kind: 'warning', warning: { severity, text: plainCell(`${number}. ${statement}`) } },
    { kind: 'list', items: arithmetic.map(plainCell) },
  ])
  return [{ id: grade, title: capital(grade), blocks: [paragraph(meanings[grade]), ...blocks] }]
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', text: plainCell(text) })

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

const placeOf = (line: string, brief: string) => line.slice(0, line.length - brief.length).replace(/:\s*$/, '')

function checksTable({ checks, findings }: Audit, number: string): Table {
  const made = checks.filter(({ examined }) => examined > 0)
  const not = checks.filter(({ examined }) => examined === 0)
  const numbers = (id: string) => findings.filter(({ check }) => check === id).map((finding) => finding.number)
  return {
    id: 'examined',
    number,
    title: 'Checks',
    columns: [
      { label: plainCell('Check'), align: 'left' },
      { label: plainCell('Examined'), align: 'right' },
      { label: plainCell('Found'), align: 'right' },
      { label: plainCell('Findings'), align: 'left' },
    ],
    rows: made.map(({ id, title, examined, found }) => ({
      kind: 'row',
      indent: 0,
      cells: [title, String(examined), String(found), numbers(id).join(', ')].map(plainCell),
    })),
    footnotes:
      not.length > 0
        ? [{ text: plainCell(`Nothing in the transcript for: ${not.map(({ title }) => title).join('; ')}.`) }]
        : [],
  }
}
