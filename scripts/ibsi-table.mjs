#!/usr/bin/env node
// Writes docs/ibsi.md: every standardised value of IBSI 1, ours beside it. The phantoms lie in ../shared/real/ibsi.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import Papa from 'papaparse'
import { extractIbsi, ibsiConfigurations, ibsiName } from '../dist/features.js'
import { readImage } from '../dist/image.js'

const folder = '../shared/real/ibsi'
if (!existsSync(folder)) {
  console.error(`${folder} is absent; docs/ibsi.md is left as it is`)
  process.exit(1)
}
const open = (name) => readImage(new Uint8Array(readFileSync(`${folder}/${name}.nii.gz`)), `${name}.nii.gz`)
const { data: references } = Papa.parse(readFileSync('test/fixtures/ibsi/ibsi1_reference_values.csv', 'utf8'), {
  header: true,
  skipEmptyLines: true,
})
const sets = [
  ['digital phantom', 'digital_phantom', 'digital-phantom'],
  ...['A', 'B', 'C', 'D', 'E'].map((letter) => [`configuration ${letter}`, 'ct_radiomics_phantom', letter]),
]
const lines = [
  '# IBSI 1',
  '',
  'Made by `node scripts/ibsi-table.mjs` from the phantoms of the Image Biomarker Standardisation Initiative, which are not',
  'part of this project. A tolerance of 0 means equal when rounded to the digits of the reference. Values that the',
  'initiative has not standardised are computed and stand without a verdict.',
  '',
]
const summary = []
const tables = []
for (const [dataset, files, preset] of sets) {
  const image = open(`${files}_phantom`)
  image.data = Float64Array.from(image.data, Math.round)
  const found = extractIbsi(image, open(`${files}_mask`), ibsiConfigurations[preset])
  const rows = references.filter((row) => row.dataset === dataset)
  let agree = 0
  let standardised = 0
  tables.push(
    `## ${dataset}`,
    '',
    '| feature | tag | ours | reference | tolerance | verdict |',
    '|---|---|---|---|---|---|',
  )
  for (const { tag, feature, family, reference_value: reference, tolerance } of rows) {
    const value = found[tag]
    const verdict = reference === '' ? '' : within(value, reference, tolerance) ? 'agrees' : 'differs'
    if (reference !== '') standardised++
    if (verdict === 'agrees') agree++
    const name = family.startsWith('Diagnostics') ? `${family}: ${feature}` : ibsiName(tag)
    tables.push(`| ${name} | ${tag} | ${Number(value.toPrecision(6))} | ${reference} | ${tolerance} | ${verdict} |`)
  }
  tables.push('')
  summary.push(`| ${dataset} | ${agree} of ${standardised} |`)
}
lines.push('| data | standardised values that agree |', '|---|---|', ...summary, '', ...tables)
writeFileSync('docs/ibsi.md', `${lines.join('\n')}\n`)
console.log(summary.join('\n'))

function within(value, reference, tolerance) {
  if (Math.abs(value - Number(reference)) <= Number(tolerance) + 1e-12) return true
  return Math.abs(value - Number(reference)) <= 0.5 * lastDigit(reference) * (1 + 1e-9)
}

function lastDigit(printed) {
  const exponent = Number(/e([+-]?\d+)/i.exec(printed)?.[1] ?? 0)
  const decimals = /\.(\d+)/.exec(printed)?.[1].length
  if (decimals !== undefined) return 10 ** (exponent - decimals)
  const digits = printed.replace('-', '')
  return digits.length <= 3 ? 1 : 10 ** (digits.length - 3)
}
