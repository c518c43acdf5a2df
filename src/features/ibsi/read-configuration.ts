import { LineCounter, parseDocument } from 'yaml'
import { ParameterFileFault } from '../../errors/index.ts'
import type { Mask, Triple, Volume } from '../../image/volume.ts'
import { brokenLines } from '../../text/broken-yaml.ts'
import { closest } from '../../text/closest.ts'
import { filterRules, type ImageType } from '../filters/index.ts'
import { readSettings } from '../settings/settings.ts'
import { checkValue, type Rule } from '../settings/value-rule.ts'
import { type IbsiConfiguration, ibsiConfigurations } from './configurations.ts'
import { ibsiParametersSchema } from './parameters-schema.ts'
import { type ResponseFilter, standardFilters } from './responses.ts'

const methods = ['nearest', 'linear', 'cubic'] as const
const { properties } = ibsiParametersSchema
const keys = Object.keys(properties).filter((key) => key !== 'preset')
/** Keys of what stands below a key; a discretisation has the one or the other. */
const below: Record<string, string[]> = {
  interpolation: Object.keys(properties.interpolation.properties),
  resegmentation: Object.keys(properties.resegmentation.properties),
  discretisation: ['bins', 'width'],
  volumeHistogram: ['bins', 'width'],
}

/**
 * A configuration from a YAML text: the standard's own words (see `IbsiConfiguration`), the name of a preset under
 * `preset:`, or a PyRadiomics parameter file, whose spacing, interpolator, bins and resegmentation are taken over.
 *
 * @param text YAML
 * @param name the file's name, for messages
 * @returns the configuration
 * @throws ParameterFileFault for anything else
 */
export function readIbsiConfiguration(text: string, name: string): IbsiConfiguration {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  if (document.errors.length > 0) throw ParameterFileFault(name, brokenLines(document.errors, lines))
  const read: unknown = document.toJS({ maxAliasCount: 100 }) ?? {}
  if (!isRecord(read)) throw ParameterFileFault(name, [`a parameter file has keys: ${['preset', ...keys].join(', ')}`])
  const content = read
  if ('setting' in content || 'imageType' in content) return fromPyradiomics(text, name)
  if ('preset' in content) {
    const preset = ibsiConfigurations[String(content.preset)]
    const others = Object.keys(content).filter((key) => key !== 'preset')
    if (preset && others.length === 0) return preset
    throw ParameterFileFault(name, [
      preset
        ? `preset stands by itself; ${others.join(', ')} would not count`
        : `preset ${content.preset} is none of ${Object.keys(ibsiConfigurations).join(', ')}`,
    ])
  }
  const faults = unknownKeys(content)
  if (faults.length > 0) throw ParameterFileFault(name, faults)
  const found = content as Partial<IbsiConfiguration>
  const texture = [found.texture ?? ['3D']].flat() as ('2D' | '3D')[]
  if (texture.some((one) => one !== '2D' && one !== '3D')) faults.push('texture is 2D, 3D or a list of both')
  const { interpolation, resegmentation, discretisation = { bins: 32 }, volumeHistogram = { bins: 1000 } } = found
  if (interpolation) {
    if (!isTriple(interpolation.spacing))
      faults.push('interpolation.spacing is three numbers in mm, 0 to leave an axis alone')
    if (!methods.includes(interpolation.method)) faults.push(`interpolation.method is one of ${methods.join(', ')}`)
    if (!['boolean', 'undefined'].includes(typeof interpolation.round))
      faults.push('interpolation.round is true or false')
  }
  const range = resegmentation?.range
  if (range !== undefined && !isRange(range)) faults.push('resegmentation.range is [lowest, highest]')
  if (resegmentation?.outlierSigma !== undefined && !isPositive(resegmentation.outlierSigma))
    faults.push('resegmentation.outlierSigma is a number above 0')
  if (discretisation !== 'none' && !isBins(discretisation))
    faults.push('discretisation is { bins: N }, { width: W } or none')
  if (volumeHistogram !== 'discrete' && !isBins(volumeHistogram))
    faults.push('volumeHistogram is { bins: N }, { width: W } or discrete')
  faults.push(...filterFaults(found.filters))
  if (faults.length > 0) throw ParameterFileFault(name, faults)
  return {
    texture,
    ...(interpolation && { interpolation: { ...interpolation, round: interpolation.round ?? false } }),
    ...(resegmentation && { resegmentation }),
    discretisation,
    volumeHistogram,
    ...(found.filters && { filters: found.filters }),
  }
}

