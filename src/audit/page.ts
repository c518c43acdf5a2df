import type { Block, Report, Section, Table } from '../report/document.ts'
import { plainText } from '../text/with-numbers.ts'
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
          value: plainText(String(ofGrade(grade).length)),
          detail: plainText(meanings[grade]),
        })),
        {
          label: 'Examined',
          value: plainText(String(examined)),
          detail: plainText(`${examined - findings.length} of them add up.`),
        },
      ],
      warnings: [
        {
          severity: 'note',
          text: plainText(
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
            text: plainText('What each check assumes, and when it is wrong, is told in docs/audit.md.'),
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
      plainText(`${number}. ${brief} (${placeOf(arithmetic[0], brief)})`),
    )
    return [
      { id: 'not-reported', title: capital(grade), blocks: [paragraph(meanings[grade]), { kind: 'list', items }] },
    ]
  }
  const blocks = findings.flatMap(({ number, statement, arithmetic }): Block[] => [
    { kind: 'warning', warning: { severity, text: plainText(`${number}. ${statement}`) } },
    { kind: 'list', items: arithmetic.map(plainText) },
  ])
  return [{ id: grade, title: capital(grade), blocks: [paragraph(meanings[grade]), ...blocks] }]
}

const paragraph = (text: string): Block => ({ kind: 'paragraph', text: plainText(text) })

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
      { label: plainText('Check'), align: 'left' },
      { label: plainText('Examined'), align: 'right' },
      { label: plainText('Found'), align: 'right' },
      { label: plainText('Findings'), align: 'left' },
    ],
    rows: made.map(({ id, title, examined, found }) => ({
      kind: 'row',
      indent: 0,
      cells: [title, String(examined), String(found), numbers(id).join(', ')].map(plainText),
    })),
    footnotes:
      not.length > 0
        ? [{ text: plainText(`Nothing in the transcript for: ${not.map(({ title }) => title).join('; ')}.`) }]
        : [],
  }
}
