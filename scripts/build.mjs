#!/usr/bin/env node
// Builds dist/: the kernels (AssemblyScript to wasm, embedded as base64), the CLI with its worker, and the library.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import esbuild from 'esbuild'
import { libraryStages } from './stages.mjs'
import { writeNotices } from './third-party/notices.mjs'

const project = JSON.parse(readFileSync('package.json', 'utf8'))
const { version, dependencies } = project

/**
 * The programs of written pages, as text in a `*.script.ts` beside them: made here, once, so that the page which Node
 * writes and the one which a browser writes are the same.
 */
async function buildPageScripts() {
  for (const source of ['src/report/html/nomogram-page.ts', 'src/report/html/report-page.ts']) {
    const { outputFiles } = await esbuild.build({
      entryPoints: [source],
      bundle: true,
      minify: true,
      charset: 'utf8',
      format: 'iife',
      globalName: 'program',
      target: 'es2020',
      write: false,
    })
    const target = source.replace(/\.ts$/, '.script.ts')
    const text = `// Made by scripts/build.mjs from ${source.split('/').at(-1)}.\nexport const script = ${JSON.stringify(outputFiles[0].text.trim())}\n`
    if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text)
  }
}

/** Every `*.as.ts` becomes a `*.wasm.ts` beside it that exports the module's bytes. */
function buildKernels(folder) {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry)
    if (statSync(path).isDirectory()) buildKernels(path)
    if (!entry.endsWith('.as.ts')) continue
    const target = path.replace(/\.as\.ts$/, '.wasm.ts')
    if (existsSync(target) && statSync(target).mtimeMs > statSync(path).mtimeMs) continue
    const wasm = `${target}.tmp`
    execFileSync(
      process.execPath,
      [
        'node_modules/assemblyscript/bin/asc.js',
        path,
        '-o',
        wasm,
        '--runtime',
        'stub',
        '--enable',
        'simd',
        '-O3',
        '--noAssert',
        '--importMemory',
        '--maximumMemory',
        '65536',
        '--use',
        'abort=',
      ],
      { stdio: 'inherit' },
    )
    writeFileSync(
      target,
      `// Made by scripts/build.mjs from ${entry}.\nexport const wasm = '${readFileSync(wasm).toString('base64')}'\n`,
    )
    rmSync(wasm)
  }
}

/** The files that the bundles are made from, for the notices of those whose they are. */
const bundled = []
async function build(options) {
  const { metafile } = await esbuild.build({ ...options, metafile: true })
  bundled.push(...Object.keys(metafile.inputs))
}

buildKernels('src')
await buildPageScripts()
if (process.argv.includes('--kernels')) process.exit(0)

