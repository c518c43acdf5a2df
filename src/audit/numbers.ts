import type { Column, Row as ReportRow, Table } from '../report/document.ts'
import { plainText } from '../text/with-numbers.ts'
import type { Finding } from './audit.ts'
import { grades } from './examination.ts'
import { ratioName, ratioOf } from './family.ts'
import { sampleSizeText } from './stated-size.ts'
import type { Claim, PaperTable, Row, Transcript } from './transcript.ts'

/** The paper's numbers as they were transcribed, each row with the findings that concern it. */
export function numbersWithFindings(transcript: Transcript, findings: readonly Finding[]): Table[] {
  const at = (place: string) => {
    const here = findings.filter((finding) => finding.at.includes(place))
    return grades
      .map((grade) => ({ grade, numbers: here.filter((one) => one.grade === grade).map(({ number }) => number) }))
      .filter(({ numbers }) => numbers.length > 0)
      .map(({ grade, numbers }) => `${grade} ${numbers.join(', ')}`)
      .join('; ')
  }
  const tables = [
    ...transcript.tables.map((table, t) => ({ title: `${table.id} of the paper`, ...groupTable(table, t, at) })),
    ...transcript.models.map((model, m) => ({ title: `${model.id} of the paper`, ...modelTable(model, m, at) })),
    ...(transcript.performance.length > 0 ? [{ title: 'Performance', ...performanceTable(transcript, at) }] : []),
    { title: 'Other statements', ...statementTable(transcript, at) },
  ]
  return tables.map((table, i) => ({ id: `numbers-${i + 1}`, number: `A${i + 1}`, ...withoutEmptyColumns(table) }))
}

type Contents = Pick<Table, 'columns' | 'rows' | 'footnotes'>
/** Columns in which no row has anything say nothing; the first and the last stay. */
function withoutEmptyColumns<T extends Contents>(table: T): T {
  const kept = table.columns.map(
    (_, c) => c === 0 || c === table.columns.length - 1 || table.rows.some(({ cells }) => cells[c].text !== ''),
  )
  return {
    ...table,
    columns: table.columns.filter((_, c) => kept[c]),
    rows: table.rows.map((row) => ({ ...row, cells: row.cells.filter((_, c) => kept[c]) })),
  }
}

type At = (place: string) => string

const column = (label: string, align: Column['align']): Column => ({ label: plainText(label), align })
const last = column('Findings', 'left')
const line = (cells: string[], indent: ReportRow['indent'] = 0): ReportRow => ({
  kind: 'row',
  indent,
  cells: cells.map(plainText),
})

function groupTable({ groups, rows, id }: PaperTable, t: number, at: At): Contents {
  const own = at(`tables.${t}`)
  return {
    columns: [
      column('', 'left'),
      ...groups.map(({ label, n }) => column(`${label} (n\u00a0=\u00a0${n.text})`, 'right')),
      column('Statistic', 'right'),
      column('p', 'right'),
      last,
    ],
    rows: rows.flatMap((row, r) => rowLines(row, at(`tables.${t}.rows.${r}`), groups.length)),
    footnotes: own ? [{ text: plainText(`Sizes of the groups of ${id}: ${own}.`) }] : [],
  }
}

function rowLines(row: Row, found: string, groups: number): ReportRow[] {
  const name = row.unit ? `${row.variable} (${row.unit})` : row.variable
  const blank = Array.from({ length: groups }, () => '')
  const tests = [row.statistic?.text ?? '', row.p?.text ?? '', found]
  return [
    line([name, ...(row.means?.map(({ text }) => text) ?? blank), ...tests]),
    ...Object.entries(row.levels ?? {}).map(([level, cells]) =>
      line([level, ...cells.map(({ text }) => text), '', '', ''], 1),
    ),
    ...(row.missing ? [line(['Missing', ...row.missing.map(({ text }) => text), '', '', ''], 1)] : []),
  ]
}

function modelTable(model: Transcript['models'][number], m: number, at: At): Contents {
  const { terms } = model
  const df = terms.some((term) => term.df)
  const own = at(`models.${m}`)
  return {
    columns: [
      column('', 'left'),
      ...['β', 'SE', 'Wald', ...(df ? ['df'] : []), ratioName(model), `${model.confidence?.text ?? '95%'} CI`, 'p'].map(
        (label) => column(label, 'right'),
      ),
      last,
    ],
    rows: terms.map((term, t) =>
      line([
        term.term,
        ...[term.beta, term.se, term.wald].map((one) => one?.text ?? ''),
        ...(df ? [term.df?.text ?? ''] : []),
        ...[ratioOf(term)?.printed, term.ci, term.p].map((one) => one?.text ?? ''),
        at(`models.${m}.terms.${t}`),
      ]),
    ),
    footnotes: own ? [{ text: plainText(`The model as a whole: ${own}.`) }] : [],
  }
}

