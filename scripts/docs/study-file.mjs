// docs/study-file.md: every key of a study file, from its schema, with the examples of study-file-examples.mjs.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { sections } from './study-file-examples.mjs'

/** Every key of the schema as `[path, { type, default, description }]`; `*` is a name of the author's own choice. */
export function schemaKeys() {
  const schema = JSON.parse(readFileSync('docs/study.schema.json', 'utf8'))
  const keys = new Map()
  const walk = (node, path, depth = 0) => {
    if (depth > 12) return
    const target = node.$ref ? schema.$defs[node.$ref.split('/').at(-1)] : node
    for (const part of [...(target.anyOf ?? []), ...(target.oneOf ?? []), ...(target.allOf ?? [])])
      walk(part, path, depth + 1)
    for (const [name, child] of Object.entries(target.properties ?? {})) {
      const whole = path ? `${path}.${name}` : name
      const known = keys.get(whole)
      keys.set(whole, {
        type: [...new Set([...(known?.type ?? []), ...typesOf(child, schema)])],
        default: known?.default ?? child.default,
        description: known?.description || child.description || '',
      })
      walk(child, whole, depth + 1)
    }
    if (typeof target.additionalProperties === 'object') walk(target.additionalProperties, `${path}.*`, depth + 1)
    if (target.items && typeof target.items === 'object') walk(target.items, path, depth + 1)
  }
  walk(schema, '')
  return keys
}

function typesOf(node, schema) {
  const target = node.$ref ? schema.$defs[node.$ref.split('/').at(-1)] : node
  const parts = [...(target.anyOf ?? []), ...(target.oneOf ?? [])]
  if (parts.length) return parts.flatMap((part) => typesOf(part, schema))
  if (target.const !== undefined) return [`\`${target.const}\``]
  if (target.enum) return target.enum.map((value) => `\`${value}\``)
  if (target.type === 'array') return ['list']
  if (target.type === 'object') return ['map']
  return [target.type ?? 'any']
}

/** The keys that the examples show, in the paths of `schemaKeys`. */
export function exampleKeys() {
  const known = schemaKeys()
  const shown = new Set()
  const walk = (value, path) => {
    if (Array.isArray(value)) for (const item of value) walk(item, path)
    else if (value && typeof value === 'object')
      for (const [name, child] of Object.entries(value)) {
        const own = path ? `${path}.${name}` : name
        const whole = known.has(own) || !path ? own : `${path}.*`
        shown.add(whole)
        walk(child, whole)
      }
  }
  for (const { examples } of sections) for (const example of examples) walk(parse(example), '')
  return shown
}

/** The page. Throws when a key of the schema is in no section. */
export function studyFilePage() {
  const keys = schemaKeys()
  const rows = (names) =>
    [...keys]
      .filter(([path]) => names.includes(path.split('.')[0]))
      .map(([path, { type, default: value, description }]) => {
        const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ')
        return `| \`${path}\` | ${cell(type.join(', '))} | ${value === undefined ? '' : `\`${cell(JSON.stringify(value))}\``} | ${cell(description)} |`
      })
  const covered = new Set(sections.flatMap(({ keys: names }) => names))
  for (const path of keys.keys())
    if (!covered.has(path.split('.')[0])) throw new Error(`${path} is in no section of docs/study-file.md`)
  const text = sections.map(
    ({ title, keys: names, text, examples }) =>
      `## ${title}\n\n${text}\n\n${examples.map((example) => `\`\`\`yaml\n${example.trim()}\n\`\`\``).join('\n\n')}\n\n| key | takes | default | |\n|---|---|---|---|\n${rows(names).join('\n')}\n`,
  )
  return `# The study file\n\nWritten by \`npm run docs\` from the schema (\`study.schema.json\`, which lets an editor check the file while you type).\nPaths are taken from the study file's folder; \`{patient}\` is replaced by the identifier; \`*\` is a name of your own.\n\n${text.join('\n')}`
}
