#!/usr/bin/env node
// Response maps of IBSI 2's configurations B on the lung cancer CT, ours and MIRP's in turn: how many of the standardised
// values each gives within tolerance, and how long it takes (files read, interpolation to 1 mm, filter, statistics).
// usage: node bench/ibsi2.mjs [--phantoms DIR] [--only 2,3,...]     (after node bench/install-peers.mjs mirp; DIR is a clone
// of theibsi/data_sets)
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import Papa from 'papaparse'
import { extractResponses, ibsiConfigurations } from '../dist/features.js'
import { readImage } from '../dist/image.js'
import { isThere, python } from './speed/peers.mjs'

const { values: asked } = parseArgs({ options: { phantoms: { type: 'string' }, only: { type: 'string' } } })
const files = asked.phantoms
  ? ['image/phantom', 'mask/mask'].map((part) => `${asked.phantoms}/ibsi_2_ct_radiomics_phantom/nifti/${part}.nii.gz`)
  : ['phantom', 'mask'].map((part) => `../shared/real/ibsi/ct_radiomics_phantom_${part}.nii.gz`)
if (!files.every((file) => existsSync(file))) {
  console.error(`${files.join(' and ')} are not there: name a clone of theibsi/data_sets with --phantoms`)
  process.exit(1)
}
const wanted = asked.only?.split(',') ?? ['2', '3', '4', '5', '6', '7', '8', '9']
const wavelet = (set, level) =>
  `filter_kernels='separable_wavelet', separable_wavelet_families='db3', separable_wavelet_set='${set}', separable_wavelet_rotation_invariance=True, separable_wavelet_decomposition_level=${level}, separable_wavelet_pooling_method='mean'`
const simoncelli = (level) =>
  `filter_kernels='nonseparable_wavelet', nonseparable_wavelet_families='simoncelli', nonseparable_wavelet_decomposition_level=${level}`
const settings = {
  2: "filter_kernels='mean', mean_filter_kernel_size=5",
  3: "filter_kernels='laplacian_of_gaussian', laplacian_of_gaussian_sigma=1.5, laplacian_of_gaussian_kernel_truncate=4.0",
  4: "filter_kernels='laws', laws_kernel='L5E5E5', laws_compute_energy=True, laws_rotation_invariance=True, laws_delta=7, laws_pooling_method='max'",
  5: "filter_kernels='gabor', gabor_sigma=5.0, gabor_gamma=1.5, gabor_lambda=2.0, gabor_theta=0.0, gabor_theta_step=22.5, gabor_response='modulus', gabor_rotation_invariance=True, gabor_pooling_method='mean'",
  6: wavelet('LLH', 1),
  7: wavelet('HHH', 2),
  8: simoncelli(1),
  9: simoncelli(2),
}
const script = (number) => `
import json, sys, time, warnings
warnings.filterwarnings('ignore')
from mirp import extract_features
start = time.perf_counter()
table = extract_features(image=sys.argv[1], mask=sys.argv[2], image_modality='ct', new_spacing=1.0, spline_order=3, anti_aliasing=False,
    resegmentation_intensity_range=[-1000.0, 400.0], base_feature_families='none', response_map_feature_families='statistics',
    boundary_condition='reflect', ${settings[number]})[0]
seconds = time.perf_counter() - start
print(json.dumps({'seconds': seconds, 'values': {name: float(table[name].iloc[0]) for name in table.columns if '_stat_' in name}}))
`
const { data: rows } = Papa.parse(readFileSync('test/fixtures/ibsi/ibsi2_reference_values.csv', 'utf8'), {
  header: true,
  skipEmptyLines: true,
  delimiter: ';',
})
const open = (path) => readImage(new Uint8Array(readFileSync(path)), path.split('/').at(-1))

/** How many of a configuration's standardised values lie within tolerance. */
function agreeing(id, values) {
  const tagged = new Map(Object.entries(values).map(([name, value]) => [/stat_\w+$/.exec(name)?.[0], value]))
  const own = rows.filter((row) => row.filter_id === id && row.consensus_value !== '')
  const agree = own.filter(
    (row) => Math.abs(tagged.get(row.feature_tag) - Number(row.consensus_value)) <= Number(row.tolerance),
  )
  return `${agree.length} of ${own.length}`
}

const mirp = isThere('mirp')
console.log('| configuration | ours | seconds | MIRP | seconds |\n|---|---|---|---|---|')
for (const number of wanted) {
  const id = `${number}.B`
  const start = performance.now()
  const image = open(files[0])
  image.data = Float64Array.from(image.data, Math.round)
  const ours = extractResponses(image, open(files[1]), ibsiConfigurations[id])
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const run = mirp ? spawnSync(python('mirp'), ['-c', script(number), ...files], { encoding: 'utf8' }) : undefined
  const line = run?.stdout.trim().split('\n').at(-1)
  const theirs = line?.startsWith('{') ? JSON.parse(line) : undefined
  if (run && !theirs) console.error(run.stderr.trim().split('\n').at(-1))
  const cells = theirs
    ? [agreeing(id, theirs.values), theirs.seconds.toFixed(1)]
    : [mirp ? 'failed' : 'not compared', '']
  console.log(`| ${[id, agreeing(id, ours), seconds, ...cells].join(' | ')} |`)
}
