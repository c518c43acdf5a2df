import { isPair, LineCounter, parseDocument, type Scalar, visit } from 'yaml'
import { ParameterFileFault } from '../../errors/index.ts'
import { interpolatorNames } from '../../image/grid/interpolators.ts'
import { brokenLines } from '../../text/broken-yaml.ts'
import { closest } from '../../text/closest.ts'
import { type FeatureClass, featureClasses, featureNames } from '../classes/index.ts'
import { type ImageType, imageTypes } from '../filters/index.ts'
import {
  type ExtractionSettings,
  settingDefaults,
  settingRules,
  type VoxelSettings,
  voxelRules,
} from './setting-rules.ts'
import { checkValue, pythonNumber } from './value-rule.ts'

/** What to extract: the content of a PyRadiomics parameter file, with every default filled in. */
export interface ParameterFile {
  /** Image types in the file's order, each with the options and the overridden settings that stand under it. */
  imageTypes: [ImageType, Record<string, unknown>][]
  /** Classes in the file's order, each with the features asked for; none listed means all but the deprecated ones. */
  featureClasses: [FeatureClass, string[]][]
  /** Whether the classes are all there are because none was named; shape2D then comes only where it can. */
  everyClass: boolean
  setting: ExtractionSettings
  voxel: VoxelSettings
  /** `setting` and `voxelSetting` as the file gives them, without the defaults. */
  given: Record<string, unknown>
}

/**
 * Reads PyRadiomics' YAML (or JSON) parameter file; without one, PyRadiomics' defaults. Spellings count as they do for
 * PyRadiomics 3.0.1 with pykwalify 1.8, which reads YAML 1.2: 025 is 25, 1e2 is 100, nan is no number.
 *
 * @param text YAML or JSON; PyRadiomics' defaults where absent
 * @param name the file's name, for messages
 * @returns settings, image types and feature classes, checked
 * @throws ParameterFileFault with every fault: an unknown key (with the near one), a value of the wrong type or range
 * @example
 * ```ts
 * import { readSettings } from 'nomoscope/features'
 * readSettings().setting.binWidth // → 25
 * readSettings('setting: { binWidth: 10 }').setting.binWidth // → 10
 * ```
 */
export function readSettings(text?: string, name = 'The parameter file'): ParameterFile {
  if (text === undefined) return settingsOf({}, [], true)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', merge: true })
  if (document.errors.length > 0) throw ParameterFileFault(name, brokenLines(document.errors, lines))
  visit(document, {
    Scalar: (_, node, path) => {
      const pair = path.at(-1)
      // There infinity is the name of a norm.
      if (!isPair(pair) || (pair.key as Scalar | null)?.value !== 'weightingNorm') asPythonReads(node)
    },
  })
  keepWholeSigmas(document.contents)
  const faults: string[] = []
  const settings = settingsOf(contentOf(document, name) ?? {}, faults, false)
  if (faults.length > 0) throw ParameterFileFault(name, faults)
  return settings
}

/**
 * An unquoted text that Python takes for a number is that number (`nan`, `1_000`, `0b11`); `yes` and `off` are what they
 * are in YAML 1.1, where PyRadiomics with an old pykwalify took them, too. What stands in quotes stays a text.
 */
function asPythonReads(node: Scalar) {
  if (node.type !== 'PLAIN' || typeof node.value !== 'string') return
  const flags: Record<string, boolean> = { yes: true, on: true, no: false, off: false }
  const text = node.value.trim().toLowerCase()
  node.value = Object.hasOwn(flags, text) ? flags[text] : pythonNumber(node.value)
}

/** Aliases and merge keys that lead nowhere show only here. */
function contentOf(document: ReturnType<typeof parseDocument>, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    throw ParameterFileFault(name, [(cause as Error).message])
  }
}

/** PyRadiomics names the image of `sigma: 1` and of `sigma: 1.0` differently, so whole numbers stay text. */
function keepWholeSigmas(node: unknown) {
  const items = (node as { items?: unknown[] } | null)?.items
  for (const item of items ?? []) {
    const pair = item as { key?: { value?: unknown }; value?: { items?: { source?: string; value: unknown }[] } }
    if (pair.key?.value === 'sigma') {
      for (const one of pair.value?.items ?? []) {
        if (one.source !== undefined && /^[-+]?\d+$/.test(one.source)) one.value = String(Number(one.source))
      }
    } else keepWholeSigmas(pair.value)
  }
}

