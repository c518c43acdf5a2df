import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { ibsiConfigurations } from './configurations.ts'
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
