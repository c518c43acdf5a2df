import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { ratioOf } from '../family.ts'
import { overlap } from '../printed.ts'
import { identity, levelOf, type Placed, placedRows, plain } from '../rows.ts'
import type { Claim, Transcript } from '../transcript.ts'

/** Sentences of the text against the tables. */
export const claims: Check = {
  id: 'claims',
  title: 'Statements of the text against the tables',
  question: 'Statements of the text are not what the tables show. Which are right',
  examine: (transcript) => transcript.claims.flatMap((claim, c) => examineClaim(claim, `claims.${c}`, transcript)),
}

function examineClaim(claim: Claim, at: string, transcript: Transcript): Examination[] {
  const rows = placedRows(transcript)
  const rowsOf = (what: string) =>
    rows.filter(({ row }) => identity(row) === plain(what) || plain(row.variable) === plain(what))
  switch (claim.kind) {
    case 'percentages':
      return percentagesClaim(claim, at, rowsOf(claim.of), rows)
    case 'higher':
      return higherClaim(claim, at, rowsOf(claim.of))
    case 'p':
      return claim.of.flatMap((what) =>
        rowsOf(what)
          .filter(({ table }) => claim.table === undefined || plain(table.id) === plain(claim.table))
          .flatMap((placed) => pClaim(claim, what, at, placed)),
      )
    case 'effect':
      return effectClaim(claim, at, transcript)
    case 'predictor':
      return []
  }
}

type Kind<K extends Claim['kind']> = Extract<Claim, { kind: K }>

function percentagesClaim(
  claim: Kind<'percentages'>,
  at: string,
  own: Placed[],
  rows: readonly Placed[],
): Examination[] {
  const placed = own.find(({ table, row }) => levelOf(row, claim.level) && table.groups.length === claim.values.length)
  if (!placed) return []
  const share = ({ table, row }: Placed, level: string, g: number) =>
    (100 * levelOf(row, level)![g].count) / table.groups[g].n.value
  const fits = (one: Placed, level: string, g: number) => {
    const exact = share(one, level, g)
    return overlap({ low: exact, high: exact }, claim.values[g])
  }
  const said = claim.values.map(({ text }) => text.replace('%', '')).join('/')
  const printed = claim.values.map((value, g) => share(placed, claim.level, g).toFixed(value.decimals)).join('/')
  const subject = `${placed.row.variable}, ${claim.level}: ${said}%`
  const places = [at, placed.at]
  const lines = [
    `${claim.where}: ${said}`,
    `${placed.table.id}, ${placed.row.variable}, ${claim.level}: ${levelOf(placed.row, claim.level)!
      .map((cell) => cell.text)
      .join(', ')}`,
  ]
  if (claim.values.every((_, g) => fits(placed, claim.level, g))) return [addsUp(subject, places, ...lines)]
  claim.values.forEach((value, g) => {
    const others = rows
      .filter(({ table, row }) => table === placed.table && row.levels)
      .flatMap((one) =>
        Object.keys(one.row.levels!)
          .filter((level) => fits(one, level, g))
          .map((level) => `${one.row.variable}, ${level}`),
      )
    lines.push(
      `${value.text} of ${placed.table.groups[g].label} is that of ${others.length > 0 ? others.join(' and of ') : 'no row'}`,
    )
  })
  const statement = `${claim.where} gives ${said}% for ${placed.row.variable}, ${claim.level}; ${placed.table.id} has ${printed}%. ${sentence(lines.slice(2).join('; '))}`
  return [
    finding(
      'inconsistent',
      subject,
      places,
      statement,
      `${placed.row.variable}: ${said}% in the text, ${printed}% in ${placed.table.id}`,
      lines,
    ),
  ]
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

function higherClaim(claim: Kind<'higher'>, at: string, own: Placed[]): Examination[] {
  return own.flatMap(({ table, row, at: place }) => {
    const g = table.groups.findIndex(({ label }) => plain(label) === plain(claim.in))
    const level = claim.level ? levelOf(row, claim.level) : undefined
    const values =
      level?.map((cell, i) => (100 * cell.count) / table.groups[i].n.value) ?? row.means?.map(({ mean }) => mean.value)
    if (g < 0 || !values || values.length < 2) return []
    const what = claim.level ? `${row.variable}, ${claim.level}` : row.variable
    const lines = table.groups.map(
      ({ label }, i) =>
        `${table.id}, ${label}: ${level ? `${level[i].count} of ${table.groups[i].n.text} = ${values[i].toFixed(1)}%` : row.means![i].text}`,
    )
    if (values.every((value, i) => i === g || value <= values[g])) return [addsUp(what, [at, place], ...lines)]
    const statement = `${claim.where} says that ${what} is more frequent in ${claim.in}; ${table.id} shows the opposite (${values.map((v) => `${v.toFixed(1)}${level ? '%' : ''}`).join(' against ')}).`
    return [
      finding(
        'inconsistent',
        what,
        [at, place],
        statement,
        `${what} in ${claim.in}: direction of ${claim.where} against ${table.id}`,
        lines,
      ),
    ]
  })
}

function pClaim(claim: Kind<'p'>, what: string, at: string, { table, row, at: place }: Placed): Examination[] {
  if (!row.p) return []
  const line = `${claim.where}: p ${claim.p.text}; ${table.id}: p ${row.p.text}`
  if (overlap(claim.p, row.p)) return [addsUp(`p of ${what}`, [at, place], line)]
  const statement = `${claim.where} says p ${claim.p.text} of ${what}; ${table.id} has ${row.p.text}.`
  return [
    finding(
      'inconsistent',
      `p of ${what}`,
      [at, place],
      statement,
      `${what}: p ${claim.p.text} in the text, ${row.p.text} in ${table.id}`,
      [line],
    ),
  ]
}

function effectClaim(claim: Kind<'effect'>, at: string, { models }: Transcript): Examination[] {
  return models.flatMap(({ id, terms }, m) =>
    terms.flatMap((term, t) => {
      const ratio = ratioOf(term)
      if (identity(term) !== plain(claim.of) || !ratio || ratio.printed.value === 1) return []
      const line = `${id}, ${term.term}: ${ratio.name} ${ratio.printed.text}`
      const places = [at, `models.${m}.terms.${t}`]
      const shown = ratio.printed.value > 1 ? 'risk' : 'protective'
      if (shown === claim.effect) return [addsUp(`effect of ${claim.of}`, places, line)]
      const statement = `${claim.where} takes ${term.term} as ${claim.effect === 'risk' ? 'raising the risk' : 'protective'}; its ${ratio.name} in ${id} is ${ratio.printed.text}.`
      return [
        finding(
          'inconsistent',
          `effect of ${claim.of}`,
          places,
          statement,
          `${term.term}: ${claim.effect} in ${claim.where}, ${ratio.name} ${ratio.printed.text}`,
          [line],
        ),
      ]
    }),
  )
}
