import { type Block, type Cell, openWarnings, type Report, type Section, type Table } from '../report/document.ts'
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

/**
 * The audit as a page: findings by grade with their arithmetic, the paper's numbers with the findings beside them.
 *
 * @param transcript the paper's numbers
 * @param audit of `auditPaper`
 * @param version of Nomoscope
 * @returns a report for `reportHtml` or `reportDocx`
 */
export function auditReport(transcript: Transcript, audit: Audit, version: string): Report {
  const { findings, checks } = audit
  const ofGrade = (grade: Grade) => findings.filter((finding) => finding.grade === grade)
  const examined = checks.reduce((sum, check) => sum + check.examined, 0)
  const numbers = numbersWithFindings(transcript, findings)
  const made = checksTable(audit, `A${numbers.length + 1}`)
  const first = gravest(findings)
  const deciding = findings.filter(({ decision }) => decision)
  // What must be known stands first, in full, and nowhere else.
  const top = [...new Set([...deciding, ...ofGrade('impossible')])]
  return {
    title: `What does not add up: ${transcript.title}`,
    language: 'en',
    synthetic: false,
    asPublished: false,
    origin: { version, date: transcript.date ?? '', cohort: transcript.source ?? transcript.title },
    summary: {
      abstract: [abstractOf(examined, findings, deciding)],
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
        ...first.map(({ number, statement }) => ({
          severity: 'serious' as const,
          text: plainText(`${number}. ${statement}`),
        })),
        {
          severity: 'note',
          text: plainText(
            'A finding says what the printed numbers allow, not how they came about. Slips of the pen, and slips of the transcript, are likelier than anything else: look into the paper first, then ask its authors.',
          ),
        },
      ],
      ...(first.length + 1 > openWarnings && {
        further: plainText(`${first.length + 1 - openWarnings} more`),
      }),
    },
    sections: [
      ...(top.length > 0
        ? [findingsSection('What changes a conclusion, and what no data can give', top, 'first', 'serious')]
        : []),
      ...placesOf(
        transcript,
        findings.filter((one) => !top.includes(one)),
      ).map(([title, own], i) => findingsSection(`Findings: ${title}`, own, `findings-${i + 1}`, 'note')),
      ...notReported(ofGrade('not reported')),
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
            text: plainText('What each check assumes, and when it is wrong, is described in docs/audit.md.'),
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

const maximumInSummary = 5
const maximumOfACheck = 2

/** What a reader must know first: what is impossible or contradicts itself and changes a conclusion, few of each kind. */
export function gravest(findings: readonly Finding[]): Finding[] {
  const grave = findings.filter(({ grade }) => grade === 'impossible' || grade === 'inconsistent')
  const sorted = [...grave.filter(({ decision }) => decision), ...grave.filter(({ decision }) => !decision)]
  const chosen: Finding[] = []
  for (const one of sorted) {
    if (chosen.length === maximumInSummary) break
    if (chosen.filter(({ check }) => check === one.check).length < maximumOfACheck) chosen.push(one)
  }
  return chosen
}

/** What was examined and what of it does not add up, in a few sentences. */
function abstractOf(examined: number, findings: readonly Finding[], deciding: readonly Finding[]): Cell {
  const found = findings.length
  const numbers = deciding.map(({ number }) => number).join(', ')
  const changing =
    deciding.length > 0
      ? ` ${deciding.length} of them ${deciding.length === 1 ? 'changes' : 'change'} a conclusion (${numbers}).`
      : found > 0
        ? ' None of them changes a conclusion by itself.'
        : ''
  const byGrade = grades
    .flatMap((grade) => {
      const own = findings.filter((finding) => finding.grade === grade).length
      return own > 0
        ? [
            `${own} ${own === 1 ? 'is' : 'are'} ${grade} (${meanings[grade].charAt(0).toLowerCase()}${meanings[grade].slice(1, -1)})`,
          ]
        : []
    })
    .join('; ')
  return plainText(
    `${examined} numbers and statements of the paper were examined; ${found === 0 ? 'all of them' : `all but ${found}`} add up${byGrade ? `: ${byGrade}` : ''}.${changing}`,
  )
}

/** Findings by the table or part of the paper that they are about, in its order; in each as they are numbered. */
function placesOf(transcript: Transcript, findings: readonly Finding[]): [string, Finding[]][] {
  const { tables, models } = transcript
  const titleOf = (at: string) => {
    const [kind, index] = at.split('.')
    if (kind === 'tables') return tables[Number(index)].id
    if (kind === 'models') return models[Number(index)].id
    return kind === 'performance' || kind === 'comparisons' ? performanceTitle : textTitle
  }
  const order = [textTitle, ...tables.map(({ id }) => id), ...models.map(({ id }) => id), performanceTitle]
  return [...new Set(order)].flatMap((title): [string, Finding[]][] => {
    const own = findings.filter(({ grade, at }) => grade !== 'not reported' && titleOf(at[0] ?? '') === title)
    return own.length > 0 ? [[title, own]] : []
  })
}

const performanceTitle = 'Performance'
const textTitle = 'Patients, methods and text'

function findingsSection(
  title: string,
  findings: readonly Finding[],
  id: string,
  severity: 'serious' | 'note',
): Section {
  const blocks = findings.flatMap(({ number, grade, decision, statement, arithmetic }): Block[] => [
    { kind: 'warning', warning: { severity, text: plainText(`${number}. ${statement}`) } },
    {
      kind: 'list',
      items: [`${capital(grade)}${decision ? '; it changes a conclusion' : ''}.`, ...arithmetic].map(plainText),
    },
  ])
  return { id, title, blocks }
}

function notReported(findings: readonly Finding[]): Section[] {
  if (findings.length === 0) return []
  const items = findings.map(({ number, brief, arithmetic }) =>
    plainText(`${number}. ${brief} (${placeOf(arithmetic[0], brief)})`),
  )
  return [
    {
      id: 'not-reported',
      title: 'Not reported',
      blocks: [paragraph(meanings['not reported']), { kind: 'list', items }],
    },
  ]
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
