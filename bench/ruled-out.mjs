#!/usr/bin/env node
// What relaxed SIMD and single precision (all that WebGPU's shaders have) would gain in a recursive filter, and what they
// would change: values stored in float32, and grey levels of a width of 1.
// usage: node --experimental-wasm-relaxed-simd bench/ruled-out.mjs
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-bench-'))
const wasm = join(folder, 'recursion.wasm')
const features = ['--enable', 'simd', '--enable', 'relaxed-simd']
const list = [
  'node_modules/assemblyscript/bin/asc.js',
  'bench/speed/recursion.as.ts',
  '-o',
  wasm,
  '--runtime',
  'stub',
  ...features,
]
let bytes
try {
  execFileSync(process.execPath, [...list, '-O3', '--noAssert', '--importMemory'], {
    cwd: join(import.meta.dirname, '..'),
  })
  bytes = readFileSync(wasm)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const memory = new WebAssembly.Memory({ initial: 1024 })
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory, abort: () => {} } })
const [n, lines, from, into] = [2000, 512, 65536, 65536 + 4 * 2000 * 512]
const x = new Float32Array(memory.buffer, from, n * lines)
for (let i = 0; i < x.length; i++) x[i] = 100 * Math.sin(i / 37) + 30 * Math.sin(i * 12.9898)
const pole = Math.exp(-1.3932 / 3)
const [a, b] = [2 * pole * Math.cos(0.6681 / 3), -pole * pole]

const what = {
  strict: 'double precision, as the kernels compute',
  fused: "double precision with relaxed SIMD's fused multiply-add",
  single: 'single precision, as in WGSL',
}
const results = {}
for (const name of ['strict', 'fused', 'single']) {
  let best = Infinity
  for (let round = 0; round < 15; round++) {
    const { user } = process.cpuUsage()
    exports[name](from, into, n, 4 * lines, a, b)
    best = Math.min(best, process.cpuUsage().user - user)
  }
  const values = new Float32Array(memory.buffer, into, n * lines).slice()
  const other = (differs) =>
    values.reduce((sum, value, i) => sum + (differs(value, results.strict.values[i]) ? 1 : 0), 0)
  results[name] = { values, best }
  const stored = other((one, strict) => one !== strict)
  const levels = other((one, strict) => Math.floor(one) !== Math.floor(strict))
  const of = values.length.toLocaleString('en')
  const changed = `${stored.toLocaleString('en')} of ${of} stored values and ${levels.toLocaleString('en')} grey levels change`
  console.log(`- ${what[name]}: ${(best / 1000).toFixed(1)} ms; ${changed}`)
}
