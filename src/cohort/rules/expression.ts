import { ExpressionInvalid } from '../../errors/index.ts'

/** A rule's tree. Names are columns; `at` is where the text stands, for messages. */
export type Expression =
  | { kind: 'number'; value: number; at: number }
  | { kind: 'text'; value: string; at: number }
  | { kind: 'name'; name: string; at: number }
  | { kind: 'list'; items: Expression[]; at: number }
  | { kind: 'missing'; name: string; at: number }
  | { kind: 'not' | 'minus'; of: Expression; at: number }
  | { kind: 'call'; name: string; of: Expression[]; at: number }
  | { kind: 'and' | 'or' | Comparison | '+' | '-' | '*' | '/' | 'in'; left: Expression; right: Expression; at: number }

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='

type Token = { text: string; kind: 'number' | 'text' | 'name' | 'sign' | 'end'; at: number }

/**
 * A rule over columns, such as `age >= 18 and stage in [I, II] and not missing(fish_ratio)`.
 *
 * or < and < not < comparison (== = != <> < <= > >= in, not in) < + - < * / < unary minus. Names of letters, digits
 * and _ stand bare, others in `backquotes`; text in 'single' or "double" quotes. Inside [ ] a bare word is text.
 * Functions of numbers: years, months (of days), log, log2, log10, sqrt, abs, round, min and max (of those that are known).
 * Throws ExpressionInvalid with the place.
 */
export function parseExpression(text: string): Expression {
  if (text.length > 2000) throw ExpressionInvalid(`${text.slice(0, 40)}…`, 2000, 'it is longer than 2,000 characters')
  const tokens = tokensOf(text)
  let next = 0
  let depth = 0
  const wrong = (why: string, token = tokens[next]) => ExpressionInvalid(text, token.at, why)
  const word = (token: Token) =>
    token.kind === 'name' && text[token.at] !== '`' ? token.text.toLowerCase() : undefined
  const take = (...signs: string[]): Token | undefined => {
    const token = tokens[next]
    const is = token.kind === 'sign' ? token.text : word(token)
    if (is === undefined || !signs.includes(is)) return undefined
    next++
    return token
  }
  const expect = (sign: string) => take(sign) ?? fail(`${sign} is expected`)
  const fail = (why: string): never => {
    throw wrong(why)
  }

  const left = (operand: () => Expression, kinds: Record<string, string>) => (): Expression => {
    let tree = operand()
    for (let token: Token | undefined; (token = take(...Object.keys(kinds))); )
      tree = { kind: kinds[token.text.toLowerCase()] as '+', left: tree, right: operand(), at: token.at }
    return tree
  }
  const factor = (): Expression => {
    if (++depth > 60) throw wrong('it is nested too deeply')
    try {
      return deepFactor()
    } finally {
      depth--
    }
  }
  const deepFactor = (): Expression => {
    const minus = take('-')
    if (minus) return { kind: 'minus', of: factor(), at: minus.at }
    if (take('(')) {
      const tree = or()
      expect(')')
      return tree
    }
    const token = tokens[next]
    if (token.kind === 'number') {
      next++
      return { kind: 'number', value: Number(token.text), at: token.at }
    }
    if (token.kind === 'text') {
      next++
      return { kind: 'text', value: token.text, at: token.at }
    }
    if (token.kind !== 'name' || ['and', 'or', 'in', 'not'].includes(word(token) ?? ''))
      throw wrong(token.kind === 'end' ? 'it ends too early' : `${token.text} is not expected here`)
    next++
    if (word(token) === 'missing' && take('(')) {
      const column = tokens[next]
      if (column.kind !== 'name') throw wrong('missing( ) takes the name of a column')
      next++
      expect(')')
      return { kind: 'missing', name: column.text, at: token.at }
    }
    if (text[token.at] !== '`' && take('(')) {
      const of = [sum()]
      while (take(',')) of.push(sum())
      expect(')')
      return { kind: 'call', name: token.text.toLowerCase(), of, at: token.at }
    }
    return { kind: 'name', name: token.text, at: token.at }
  }
  const list = (): Expression => {
    const open = expect('[')
    const items: Expression[] = []
    do {
      const token = tokens[next]
      if (token.kind === 'name') {
        next++
        items.push({ kind: 'text', value: token.text, at: token.at })
      } else items.push(factor())
    } while (take(','))
    expect(']')
    return { kind: 'list', items, at: open.at }
  }
  const sum: () => Expression = left(left(factor, { '*': '*', '/': '/' }), { '+': '+', '-': '-' })
  const comparison = (): Expression => {
    const tree = sum()
    const token = tokens[next]
    const negated = word(token) === 'not' && word(tokens[next + 1]) === 'in'
    if (negated) next++
    const within = take('in')
    if (within) {
      const inside: Expression = { kind: 'in', left: tree, right: list(), at: within.at }
      return negated ? { kind: 'not', of: inside, at: token.at } : inside
    }
    const sign = take('==', '=', '!=', '<>', '<=', '>=', '<', '>')
    if (!sign) return tree
    const kind = ({ '=': '==', '<>': '!=' }[sign.text] ?? sign.text) as Comparison
    const compared: Expression = { kind, left: tree, right: sum(), at: sign.at }
    if (take('==', '=', '!=', '<>', '<=', '>=', '<', '>'))
      throw wrong('comparisons are joined with and', tokens[next - 1])
    return compared
  }
  const not = (): Expression => {
    const token = take('not')
    if (!token) return comparison()
    if (++depth > 60) throw wrong('it is nested too deeply')
    const tree: Expression = { kind: 'not', of: not(), at: token.at }
    depth--
    return tree
  }
  const or = left(left(not, { and: 'and' }), { or: 'or' })
  const tree = or()
  if (tokens[next].kind !== 'end') throw wrong(`${tokens[next].text} is not expected here`)
  return tree
}

const patterns: [Token['kind'], RegExp][] = [
  ['number', /(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?(?![\p{L}_])/uy],
  ['name', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['sign', /==|!=|<>|<=|>=|[<>=()[\],+\-*/]/y],
  ['text', /'[^']*'|"[^"]*"/y],
  ['name', /`[^`]+`/y],
]

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text[at])) {
      at++
      continue
    }
    const found = patterns.flatMap(([kind, pattern]) => {
      pattern.lastIndex = at
      const matched = pattern.exec(text)?.[0]
      return matched ? [{ kind, matched }] : []
    })[0]
    if (!found) throw ExpressionInvalid(text, at, `${text[at]} has no meaning here`)
    const quoted = /^['"`]/.test(found.matched)
    tokens.push({ kind: found.kind, text: quoted ? found.matched.slice(1, -1) : found.matched, at })
    at += found.matched.length
  }
  tokens.push({ kind: 'end', text: '', at: text.length })
  return tokens
}
