#!/usr/bin/env node
// Installs the programs that `npm run bench` compares with, each in its own virtual environment below .bench/.
// usage: node bench/install-peers.mjs [name …]     (python3 is Python 3.11; needs the network)
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
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

function run(program, list) {
  const { status } = spawnSync(program, list, { stdio: 'inherit' })
  if (status !== 0) console.error(`failed: ${program} ${list.join(' ')}`)
}