/** What is wrong with a list of filters: types, and options that no filter has or of the wrong kind. */
function filterFaults(filters: unknown): string[] {
  if (filters === undefined) return []
  if (!Array.isArray(filters) || filters.length === 0 || filters.length > 64)
    return ['filters is a list of filters, each with its type and its options']
  return filters.flatMap((filter: unknown, i) => {
    const at = `filters ${i + 1}`
    if (!isRecord(filter) || !standardFilters.includes(filter.type as ImageType))
      return [`${at}: type is one of ${standardFilters.join(', ')}`]
    return Object.entries(filter).flatMap(([key, value]) => {
      if (key === 'type') return []
      const rules: Record<string, Rule> = { ...filterRules, force2D: { kind: 'flag' } }
      if (!Object.hasOwn(rules, key)) {
        const meant = closest(key, Object.keys(rules))
        return [`${at}: ${key} is not known${meant ? `; did you mean ${meant}?` : ''}`]
      }
      const fault = checkValue(value, rules[key])
      return fault ? [`${at}: ${key} must be ${fault}`] : []
    })
  })
}

/** What a PyRadiomics parameter file says that the standard has a word for. */
function fromPyradiomics(text: string, name: string): IbsiConfiguration {
  const { setting, imageTypes } = readSettings(text, name)
  const spacing = setting.resampledPixelSpacing as Triple | null
  const method = /nearest/i.test(String(setting.interpolator))
    ? 'nearest'
    : /linear/i.test(String(setting.interpolator))
      ? 'linear'
      : 'cubic'
  const range = setting.resegmentRange as number[] | null
  const sigma = String(setting.resegmentMode) === 'sigma'
  const filters = imageTypes.flatMap(([type, options]): ResponseFilter[] =>
    standardFilters.includes(type)
      ? [{ type, force2D: setting.force2D, force2Ddimension: setting.force2Ddimension, ...options }]
      : [],
  )
  return {
    texture: [setting.force2D ? '2D' : '3D'],
    ...(spacing && setting.interpolator !== null && { interpolation: { spacing, method, round: false } }),
    ...(range && {
      resegmentation: sigma
        ? { outlierSigma: Math.abs(range[0]) }
        : { range: [range[0], range[1] ?? Infinity] as [number, number] },
    }),
    discretisation: setting.binCount === null ? { width: setting.binWidth } : { bins: setting.binCount },
    volumeHistogram: { bins: 1000 },
    ...(filters.length > 0 && { filters }),
  }
}

const maximumLevels = 64

/**
 * Without a parameter file: every aggregation; whole numbers of up to 64 different levels, as the digital phantom's, are
 * taken as they are, anything else in 32 bins.
 */
export function usualIbsiConfiguration(image: Volume, mask: Mask, label: number): IbsiConfiguration {
  const levels = new Set<number>()
  for (let at = 0; at < image.data.length && levels.size <= maximumLevels; at++) {
    if (mask.data[at] !== label) continue
    const value = image.data[at]
    if (!Number.isInteger(value) || value < 1 || value > maximumLevels)
      return { texture: ['2D', '3D'], discretisation: { bins: 32 }, volumeHistogram: { bins: 1000 } }
    levels.add(value)
  }
  return ibsiConfigurations['digital-phantom']
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Keys that the grammar does not have, each with the likeliest one meant; and values where keys are expected. */
function unknownKeys(content: Record<string, unknown>): string[] {
  const named = (key: string, among: string[], above: string) => {
    const meant = closest(key, among)
    return `${above}${key} is not known${meant ? `; did you mean ${meant}?` : `; there are ${among.join(', ')}`}`
  }
  return Object.entries(content).flatMap(([key, value]) => {
    if (!keys.includes(key)) return [named(key, keys, '')]
    const own = below[key]
    if (!own || value === 'none' || value === 'discrete') return []
    if (!isRecord(value)) return [`${key} has the keys ${own.join(', ')}`]
    return Object.keys(value).flatMap((inner) => (own.includes(inner) ? [] : [named(inner, own, `${key}.`)]))
  })
}

function isBins(value: unknown): boolean {
  if (!isRecord(value)) return false
  const own = Object.values(value)
  return own.length === 1 && isPositive(own[0])
}

function isRange(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'number') && value[0] < value[1]
  )
}

function isTriple(value: unknown): boolean {
  return Array.isArray(value) && value.length === 3 && value.every((one) => typeof one === 'number' && one >= 0)
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value > 0
}
