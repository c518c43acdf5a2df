// docs/api/: the reference of every subpath of the library, from its docstrings.
import { libraryStages } from '../stages.mjs'
import { exportsOf } from './exports.mjs'

/** The entry points: name of the import and the file that lists what it exports. */
export const entryPoints = [
  ['nomoscope', 'src/index.ts'],
  ...libraryStages.map((stage) => [`nomoscope/${stage}`, `src/${stage}/index.ts`]),
  ['nomoscope/node', 'src/node.ts'],
]

const kinds = [
  ['function', 'Functions'],
  ['class', 'Classes'],
  ['constant', 'Constants'],
  ['type', 'Types'],
]

/** Every page as `[path, text]`. */
export function apiPages() {
  const pages = entryPoints.map(([name, file]) => [`docs/api/${name.replace('/', '-')}.md`, page(name, file)])
  const index = entryPoints.map(([name, file]) => {
    const names = exportsOf(file).map((entry) => `\`${entry.name}\``)
    return `- [\`${name}\`](${name.replace('/', '-')}.md): ${names.join(', ') || 'every stage as a namespace'}`
  })
  pages.push([
    'docs/api/index.md',
    `# API reference\n\nWritten by \`npm run docs\` from the docstrings; a test keeps it complete.\n\n${index.join('\n')}\n`,
  ])
  return pages
}

function page(name, file) {
  const all = exportsOf(file)
  const sections = kinds.flatMap(([kind, title]) => {
    const entries = all.filter((entry) => entry.kind === kind)
    return entries.length ? [`## ${title}\n\n${entries.map(section).join('\n')}`] : []
  })
  return `# \`${name}\`\n\nWritten by \`npm run docs\` from \`${file}\`.\n\n${sections.join('\n')}`
}

function section({ name, signature, doc, file }) {
  return `### ${name}\n\n\`\`\`ts\n${signature}\n\`\`\`\n\n${markdown(doc)}\n\n<sub>\`${file}\`</sub>\n`
}

/** A docstring as Markdown: its tags as a list, tables of names and meanings kept in their columns. */
function markdown(doc) {
  const [head, ...tags] = doc.split(/\n(?=@\w+)/)
  const text = /^\S.*\n\w[\w, ]* {2,}\S/m.test(head)
    ? head
        .replace(/((?:^\w[\w, ]* {2,}.*\n?(?: {4,}.*\n?)*)+)/m, '\n```text\n$1\n```\n')
        .replace(/\n\n```\n/g, '\n```\n')
    : head
  const lines = tags.map((tag) => {
    const [, kind, rest] = /^@(\w+)\s*([\s\S]*)$/.exec(tag)
    if (kind === 'example') return `\nExample:\n\n${rest.trim()}`
    const named = /^(\S+)\s+([\s\S]*)$/.exec(rest)
    return kind === 'param' && named ? `- **${named[1]}** ${named[2]}` : `- *${kind}*: ${rest}`
  })
  return [text.trim(), lines.join('\n')].filter(Boolean).join('\n\n')
}
