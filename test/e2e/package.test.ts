import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../support/cli.ts'

const folder = scratchFolder()
const root = resolve('.')

/** What `npm pack` makes, in an otherwise empty project whose other packages are this one's. */
function installed(): string {
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], { encoding: 'utf8' }),
  )
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  for (const name of readdirSync(join(root, 'node_modules')))
    if (!name.startsWith('.') && name !== 'nomoscope')
      symlinkSync(join(root, 'node_modules', name), join(modules, name))
  mkdirSync(join(modules, 'nomoscope'))
  execFileSync('tar', ['xzf', join(folder, filename), '--strip-components=1', '-C', join(modules, 'nomoscope')])
  return join(modules, 'nomoscope')
}

test('the package: every subpath imports and type-checks, the command line runs, what the README links to is in it', () => {
  const made = installed()
  const { exports } = JSON.parse(readFileSync(join(made, 'package.json'), 'utf8'))
  const subpaths = Object.keys(exports).filter((path) => path !== './package.json')
  const names = subpaths.map((path) => `nomoscope${path.slice(1)}`)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const imports = names.map((name, i) => `import * as n${i} from '${name}'`).join('\n')
  const used = `console.log([${names.map((_, i) => `Object.keys(n${i}).length`).join(', ')}].join(' '))`
  writeFileSync(join(folder, 'use.ts'), `${imports}\n${used}\n`)
  writeFileSync(join(folder, 'use.js'), `${imports}\n${used}\n`)
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'es2023',
        lib: ['es2023', 'dom', 'dom.iterable'],
        module: 'nodenext',
        types: ['node'],
        strict: true,
        skipLibCheck: false,
        noEmit: true,
      },
      include: ['use.ts'],
    }),
  )
  const node = (...words: string[]) => execFileSync(process.execPath, words, { cwd: folder, encoding: 'utf8' })
  const checked = (() => {
    try {
      return node(join(root, 'node_modules/typescript/bin/tsc'), '-p', folder)
    } catch (error) {
      return String((error as { stdout?: string }).stdout)
    }
  })()
  expect(checked).toBe('')
  const counts = node('use.js').trim().split(' ').map(Number)
  expect(counts).toHaveLength(names.length)
  for (const [i, count] of counts.entries()) if (names[i] !== 'nomoscope/image/codecs') expect(count).toBeGreaterThan(2)
  const lesion = ['image', 'label'].map((part) => join(root, `test/fixtures/radiomics/lesion_${part}.nrrd`))
  expect(Object.keys(JSON.parse(node(join(made, 'dist/cli.js'), 'extract', ...lesion, '--quiet')))).toContain(
    'original_firstorder_Mean',
  )
  for (const [, link] of readFileSync('README.md', 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g))
    expect([link, existsSync(join(made, link))]).toEqual([link, true])
  for (const path of [
    'docs/study.schema.json',
    'docs/results.schema.json',
    'examples/ispy1/study.yaml',
    'dist/app/index.html',
    'workflow/Snakefile',
  ])
    expect([path, existsSync(join(made, path))]).toEqual([path, true])
})

test('whose code is bundled stands in the package, with its licence and notices', () => {
  const notices = readFileSync('dist/THIRD-PARTY.txt', 'utf8')
  // A permissive licence asks for its text, Apache's also for the NOTICE.
  for (const name of [
    'zod',
    'docx',
    'preact',
    'dejavu-fonts-ttf',
    '@cornerstonejs/codec-openjpeg',
    '@stdlib/math-base-assert-is-nan',
  ])
    expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'))
  expect(notices).toContain('Antonin Descampe')
  expect(notices).toContain('The Stdlib Authors')
  const bom = JSON.parse(readFileSync('dist/sbom.cdx.json', 'utf8'))
  expect([bom.bomFormat, bom.components.length > 150]).toEqual(['CycloneDX', true])
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const listed = new Set(bom.components.map(({ name }: { name: string }) => name))
  expect(Object.keys(dependencies).filter((name) => !listed.has(name))).toEqual([])
})
