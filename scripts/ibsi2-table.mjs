#!/usr/bin/env node
// Writes docs/ibsi2.md: every reference response map and every standardised feature value of IBSI 2, ours beside it.
// usage: node scripts/ibsi2-table.mjs PHANTOMS REFERENCES   (after npm run build; clones of theibsi/data_sets and
// theibsi/ibsi_2_reference_data, which are not part of this project)
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import Papa from 'papaparse'
import { extractResponses, filteredImages, ibsiConfigurations, ibsiName } from '../dist/features.js'
import { readImage } from '../dist/image.js'

const [phantoms, references] = process.argv.slice(2)
if (!phantoms || !references || ![phantoms, references].every((folder) => existsSync(folder))) {
  console.error('usage: node scripts/ibsi2-table.mjs PHANTOMS REFERENCES; docs/ibsi2.md is left as it is')
  process.exit(2)
}
const open = (path) => readImage(new Uint8Array(readFileSync(path)), path.split('/').at(-1))
const digits = (value) => Number(value.toPrecision(6))

const maps = JSON.parse(readFileSync('test/fixtures/ibsi/response-map-settings.json', 'utf8')).map(
  ([name, phantom, type, options]) => {
    const volume = open(`${phantoms}/ibsi_2_digital_phantom/nifti/${phantom}/image/${phantom}.nii.gz`)
    const reference = open(`${references}/reference_response_maps/${name}-ValidCRM.nii`).data
    const [{ image }] = [...filteredImages(volume, type, options, {})]
    let [farthest, lowest, highest] = [0, Infinity, -Infinity]
    for (let at = 0; at < reference.length; at++) {
      farthest = Math.max(farthest, Math.abs(reference[at] - image.data[at]))
      lowest = Math.min(lowest, reference[at])
      highest = Math.max(highest, reference[at])
    }
    const percent = (100 * farthest) / (highest - lowest)
    const told = Object.entries(options).map(([key, value]) => `${key}: ${JSON.stringify(value).replaceAll('"', '')}`)
    const cells = [name.replaceAll('_', '.'), phantom, type, told.join(', '), `${percent.toFixed(4)} %`]
    return { agrees: percent <= 1, cells: [...cells, percent <= 1 ? 'agrees' : 'differs'] }
  },
)
const { data: rows } = Papa.parse(readFileSync(`${references}/reference_feature_values/reference_values.csv`, 'utf8'), {
  header: true,
  skipEmptyLines: true,
  delimiter: ';',
})
const ct = `${phantoms}/ibsi_2_ct_radiomics_phantom/nifti`
const image = open(`${ct}/image/phantom.nii.gz`)
image.data = Float64Array.from(image.data, Math.round)
const mask = open(`${ct}/mask/mask.nii.gz`)
const features = [...new Set(rows.map((row) => row.filter_id))].flatMap((id) => {
  const found = Object.entries(extractResponses(image, mask, ibsiConfigurations[id]))
  const values = new Map(found.map(([name, value]) => [name.slice(name.indexOf('_stat_') + 1), value]))
  return rows
    .filter((row) => row.filter_id === id)
    .map(({ feature_tag: tag, consensus_value: consensus, tolerance }) => {
      const standardised = consensus !== ''
      const agrees = Math.abs(values.get(tag) - Number(consensus)) <= Number(tolerance)
      const verdict = standardised ? (agrees ? 'agrees' : 'differs') : 'not standardised'
      return {
        standardised,
        agrees,
        cells: [id, ibsiName(tag), tag, digits(values.get(tag)), consensus, tolerance, verdict],
      }
    })
})
const standardised = features.filter((one) => one.standardised)
const line = (cells) => `| ${cells.join(' | ')} |`
const page = [
  '# IBSI 2',
  '',
  'From the phantoms (CC BY 4.0, CC BY-NC 3.0) and the reference data (CC0 1.0) of the Image Biomarker Standardisation',
  'Initiative, which are not part of this project. This page is written by',
  '',
  '```',
  'git clone https://github.com/theibsi/data_sets phantoms',
  'git clone https://github.com/theibsi/ibsi_2_reference_data references',
  'node scripts/ibsi2-table.mjs phantoms references',
  '```',
  '',
  "A response map agrees where no voxel differs by more than 1 % of the reference's range, a feature value where it lies within",
  "the reference's tolerance.",
  '',
  'Settings are those of `ibsi-parameters.md`; the filters are image types of a parameter file, too. The order of the Riesz',
  'transforms and the boundary condition of 9.b.1 are those that the reference maps show. The maps 9.b.2, 10.a and 10.b.2 and',
  'the quartile coefficient of dispersion of 8.B were not standardised and have no reference. Phase 3 (51 patients) measured',
  'how far teams agree and has no published reference values; it was not compared. `node bench/ibsi2.mjs --phantoms phantoms`',
  'runs MIRP beside it on the configurations B, with the values that agree and the time (`node bench/install-peers.mjs mirp`',
  'installs it).',
  '',
  '| data | agree |',
  '|---|---|',
  `| reference response maps of the digital phantoms | ${maps.filter((one) => one.agrees).length} of ${maps.length} |`,
  `| standardised feature values of the lung cancer CT (1.A to 9.B) | ${standardised.filter((one) => one.agrees).length} of ${standardised.length} |`,
  '',
  '## Response maps',
  '',
  '| test | phantom | filter | settings | largest difference, of the range | verdict |',
  '|---|---|---|---|---|---|',
  ...maps.map((one) => line(one.cells)),
  '',
  '## Features',
  '',
  '| configuration | feature | tag | ours | reference | tolerance | verdict |',
  '|---|---|---|---|---|---|---|',
  ...features.map((one) => line(one.cells)),
]
writeFileSync('docs/ibsi2.md', `${page.join('\n')}\n`)
console.log(page.slice(15, 19).join('\n'))
