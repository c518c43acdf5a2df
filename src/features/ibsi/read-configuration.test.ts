import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { ibsiConfigurations } from './configurations.ts'
import { ibsiParametersSchema } from './parameters-schema.ts'
import { readIbsiConfiguration } from './read-configuration.ts'

const faultsOf = (text: string) => {
  try {
    readIbsiConfiguration(text, 'ibsi.yaml')
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

test('presets are those of the standard', () => {
  expect(readIbsiConfiguration('preset: E', 'ibsi.yaml')).toBe(ibsiConfigurations.E)
  expect(faultsOf('preset: F')).toContain('A, B, C, D, E')
})

test("the standard's own words", () => {
  const text =
    'texture: 3D\ninterpolation: { spacing: [2, 2, 2], method: linear, round: true }\ndiscretisation: { width: 25 }\n'
  expect(readIbsiConfiguration(text, 'ibsi.yaml')).toMatchObject({
    texture: ['3D'],
    interpolation: { spacing: [2, 2, 2], method: 'linear', round: true },
    discretisation: { width: 25 },
  })
})

test("a PyRadiomics parameter file's spacing, interpolator, bins and resegmentation are taken over", () => {
  const text = readFileSync(fixture('radiomics', 'params', 'resegment.yaml'), 'utf8')
  expect(readIbsiConfiguration(text, 'resegment.yaml')).toMatchObject({
    texture: ['3D'],
    resegmentation: { range: [200, 520] },
    discretisation: { width: 12 },
  })
})

test('what is wrong is named', () => {
  expect(faultsOf('discretization: { bins: 32 }')).toContain('did you mean discretisation')
  expect(faultsOf('interpolation: { spacing: [2, 2], method: spline }')).toMatch(
    /three numbers.*nearest, linear, cubic/s,
  )
  expect(faultsOf('discretisation: { bins: 0 }')).toContain('discretisation is')
})

test.each([
  [
    'interpolation: { spaceing: [2, 2, 2], method: linear }',
    'interpolation.spaceing is not known; did you mean spacing?',
  ],
  ['resegmentation: { sigma: 3 }', 'resegmentation.sigma is not known; there are range, outlierSigma'],
  ['resegmentation: { outlierSigma: three }', 'resegmentation.outlierSigma is a number above 0'],
  ['resegmentation: { range: [400, -500] }', 'resegmentation.range is [lowest, highest]'],
  ['resegmentation: [-500, 400]', 'resegmentation has the keys range, outlierSigma'],
  ['discretisation: { bins: 32, width: 25 }', 'discretisation is { bins: N }, { width: W } or none'],
  ['discretisation: 32', 'discretisation has the keys bins, width'],
  ['volumeHistogram: none', 'volumeHistogram is { bins: N }, { width: W } or discrete'],
  ['preset: A\ntexture: 3D', 'preset stands by itself; texture would not count'],
  ['- texture', 'a parameter file has keys: preset, texture'],
])('%s is refused by name', (text, told) => expect(faultsOf(text)).toContain(told))

test('the configurations of the standard, written out, are taken as they are', () => {
  for (const [preset, configuration] of Object.entries(ibsiConfigurations)) {
    const written = readIbsiConfiguration(JSON.stringify(configuration), `${preset}.yaml`)
    expect(written).toEqual(configuration)
  }
})

test('docs/ibsi-parameters.md: its example is read, and every key of the grammar stands there', () => {
  const page = readFileSync('docs/ibsi-parameters.md', 'utf8')
  const example = /```yaml\n(.*?)```/s.exec(page)![1]
  expect(readIbsiConfiguration(example, 'ibsi.yaml')).toEqual(ibsiConfigurations.E)
  const { properties } = ibsiParametersSchema
  for (const key of [...Object.keys(properties), ...Object.keys(properties.interpolation.properties)])
    expect(page).toContain(`\`${key}`)
})