const measures = [
  ['n', 'n'],
  ['Events', 'events'],
  ['AUC', 'auc'],
  ['C-index', 'cIndex'],
  ['CI', 'ci'],
  ['Sensitivity', 'sensitivity'],
  ['Specificity', 'specificity'],
  ['Accuracy', 'accuracy'],
  ['PPV', 'ppv'],
  ['NPV', 'npv'],
  ['LR+', 'lrPositive'],
  ['LR−', 'lrNegative'],
  ['F1', 'f1'],
  ['TP', 'tp'],
  ['FP', 'fp'],
  ['TN', 'tn'],
  ['FN', 'fn'],
] as const

function performanceTable({ performance }: Transcript, at: At): Contents {
  return {
    columns: [column('Set', 'left'), ...measures.map(([label]) => column(label, 'right')), last],
    rows: performance.map((one, i) =>
      line([one.set, ...measures.map(([, key]) => one[key]?.text ?? ''), at(`performance.${i}`)]),
    ),
    footnotes: [],
  }
}

function statementTable(transcript: Transcript, at: At): Contents {
  const { patients, splits, validation, features, claims } = transcript
  const statements: [string, string, string][] = [
    [
      patients.where,
      `${patients.n.text} patients${patients.outcome ? `, ${patients.outcome.n.text} ${patients.outcome.label}` : ''}`,
      at('patients'),
    ],
    ...splits.map(({ where, ratio, sizes }, s): [string, string, string] => [
      where,
      `${ratio ? `${ratio}: ` : ''}${Object.entries(sizes)
        .map(([set, n]) => `${set} ${n.text}`)
        .join(', ')}`,
      at(`splits.${s}`),
    ]),
    ...(validation
      ? [
          [validation.where, `validation by ${validation.by}, called ${validation.called}`, at('validation')] as [
            string,
            string,
            string,
          ],
        ]
      : []),
    ...(features
      ? [
          [
            features.where,
            `${features.total ? `${features.total.text} features: ` : ''}${features.families.map(({ name, n }) => `${n.text} ${name}`).join(', ')}${features.selected ? `; ${features.selected.n.text} selected` : ''}`,
            at('features'),
          ] as [string, string, string],
        ]
      : []),
    ...claims.map((claim, c): [string, string, string] => [claim.where, claimText(claim), at(`claims.${c}`)]),
    ...transcript.comparisons.map(({ of, where, test, p }, c): [string, string, string] => [
      where,
      `${of.join(' against ')}${test ? `, ${test}` : ''}: p ${p.text}`,
      at(`comparisons.${c}`),
    ]),
    ...transcript.agreement.map(({ of, where, measure, value, ci }, a): [string, string, string] => [
      where,
      `${of}: ${measure === 'kappa' ? 'κ' : 'ICC'} ${value.text}${ci ? ` (${ci.text})` : ''}`,
      at(`agreement.${a}`),
    ]),
    ...transcript.sampleSizes.map((one, s): [string, string, string] => [
      one.where,
      sampleSizeText(one),
      at(`sampleSizes.${s}`),
    ]),
    ...transcript.statistics.map(({ says, where }, s): [string, string, string] => [
      where,
      says,
      at(`statistics.${s}`),
    ]),
  ]
  return {
    columns: [column('Where', 'left'), column('What the paper says', 'left'), last],
    rows: statements.map((cells) => line(cells)),
    footnotes: [],
  }
}

function claimText(claim: Claim): string {
  switch (claim.kind) {
    case 'percentages':
      return `${claim.of}, ${claim.level}: ${claim.values.map(({ text }) => text).join(' against ')}`
    case 'higher':
      return `${claim.of}${claim.level ? `, ${claim.level}` : ''}: more in ${claim.in}`
    case 'p':
      return `p ${claim.p.text}: ${claim.of.join(', ')}`
    case 'predictor':
      return `${claim.of} is an independent predictor`
    case 'effect':
      return claim.effect === 'risk' ? `${claim.of} raises the risk` : `${claim.of} is protective`
  }
}
