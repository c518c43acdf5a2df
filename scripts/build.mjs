#!/usr/bin/env node
// Builds dist/: the kernels (AssemblyScript to wasm, embedded as base64), the CLI with its worker, and the library.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { libraryStages } from './stages.mjs'

const version = JSON.parse(readFileSync('package.json', 'utf8')).version

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

buildKernels('src')
if (process.argv.includes('--kernels')) process.exit(0)

rmSync('dist', { recursive: true, force: true })
mkdirSync('dist', { recursive: true })
const common = {
  bundle: true,
  format: 'esm',
  target: 'node20.19',
  legalComments: 'none',
  logLevel: 'warning',
  loader: { '.ttf': 'binary', '.txt': 'text' },
  define: { NOMOSCOPE_VERSION: JSON.stringify(version) },
}
// Bundled CommonJS packages use require() and __dirname, which an ES module lacks.
const banner = {
  js: "import { createRequire as nomoscopeRequire } from 'node:module'; const require = nomoscopeRequire(import.meta.url); const __dirname = import.meta.dirname;",
}
await build({
  ...common,
  platform: 'node',
  banner,
  entryPoints: { cli: 'src/cli/cli.ts', worker: 'src/workers/worker.ts', node: 'src/node.ts' },
  outdir: 'dist',
  splitting: true,
  chunkNames: '[name]-[hash]', // beside the worker, so that new URL('./worker.js', import.meta.url) finds it
  minifySyntax: true,
  external: ['pdfkit', 'svg-to-pdfkit', '@resvg/resvg-js'],
})
chmodSync('dist/cli.js', 0o755)
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
  packages: 'external',
})
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