// `--cli` builds the command line alone, beside what is there, for trying a change.
const onlyCli = process.argv.includes('--cli')
if (!onlyCli) rmSync('dist', { recursive: true, force: true })
mkdirSync('dist', { recursive: true })
const common = {
  bundle: true,
  format: 'esm',
  target: 'node20.19',
  legalComments: 'none', // all of them stand in THIRD-PARTY.txt
  logLevel: 'warning',
  loader: { '.ttf': 'binary', '.txt': 'text' },
  define: { NOMOSCOPE_VERSION: JSON.stringify(version) },
}
// Bundled CommonJS packages use require() and __dirname, which an ES module lacks.
const banner = {
  js: "import { createRequire as nomoscopeRequire } from 'node:module'; const require = nomoscopeRequire(import.meta.url); const __dirname = import.meta.dirname;",
}
/** Leaves out of the file that starts fast what its commands never load, and node:child_process until it is asked for. */
const withoutOtherCommands = {
  name: 'without-other-commands',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^\.\/.*\.ts$/ }, ({ importer, path, kind }) =>
      kind === 'dynamic-import' && /cli\/(cli|archive\/commands)\.ts$/.test(importer) && path !== './extract.ts'
        ? { path, external: true }
        : undefined,
    )
    // Networks are run by studies alone.
    onResolve({ filter: /\/deep-features\.ts$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, external: true } : undefined,
    )
    onResolve({ filter: /\/model\// }, ({ importer, path, kind }) =>
      kind === 'dynamic-import' && /registry\.ts$/.test(importer) ? { path, external: true } : undefined,
    )
    // commander would start executables of subcommands, of which there are none.
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /commander/.test(importer) ? { path: 'child_process', namespace: 'lazy' } : undefined,
    )
    // Large, and rarely needed: read by require, for import() in a script is still an experiment of Node's.
    onResolve({ filter: /^@cornerstonejs\// }, ({ path, namespace }) =>
      namespace === 'required' ? { path, external: true } : { path, namespace: 'required' },
    )
    onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)})`,
    }))
    onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: "exports.spawn = (...given) => process.getBuiltinModule('node:child_process').spawn(...given)",
    }))
  },
}
/** The launcher finds the other commands in the file beside it. */
const commandsApart = {
  name: 'commands-apart',
  setup: ({ onResolve }) => onResolve({ filter: /^\.\/cli\.ts$/ }, () => ({ path: './commands.js', external: true })),
}
const unbundled = ['@resvg/resvg-js', 'msgpackr-extract'] // the latter is bullmq's, which does without it
/** pdfkit as a browser has it: its deflate is JavaScript, so a PDF is the same bytes everywhere. */
const samePdf = {
  name: 'same-pdf',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^pdfkit$/ }, () => ({ path: resolve('node_modules/pdfkit/js/pdfkit.browser.mjs') })),
}

// The file that starts fast: of the commands `extract` alone, of the jobs those of cases; a function's body, for
// src/cli/code-cache.ts to call.
await build({
  ...common,
  platform: 'node',
  format: 'cjs',
  entryPoints: { nomoscope: 'src/cli/start.ts' },
  outdir: 'dist/start',
  outExtension: { '.js': '.cjs' },
  minifySyntax: true,
  banner: { js: '(function (require, module, exports, __filename, __dirname, bundleUrl, bundleThread) {' },
  footer: { js: '})' },
  define: { ...common.define, 'import.meta.url': 'bundleUrl' },
  external: unbundled,
  plugins: [withoutOtherCommands, samePdf],
})
const startHash = createHash('sha256').update(readFileSync('dist/start/nomoscope.cjs')).digest('hex').slice(0, 16)
await build({
  ...common,
  platform: 'node',
  format: 'cjs',
  entryPoints: { cli: 'src/cli/launch.ts', 'start/thread': 'src/cli/launch-thread.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  define: { ...common.define, NOMOSCOPE_START_HASH: JSON.stringify(startHash) },
  plugins: [commandsApart],
})
writeFileSync('dist/start/worker.js', "import './thread.cjs'\n")
// The same under an ES module's name.
writeFileSync('dist/cli.js', "#!/usr/bin/env node\nimport './cli.cjs'\n")

await build({
  ...common,
  platform: 'node',
  banner,
  entryPoints: {
    commands: 'src/cli/cli.ts',
    worker: 'src/workers/worker.ts',
    'case-process': 'src/cluster/case-process.ts',
    node: 'src/node.ts',
  },
  outdir: 'dist',
  splitting: true,
  chunkNames: '[name]-[hash]', // beside the worker, so that new URL('./worker.js', import.meta.url) finds it
  minifySyntax: true,
  external: unbundled,
  plugins: [samePdf],
})
for (const name of ['cli.js', 'cli.cjs']) chmodSync(join('dist', name), 0o755)
if (onlyCli) process.exit(0)
await build({
  ...common,
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: 'es2022',
  entryPoints: {
    index: 'src/index.ts',
    ...Object.fromEntries(libraryStages.map((stage) => [stage, `src/${stage}/index.ts`])),
    codecs: 'src/image/dicom/pixels/codecs.ts',
  },
  outdir: 'dist',
  splitting: true,
  chunkNames: 'library-[name]-[hash]',
  // What is in devDependencies is built in: a user would install docx with a nanoid that refuses Node 20.
  external: Object.keys(dependencies).flatMap((name) => [name, `${name}/*`]),
})
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
keepReachableTypes()
// The page of `nomoscope serve`.
execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], { stdio: 'inherit' })
// What the page alone takes, which is bundled by Vite.
writeNotices(
  [...bundled, 'node_modules/preact/', 'node_modules/@resvg/resvg-wasm/', 'node_modules/onnxruntime-web/'],
  project,
)
keepCode()

/** Runs what starts fast once, so that V8's code is there before its first use. */
function keepCode() {
  const lesion = ['image', 'label'].map((part) => `test/fixtures/radiomics/lesion_${part}.nrrd`)
  const params = 'test/fixtures/radiomics/params/paper.yaml'
  const runs = [['--help'], ['extract', ...lesion, '--params', params, '--jobs', '1', '--quiet']]
  // A package without the fixtures makes it at first use.
  if (existsSync(params))
    for (const run of runs) execFileSync(process.execPath, ['dist/cli.js', ...run], { stdio: 'ignore' })
}

/** Deletes the declarations that no subpath of the package leads to. */
function keepReachableTypes() {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8'))
  const reached = new Set()
  const visit = (file) => {
    if (reached.has(file) || !existsSync(file)) return
    reached.add(file)
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/['"](\.{1,2}\/[^'"]+?)(?:\.ts|\.js)['"]/g))
      visit(join(dirname(file), `${path}.d.ts`))
  }
  for (const { types } of Object.values(exports)) if (types) visit(join(types))
  for (const name of readdirSync('dist/types', { recursive: true })) {
    const file = join('dist/types', name)
    if (statSync(file).isFile() && !reached.has(file)) rmSync(file)
  }
}
