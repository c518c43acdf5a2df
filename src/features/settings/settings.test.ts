import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { Problem } from '../../errors/index.ts'
import { featureNames, readSettings } from '../index.ts'

const faultsOf = (text: string) => {
  try {
    readSettings(text, 'params.yaml')
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, exit: error.exit, message: error.message }
    throw error
  }
  return undefined
}

describe('a parameter file', () => {
  test('without one, PyRadiomics’ defaults: every class but shape2D, the original image', () => {
    const { featureClasses, imageTypes, setting } = readSettings()
    expect(featureClasses.map(([name]) => name)).toEqual([
      'firstorder',
      'glcm',
      'gldm',
      'glrlm',
      'glszm',
      'ngtdm',
      'shape',
    ])
    expect(imageTypes).toEqual([['Original', {}]])
    expect(setting).toMatchObject({
      binWidth: 25,
      padDistance: 5,
      interpolator: 'sitkBSpline',
      label: 1,
      distances: [1],
    })
  })

  test('with one that names no class, shape2D among them', () => {
    expect(readSettings('setting: {}').featureClasses.map(([name]) => name)).toContain('shape2D')
  })

  test('keeps the order of image types and classes, and the options of each', () => {
    const text = readFileSync(fixture('radiomics', 'params', 'wavelet-db4.yaml'), 'utf8')
    const { imageTypes, featureClasses } = readSettings(text)
    expect(imageTypes).toEqual([['Wavelet', { wavelet: 'db4', level: 2, start_level: 1 }]])
    expect(featureClasses.map(([name]) => name)).toEqual([
      'firstorder',
      'shape',
      'glcm',
      'glrlm',
      'glszm',
      'gldm',
      'ngtdm',
    ])
  })

  test('reads YAML and JSON, the flags of YAML 1.1 too, null as “not set”, and numbers of interpolators', () => {
    const { setting } = readSettings(
      'setting: { normalize: yes, force2D: off, binCount: ~, interpolator: 2, removeOutliers: null }',
    )
    expect(setting).toMatchObject({
      normalize: true,
      force2D: false,
      binCount: null,
      interpolator: 'sitkLinear',
      removeOutliers: null,
    })
    expect(readSettings('{"setting": {"interpolator": null}}').setting.interpolator).toBeNull()
  })

  test('tells whole sigmas from real ones, since PyRadiomics names their images differently', () => {
    const { imageTypes } = readSettings('imageType: { LoG: { sigma: [1, 2.0, 0.5] } }')
    expect(imageTypes[0][1].sigma).toEqual(['1', 2, 0.5])
  })

  test.each<[string, string, RegExp]>([
    ['an unknown setting', 'setting: { binwidth: 25 }', /setting: binwidth is not known; did you mean binWidth\?/],
    ['an unknown key', 'settings: { binWidth: 25 }', /The key settings is not known; did you mean setting\?/],
    ['an unknown class', 'featureClass: { glcms: }', /The feature class glcms is not known; did you mean glcm\?/],
    [
      'an unknown feature',
      'featureClass: { glcm: [Contrst] }',
      /The feature Contrst of glcm is not known; did you mean Contrast\?/,
    ],
    ['an unknown image type', 'imageType: { Log: {} }', /The image type Log is not known; did you mean LoG\?/],
    [
      'an option of no filter',
      'imageType: { LoG: { sigmas: [1] } }',
      /imageType LoG: sigmas is not known; did you mean sigma\?/,
    ],
    ['a text for a number', 'setting: { binWidth: wide }', /binWidth must be a number above 0, not "wide"/],
    ['a number in quotes', 'setting: { binWidth: "25" }', /binWidth must be a number above 0, not "25"/],
    ['a negative width', 'setting: { binWidth: -1 }', /binWidth must be a number above 0, not -1/],
    ['half a label', 'setting: { label: 1.5 }', /label must be a whole number of at least 1/],
    [
      'a distance of 0',
      'setting: { distances: [0] }',
      /distances must be a list of 1 to 64 values, each a whole number of at least 1/,
    ],
    [
      'an interpolator of another tool',
      'setting: { interpolator: cubic }',
      /interpolator must be one of sitkNearestNeighbor/,
    ],
    ['a list where a map belongs', 'setting: [1]', /setting must be a map of names to values/],
    ['a class that is no list', 'featureClass: { glcm: Contrast }', /featureClass glcm must be a list of features/],
    ['broken YAML', 'setting: { binWidth: 25', /params.yaml: /],
  ])('%s is a fault of the file, told with what is near', (_, text, message) => {
    const fault = faultsOf(text)
    expect(fault).toMatchObject({ code: 'NS-FEA-01', exit: 2 })
    expect(fault?.message).toMatch(message)
  })

  test('all its faults are told at once', () => {
    const fault = faultsOf('setting: { binwidth: 25, lable: 1 }\nfeatureClass: { shap: [] }')
    expect(fault?.message.split('\n')).toHaveLength(3)
  })
})

test('names of features and their order are PyRadiomics’', () => {
  const { features } = JSON.parse(readFileSync(fixture('radiomics', 'lesion.default.json'), 'utf8'))
  for (const name of ['firstorder', 'glcm', 'gldm', 'glrlm', 'glszm', 'ngtdm', 'shape'] as const) {
    const theirs = Object.keys(features).flatMap((key) =>
      key.startsWith(`original_${name}_`) ? [key.split('_')[2]] : [],
    )
    expect(featureNames[name].names).toEqual(theirs)
  }
})

// What RadiomicsFeatureExtractor of PyRadiomics 3.0.1 (pykwalify 1.8.0) has after it read the spelling; undefined: refused.
test.each<[string, string, number | boolean | undefined]>([
  ['binWidth', '025', 25],
  ['binWidth', '1e2', 100],
  ['binWidth', '.5', 0.5],
  ['binWidth', '1_000', 1000],
  ['binWidth', '0x1F', 31],
  ['binWidth', '0b11', 3],
  ['binWidth', '+5', 5],
  ['binWidth', '-5', undefined],
  ['binWidth', '1:30', undefined],
  ['binCount', '0o17', 15],
  ['force2D', 'TRUE', true],
  ['force2D', 'y', undefined],
])('%s: %s counts as in PyRadiomics', (key, spelling, value) => {
  const read = () => readSettings(`setting:\n  ${key}: ${spelling}\n`).setting as unknown as Record<string, unknown>
  if (value === undefined) expect(read).toThrow(expect.objectContaining({ code: 'NS-FEA-01' }))
  else expect(read()[key]).toBe(value)
})

test('initValue takes nan and inf, as exampleVoxel.yaml has them', () => {
  for (const spelling of ['nan', '.nan', 'NaN'])
    expect(readSettings(`voxelSetting:\n  initValue: ${spelling}\n`).voxel.initValue).toBeNaN()
  expect(readSettings('voxelSetting:\n  initValue: inf\n').voxel.initValue).toBe(Infinity)
})

test('a merge key or an alias that leads nowhere names the file', () => {
  for (const text of ['setting:\n  <<: x\n', 'setting: *a\n'])
    expect(() => readSettings(text, 'p.yaml')).toThrow(/^p.yaml: /)
})
