// What the library exports, read from its source: each name with its signature, parameters and docstring.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseSync } from 'oxc-parser'

const parsed = new Map()

function parse(file) {
  if (!parsed.has(file)) {
    const source = readFileSync(file, 'utf8')
    const { program, comments } = parseSync(file, source)
    parsed.set(file, { source, program, comments })
  }
  return parsed.get(file)
}

/** The names that a file exports, in alphabetical order: `{ name, kind, signature, params, doc, file }`. */
export function exportsOf(file) {
  return [...collect(file).values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

function collect(file) {
  const { program } = parse(file)
  const found = new Map()
  for (const node of program.body) {
    if (node.type === 'ExportAllDeclaration' && !node.exported)
      for (const [name, entry] of collect(join(dirname(file), node.source.value))) found.set(name, entry)
    if (node.type !== 'ExportNamedDeclaration') continue
    if (node.declaration) for (const entry of declared(file, node)) found.set(entry.name, entry)
    else if (node.source) {
      const from = collect(join(dirname(file), node.source.value))
      for (const { local, exported } of node.specifiers) {
        const entry = from.get(local.name)
        if (entry) found.set(exported.name, { ...entry, name: exported.name })
      }
    }
  }
  return found
}

function declared(file, node) {
  const { source, comments } = parse(file)
  // A remark to the linter may stand between a docstring and its name.
  const before = comments.filter(({ type, end }) => type === 'Block' && end <= node.start).at(-1)
  const between = before && source.slice(before.end, node.start).replace(/^\s*\/\/ biome-ignore.*$/gm, '')
  const doc = before?.value.startsWith('*') && between.trim() === '' ? docText(before.value) : ''
  const { declaration } = node
  const entry = (name, kind, signature, params = []) => ({
    name,
    kind,
    signature: signature.trim(),
    params: params.map(parameterName),
    doc,
    file,
  })
  switch (declaration.type) {
    case 'FunctionDeclaration':
    case 'TSDeclareFunction': {
      const end = declaration.body ? declaration.body.start : declaration.end
      return [entry(declaration.id.name, 'function', source.slice(declaration.start, end), declaration.params)]
    }
    case 'VariableDeclaration':
      return declaration.declarations.map(({ id, init }) => {
        const isFunction = init?.type === 'ArrowFunctionExpression'
        const end = isFunction ? init.body.start : Math.min(init?.end ?? id.end, id.end + 300)
        const text = `const ${source.slice(id.start, end)}`.replace(/=>\s*\(?\s*$/, '=> …')
        return entry(id.name, isFunction ? 'function' : 'constant', text, isFunction ? init.params : [])
      })
    case 'ClassDeclaration':
      return [entry(declaration.id.name, 'class', source.slice(declaration.start, declaration.body.start))]
    default:
      return [entry(declaration.id.name, 'type', source.slice(declaration.start, declaration.end))]
  }
}

/** A parameter's name; undefined where it is taken apart in place and the docstring may call it as it likes. */
function parameterName(param) {
  const inner = param.type === 'AssignmentPattern' ? param.left : (param.argument ?? param)
  return inner.type === 'Identifier' ? inner.name : undefined
}

/** The lines of a docstring without its stars. */
const docText = (value) =>
  value
    .slice(1)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim()

/** The blocks of code below a docstring's `@example`. */
export const examplesOf = (doc) => [...doc.matchAll(/@example\s*\n```ts\n([\s\S]*?)\n```/g)].map(([, code]) => code)
