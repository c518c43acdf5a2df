#!/usr/bin/env node
// Installs the programs that the benches compare with below .bench/: each of Python in its own virtual environment, and
// `viewers`, the packages of bench/viewers.ts.
// usage: node bench/install-peers.mjs [name …]     (python3 is Python 3.11; needs the network)
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const common = [
  'SimpleITK==2.5.7',
  'PyWavelets==1.8.0',
  'pykwalify',
  'six',
  'scipy<1.14',
  'trimesh<4',
  'scikit-image',
  'pyyaml',
  'numpy<2',
]
const peers = {
  pyradiomics: [
    ['wheel', 'setuptools<70', 'cython', 'versioneer', 'numpy<2'],
    common,
    ['--no-build-isolation', 'pyradiomics==3.0.1'],
  ],
  'flash-radiomics': [[...common, 'h5py', 'pandas', 'scikit-learn', 'nibabel', 'flash-radiomics==1.0.0']],
  nyxus: [['nyxus==0.11.0', 'setuptools<70']],
  mirp: [['mirp']],
}
const asked = process.argv.slice(2)
for (const [name, steps] of Object.entries(peers)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  const folder = join(import.meta.dirname, '../.bench', name)
  if (!existsSync(folder)) run('python3', ['-m', 'venv', folder])
  for (const step of steps) run(join(folder, 'bin/pip'), ['install', '-q', ...step])
  console.log(`${name} is in ${folder}`)
}

if (asked.length === 0 || asked.includes('viewers')) {
  const folder = join(import.meta.dirname, '../.bench/viewers')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  const cornerstone = ['core', 'tools', 'metadata', 'utils'].map((name) => `@cornerstonejs/${name}@5.14.0`)
  const packages = ['@niivue/niivue@0.69.0', ...cornerstone, 'events', 'url', 'buffer']
  run('npm', [
    'install',
    '--prefix',
    folder,
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--legacy-peer-deps',
    ...packages,
  ])
}

function run(program, list) {
  const { status } = spawnSync(program, list, { stdio: 'inherit' })
  if (status !== 0) console.error(`failed: ${program} ${list.join(' ')}`)
}
