// docs/errors.md: every error with its code, what it says and what to do about it, from src/errors/.
import { readdirSync, readFileSync } from 'node:fs'
import { parseSync } from 'oxc-parser'

/** Every error of the product: `{ name, code, message, remedy, exit, file }`, in the order of their codes. */
export function allErrors() {
  const files = readdirSync('src/errors').filter((file) => !/^(index|problem)\.ts$|\.test\.ts$/.test(file))
  return files
    .flatMap((file) => errorsOf(`src/errors/${file}`))
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
}

function errorsOf(file) {
  const source = readFileSync(file, 'utf8')
  const found = []
  for (const node of parseSync(file, source).program.body) {
    if (node.type !== 'ExportNamedDeclaration' || node.declaration?.type !== 'VariableDeclaration') continue
    for (const { id, init } of node.declaration.declarations) {
      if (init?.type !== 'CallExpression' || init.callee.name !== 'problem') continue
      const [code, message, remedy, exit] = init.arguments
      found.push({
        name: id.name,
        code: code.value,
        message: words(message.body, source),
        remedy: words(remedy, source),
        exit: exit?.value ?? 3,
        file,
      })
    }
  }
  return found
}

/** A message's text with its parameters in angle brackets. */
function words(node, source) {
  if (node.type === 'Literal') return String(node.value)
  if (node.type === 'TemplateLiteral')
    return node.quasis
      .map(({ value }, i) => value.cooked + (node.expressions[i] ? `‹${parameter(node.expressions[i], source)}›` : ''))
      .join('')
  if (node.type === 'BinaryExpression') return words(node.left, source) + words(node.right, source)
  if (node.type === 'BlockStatement') return words(node.body.at(-1).argument, source)
  if (node.type === 'ConditionalExpression')
    return `${words(node.consequent, source)} | ${words(node.alternate, source)}`
  return `‹${parameter(node, source)}›`
}

/** What stands for an expression: its first name. */
const parameter = (node, source) => /[a-zA-Z]\w*/.exec(source.slice(node.start, node.end))?.[0] ?? '…'

/** The page. */
export function errorsPage() {
  const entries = allErrors().map(
    ({ code, name, message, remedy, exit }) =>
      `## ${code} ${name}\n\n> ${message.replace(/\s+/g, ' ')}\n\n${remedy.replace(/\s+/g, ' ')}\n\nExit status ${exit}${exit === 2 ? ' (usage)' : ' (data)'}.\n`,
  )
  return `# Errors\n\nWritten by \`npm run docs\` from \`src/errors/\`. Words in ‹brackets› are filled in. Exit status 2 is wrong usage, 3 a fault of\nthe data (all that is sound has been done), 1 a fault of Nomoscope: please report it.\n\n${entries.join('\n')}`
}