const topKeys = ['setting', 'voxelSetting', 'featureClass', 'imageType']

function settingsOf(file: unknown, faults: string[], implicit: boolean): ParameterFile {
  const content = mapOf(file, 'the file', faults)
  for (const key of Object.keys(content)) {
    if (!topKeys.includes(key)) faults.push(unknown(`The key ${key}`, closest(key, topKeys)))
  }
  const given = checked(content.setting, 'setting', settingRules, faults)
  const voxel = checked(content.voxelSetting, 'voxelSetting', voxelRules, faults)
  const { kernelRadius, maskedKernel, initValue } = { kernelRadius: 1, maskedKernel: true, initValue: 0, ...voxel }
  return {
    imageTypes: imageTypesOf(content.imageType, faults),
    featureClasses: featureClassesOf(content.featureClass, faults, implicit),
    everyClass: Object.keys(mapOf(content.featureClass, 'featureClass', [])).length === 0,
    setting: effective(settingDefaults, given),
    voxel: { kernelRadius, maskedKernel, initValue } as VoxelSettings,
    given: { ...given, ...voxel },
  }
}

function imageTypesOf(value: unknown, faults: string[]): ParameterFile['imageTypes'] {
  const entries = Object.entries(mapOf(value, 'imageType', faults))
  if (entries.length === 0) return [['Original', {}]]
  const found: ParameterFile['imageTypes'] = []
  for (const [type, options] of entries) {
    if ((imageTypes as readonly string[]).includes(type))
      found.push([type as ImageType, checked(options, `imageType ${type}`, settingRules, faults)])
    else faults.push(unknown(`The image type ${type}`, closest(type, imageTypes)))
  }
  return found
}

function featureClassesOf(value: unknown, faults: string[], implicit: boolean): ParameterFile['featureClasses'] {
  const entries = Object.entries(mapOf(value, 'featureClass', faults))
  // A file without classes enables all, shape2D among them; no file at all enables all others.
  if (entries.length === 0)
    return featureClasses.filter((name) => !implicit || name !== 'shape2D').map((name) => [name, []])
  const found: ParameterFile['featureClasses'] = []
  for (const [name, features] of entries) {
    if (!Object.hasOwn(featureNames, name)) {
      faults.push(unknown(`The feature class ${name}`, closest(name, featureClasses)))
      continue
    }
    const { names, deprecated, removed } = featureNames[name as FeatureClass]
    const known: string[] = [...names, ...deprecated, ...removed]
    if (features !== null && !Array.isArray(features)) {
      faults.push(`featureClass ${name} must be a list of features, or empty for all.`)
      continue
    }
    const wanted = ((features ?? []) as unknown[]).map(String)
    for (const feature of wanted) {
      if (!known.includes(feature)) faults.push(unknown(`The feature ${feature} of ${name}`, closest(feature, known)))
    }
    found.push([name as FeatureClass, [...new Set(wanted)]])
  }
  return found
}

function checked(value: unknown, where: string, rules: typeof settingRules, faults: string[]) {
  const map = mapOf(value, where, faults)
  const kept: Record<string, unknown> = {}
  for (const [key, given] of Object.entries(map)) {
    if (!Object.hasOwn(rules, key)) {
      faults.push(unknown(`${where}: ${key}`, closest(key, Object.keys(rules))))
      continue
    }
    const fault = checkValue(given, rules[key])
    if (fault) faults.push(`${where}: ${key} must be ${fault}, not ${shown(given)}.`)
    else kept[key] = given
  }
  return kept
}

function mapOf(value: unknown, where: string, faults: string[]): Record<string, unknown> {
  if (value === undefined || value === null) return {}
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  faults.push(`${where} must be a map of names to values.`)
  return {}
}

const unknown = (what: string, near: string | undefined) =>
  `${what} is not known${near ? `; did you mean ${near}?` : '.'}`

/** Settings with others laid over them; a null leaves what is there, but for the interpolator, where it means none. */
export function effective(base: ExtractionSettings, over: Record<string, unknown>): ExtractionSettings {
  const given = Object.entries(over).filter(([key, value]) => value !== null || key === 'interpolator')
  const merged = { ...base, ...Object.fromEntries(given) } as ExtractionSettings
  const { interpolator } = merged as { interpolator: unknown }
  if (typeof interpolator === 'number') merged.interpolator = interpolatorNames[interpolator - 1]
  return merged
}

/** A value as a file has it; JSON has no word for what is no number. */
const shown = (value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : JSON.stringify(value)
