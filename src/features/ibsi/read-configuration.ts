import { parseDocument } from 'yaml'
import { ParameterFileFault } from '../../errors/index.ts'
import type { Mask, Triple, Volume } from '../../image/volume.ts'
import { closest } from '../../text/closest.ts'
import { readSettings } from '../settings/settings.ts'
import { type IbsiConfiguration, ibsiConfigurations } from './configurations.ts'

const methods = ['nearest', 'linear', 'cubic'] as const
const keys = ['texture', 'interpolation', 'resegmentation', 'discretisation', 'volumeHistogram']

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
  const document = parseDocument(text)
  if (document.errors.length > 0) throw ParameterFileFault(name, [document.errors[0].message.split('\n')[0]])
  const content = (document.toJS({ maxAliasCount: 100 }) ?? {}) as Record<string, unknown>
  if ('setting' in content || 'imageType' in content) return fromPyradiomics(text, name)
  if ('preset' in content) {
    const preset = ibsiConfigurations[String(content.preset)]
    if (!preset)
      throw ParameterFileFault(name, [
        `preset ${content.preset} is none of ${Object.keys(ibsiConfigurations).join(', ')}`,
      ])
    return preset
  }
  const faults = Object.keys(content)
    .filter((key) => !keys.includes(key))
    .map((key) => `${key} is not known${closest(key, keys) ? `; did you mean ${closest(key, keys)}?` : ''}`)
  const found = content as Partial<IbsiConfiguration>
  const texture = [found.texture ?? ['3D']].flat() as ('2D' | '3D')[]
  if (texture.some((one) => one !== '2D' && one !== '3D')) faults.push('texture is 2D, 3D or a list of both')
  const { interpolation, resegmentation, discretisation = { bins: 32 }, volumeHistogram = { bins: 1000 } } = found
  if (interpolation) {
    if (!isTriple(interpolation.spacing))
      faults.push('interpolation.spacing is three numbers in mm, 0 to leave an axis alone')
    if (!methods.includes(interpolation.method)) faults.push(`interpolation.method is one of ${methods.join(', ')}`)
  }
  const range = resegmentation?.range
  if (range && !(range.length === 2 && range[0] < range[1])) faults.push('resegmentation.range is [lowest, highest]')
  if (discretisation !== 'none' && !isPositive(Object.values(discretisation)[0]))
    faults.push('discretisation is { bins: N }, { width: W } or none')
  if (volumeHistogram !== 'discrete' && !isPositive(Object.values(volumeHistogram)[0]))
    faults.push('volumeHistogram is { bins: N }, { width: W } or discrete')
  if (faults.length > 0) throw ParameterFileFault(name, faults)
  return {
    texture,
    ...(interpolation && { interpolation: { ...interpolation, round: interpolation.round ?? false } }),
    ...(resegmentation && { resegmentation }),
    discretisation,
    volumeHistogram,
  }
}

/** What a PyRadiomics parameter file says that the standard has a word for. */
function fromPyradiomics(text: string, name: string): IbsiConfiguration {
  const { setting } = readSettings(text, name)
  const spacing = setting.resampledPixelSpacing as Triple | null
  const method = /nearest/i.test(String(setting.interpolator))
    ? 'nearest'
    : /linear/i.test(String(setting.interpolator))
      ? 'linear'
      : 'cubic'
  const range = setting.resegmentRange as number[] | null
  const sigma = String(setting.resegmentMode) === 'sigma'
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

function isTriple(value: unknown): boolean {
  return Array.isArray(value) && value.length === 3 && value.every((one) => typeof one === 'number' && one >= 0)
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value > 0
}
