import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ibsi2References, ibsiReferences, isWithin } from '../../../test/support/ibsi.ts'
import { fixture, shared, sharedTest } from '../../../test/support/needs.ts'
import { readImageFile } from '../../image/platform/read.node.ts'
import { ibsiConfigurations } from './configurations.ts'
import { extractIbsi, extractResponses } from './extract.ts'
import { ibsiFeatures } from './features.ts'
import { processed } from './process.ts'
import { responseFeatures } from './responses.ts'

const phantom = JSON.parse(readFileSync(fixture('ibsi', 'digital-phantom.json'), 'utf8'))

test('the digital phantom: every standardised value', () => {
  const image = Float64Array.from(phantom.image as number[])
  const mask = Uint8Array.from(phantom.mask as number[])
  const region = { size: phantom.size, spacing: phantom.spacing, image, morphological: mask, intensity: mask }
  const levels = Int32Array.from(image, (value, at) => (mask[at] ? value : 0))
  const values = image.filter((_, at) => mask[at] === 1)
  const volumeHistogram = { values, lowest: 1, highest: 6, width: 1 }
  const found = ibsiFeatures(region, { levels, ng: 6, volumeHistogram }, ['2D', '3D'])
  const references = ibsiReferences('digital phantom')
  const wrong = references.filter((one) => !isWithin(found[one.tag], one))
  console.log(`digital phantom: ${references.length - wrong.length} of ${references.length} agree`)
  expect(wrong.map(({ tag, reference_value }) => `${tag} ${found[tag]} instead of ${reference_value}`)).toEqual([])
  expect(references.length).toBe(482)
})

for (const letter of ['A', 'B', 'C', 'D', 'E'])
  sharedTest(
    `configuration ${letter} on the lung cancer CT: every standardised value`,
    1,
    () => {
      const image = readImageFile(shared('real/ibsi/ct_radiomics_phantom_phantom.nii.gz'))
      const mask = readImageFile(shared('real/ibsi/ct_radiomics_phantom_mask.nii.gz'))
      image.data = Float64Array.from(image.data, Math.round)
      const found = extractIbsi(image, mask, ibsiConfigurations[letter])
      const references = ibsiReferences(`configuration ${letter}`)
      const wrong = references.filter((one) => !isWithin(found[one.tag], one))
      console.log(`configuration ${letter}: ${references.length - wrong.length} of ${references.length} agree`)
      expect(
        wrong.map((one) => `${one.tag} ${found[one.tag]} instead of ${one.reference_value} ± ${one.tolerance}`),
      ).toEqual([])
    },
    600_000,
  )

sharedTest(
  'IBSI 2 on the lung cancer CT: every standardised value of the configurations 1.A to 9.B',
  2,
  () => {
    const image = readImageFile(shared('real/ibsi/ct_radiomics_phantom_phantom.nii.gz'))
    const mask = readImageFile(shared('real/ibsi/ct_radiomics_phantom_mask.nii.gz'))
    image.data = Float64Array.from(image.data, Math.round)
    // All of B begin with the same interpolation.
    const { interpolated, place, ...region } = processed(image, mask, 1, ibsiConfigurations['1.B'])
    const wrong: string[] = []
    let compared = 0
    for (const id of Object.keys(ibsiConfigurations).filter((name) => /^\d\.[AB]$/.test(name))) {
      const configuration = ibsiConfigurations[id]
      const { filters = [{ type: 'Original' as const }] } = configuration
      const found = id.endsWith('A')
        ? extractResponses(image, mask, configuration)
        : responseFeatures(interpolated, region, place, filters)
      const values = new Map(
        Object.entries(found).map(([name, value]) => [name.slice(name.indexOf('_stat_') + 1), value]),
      )
      for (const { feature_tag, consensus_value, tolerance } of ibsi2References(id)) {
        compared++
        const value = values.get(feature_tag) ?? Number.NaN
        if (!(Math.abs(value - Number(consensus_value)) <= Number(tolerance)))
          wrong.push(`${id} ${feature_tag} ${value} instead of ${consensus_value} ± ${tolerance}`)
      }
    }
    expect(wrong).toEqual([])
    expect(compared).toBe(323)
  },
  600_000,
)
