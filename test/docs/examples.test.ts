import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { afterAll, expect, test } from 'vitest'
import { entryPoints } from '../../scripts/docs/api.mjs'
import { examplesOf, exportsOf } from '../../scripts/docs/exports.mjs'

const folder = mkdtempSync(join(process.cwd(), 'node_modules', '.examples-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Every `@example` of the library, once, by where it is written. */
const examples = new Map<string, string>()
for (const [, file] of entryPoints as [string, string][])
  for (const { name, doc, file: source } of exportsOf(file))
    examplesOf(doc).forEach((code: string, i: number) => {
      examples.set(`${source} ${name} ${i + 1}`, code)
    })

/** A line `expression // → value` becomes a check of what the expression gives. */
const checked = (code: string) =>
  code
    .split('\n')
    .map((line) => {
      const found = /^(.*\S)\s+\/\/ → (.+)$/.exec(line)
      if (!found) return line
      const [, expression, value] = found
      const named = /^const (\w+) = /.exec(expression)
      return named
        ? `${expression}\ncheck(${named[1]}, ${JSON.stringify(value)})`
        : `check(${expression}, ${JSON.stringify(value)})`
    })
    .join('\n')

test('every example of the library gives what it says', { timeout: 300_000 }, async () => {
  expect(examples.size).toBeGreaterThan(0)
  const names = [...examples.keys()]
  names.forEach((name, i) => {
    const imports = examples.get(name)!.match(/^import .*$/gm) ?? []
    const body = examples.get(name)!.replace(/^import .*$/gm, '')
    writeFileSync(
      join(folder, `${i}.ts`),
      `${imports.join('\n')}\nimport { inspect } from 'node:util'\nexport const said: [string, string][] = []\nconst check = (value: unknown, expected: string) => said.push([inspect(value, { breakLength: Infinity, compact: true, depth: 5 }), expected])\n${checked(body)}\n`,
    )
  })
  await build({
    entryPoints: names.map((_, i) => join(folder, `${i}.ts`)),
    outdir: join(folder, 'out'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // Without it esbuild leaves constants of modules that are also imported lazily unset.
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    alias: Object.fromEntries((entryPoints as [string, string][]).map(([name, file]) => [name, `./${file}`])),
    loader: { '.ttf': 'binary', '.txt': 'text' },
    logLevel: 'silent',
  })
  for (const [i, name] of names.entries()) {
    const { said } = await import(/* @vite-ignore */ pathToFileURL(join(folder, 'out', `${i}.mjs`)).href)
    for (const [value, expected] of said as [string, string][]) expect.soft([name, value]).toEqual([name, expected])
  }
})
