import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { beforeAll, describe, expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture } from '../support/needs.ts'

// What is expected was made by SimpleITK and scikit-learn: test/fixtures/habitats/make.py.
const folder = scratchFolder()
const at = (...names: string[]) => join(folder, ...names)
const expected = JSON.parse(readFileSync(fixture('habitats', 'expected.json'), 'utf8'))
const json = (...names: string[]) => JSON.parse(readFileSync(at(...names), 'utf8'))
const table = (...names: string[]) =>
  Papa.parse<Record<string, string>>(readFileSync(at(...names), 'utf8'), { header: true, delimiter: ',' }).data.filter(
    ({ sequence }) => sequence === 'parts',
  )

const study = (method: string, maps = '[t2, adc]') => `study: Habitats of lesions
seed: 3
cohort: { file: cohort.csv, id: patient, codebook: codebook.yaml }
outcome: { column: outcome, positive: 'yes' }
images:
  t2: { path: '{patient}-t2.nrrd', mask: '{patient}-mask.nrrd' }
  adc: { path: '{patient}-adc.nrrd' }
  parts: { path: '{patient}-t2.nrrd', mask: '{patient}-mask.nrrd', region: { habitats: { number: 3, maps: ${maps}, method: ${method} } } }
features: { params: params.yaml, sequences: [parts] }
split: { column: set }
models: { core: { terms: [parts_habitat1_share] } }
validation: { bootstrap: 0, permutations: 0 }
`

beforeAll(() => {
  cpSync(fixture('habitats'), folder, { recursive: true })
  writeFileSync(
    at('codebook.yaml'),
    'variables: { patient: { type: id }, set: { type: categorical }, outcome: { type: binary } }\n',
  )
  writeFileSync(
    at('params.yaml'),
    'imageType: { Original: {}, LoG: { sigma: [2.0] } }\nfeatureClass: { firstorder: [Mean] }\n',
  )
})

describe.each(['k-means', 'mixture'])('%s', (method) => {
  beforeAll(() => {
    writeFileSync(at(`${method}.yaml`), study(method))
    const { status, stderr } = nomoscope('run', at(`${method}.yaml`), '--out', at(method), '--quiet')
    expect(status, stderr).toBe(0)
  }, 120_000)

  test('centres are those that scikit-learn finds in the training patients alone', () => {
    const { parts } = json(method, 'provenance.json').habitats
    expect(parts).toMatchObject({ maps: ['t2', 'adc'], patients: 14, voxels: expected.voxels })
    const centres: number[][] = expected[method].centres
    for (const [h, centre] of parts.centres.entries())
      for (const [m, value] of centre.entries()) expect(value / centres[h][m]).toBeCloseTo(1, 6)
  })

  test("every patient's shares, and the mean of each habitat, are those of its voxels", () => {
    for (const row of table(method, 'features.csv')) {
      const { shares, t2 } = expected[method].patients[Number(row.patient)]
      for (const h of [0, 1, 2]) {
        expect(Number(row[`habitat${h + 1}_share`])).toBeCloseTo(shares[h], 12)
        if (t2[h] !== null) expect(Number(row[`habitat${h + 1}_original_firstorder_Mean`])).toBeCloseTo(t2[h], 9)
      }
    }
  })

  test('the report says how, on whom, and shows them', () => {
    const report = readFileSync(at(method, 'report.html'), 'utf8').replace(/<[^>]+>/g, '')
    expect(report.includes('On parts the region was parted into 3 habitats by t2, adc')).toBe(true)
    expect(report.includes('from up to 1000 voxels of each of the 14 training patients')).toBe(true)
    const { tables, figures } = json(method, 'results.json')
    expect(tables.map(({ id }: { id: string }) => id)).toContain('habitats-parts')
    expect(figures.map(({ id }: { id: string }) => id)).toContain('habitats-parts')
  })

  test("a new patient's region is parted by the stored centres, and has the risk that the study gave", () => {
    const { heldOut } = json(method, 'results.json').models.core.curves
    const rows = heldOut.predictions.map(({ id }: { id: string }) =>
      [id, ...['t2', 'mask', 'adc'].map((name) => `${id}-${name}.nrrd`)].join(','),
    )
    writeFileSync(at('new.csv'), `patient,parts_image,parts_mask,parts_map_adc\n${rows.join('\n')}\n`)
    const { stdout, stderr } = nomoscope(
      '--json',
      '--quiet',
      'predict',
      at(method, 'model.json'),
      '--data',
      at('new.csv'),
    )
    const { predictions } = JSON.parse(stdout)
    expect(predictions, stderr).toHaveLength(6)
    for (const [i, { risk }] of predictions.entries()) expect(risk).toBeCloseTo(heldOut.predictions[i].risk, 10)
  })
})

test('a filtered image is a map; perturbed regions are parted too', { timeout: 120_000 }, () => {
  const perturbed = study('k-means', '[t2, { of: t2, filter: log-sigma-2-0-mm-3D }]').replace(
    'sequences: [parts]',
    'sequences: [parts], perturb: { repeats: 2, rotate: [5], translate: [0.25], noise: true }',
  )
  writeFileSync(at('filtered.yaml'), perturbed)
  const { status, stderr } = nomoscope('run', at('filtered.yaml'), '--out', at('filtered'), '--quiet')
  expect(status, stderr).toBe(0)
  expect(json('filtered', 'provenance.json').habitats.parts.maps).toEqual(['t2', 't2 log-sigma-2-0-mm-3D'])
  expect(table('filtered', 'features.csv')).toHaveLength(20)
})

test.each([
  ['[t2, flair]', 2, /NS-HAB-03.*flair/s],
  ['[t2, { of: t2, filter: wavelet-LLL }]', 3, /NS-HAB-02.*wavelet-LLL/s],
])('maps %s are refused', (maps, code, message) => {
  writeFileSync(at('wrong.yaml'), study('k-means', maps))
  const { status, stderr } = nomoscope('run', at('wrong.yaml'), '--out', at('wrong'), '--quiet', '--overwrite')
  expect(stderr).toMatch(message)
  expect(status).toBe(code)
})
