import { nyulTop, unitsOfDeviation } from '../../../cases/normalisation.ts'
import { type Setting, settingDefaults } from '../../../features/settings/setting-rules.ts'
import type { Settings } from '../../../features/settings/settings.ts'
import type { Block, Cell } from '../../../report/document.ts'
import { whole } from '../../../text/format.ts'
import { joined, plainText, quantity, text } from '../../../text/with-numbers.ts'
import type { StudyConfig } from '../../file/schema.ts'
import { sourceWords } from '../variable-labels.ts'
import type { MethodsFacts } from './facts.ts'

const paragraph = (text: Cell): Block => ({ kind: 'paragraph', text })

/** How the features came about: sequences, readers, images, settings as they differ from the defaults. */
export function extractionText({ study, features }: MethodsFacts): Block[] {
  const { features: from, images } = study
  if (!from) return []
  if ('table' in from)
    return [
      paragraph(
        text`${whole(features.names.length)} features per patient were read from the table ${from.table}; how they were extracted is not known here.`,
      ),
    ]
  const sequences = from.sequences ?? Object.keys(images ?? {})
  const readers = [...new Set(sequences.flatMap((name) => Object.keys(images?.[name]?.masks ?? {})))]
  const blocks = [
    paragraph(
      text`${whole(features.names.length)} features per patient were extracted from ${sequences.map((name) => describeSequence(name, images?.[name])).reduce((list, one) => text`${list}, ${one}`)} by Nomoscope, whose features are PyRadiomics 3.0.1's by name and value, with the parameter file ${from.params}.${readers.length > 1 ? ` Regions were drawn by ${readers.join(' and ')}; ${from.reader === 'mean' ? 'the mean of their features is' : `features of ${from.reader ?? readers[0]} are`} used.` : ''}`,
    ),
  ]
  if (sequences.some((name) => images?.[name]?.b || /(^|,)\s*(adc\b|b\d+)/i.test(images?.[name]?.source ?? '')))
    blocks.push(
      paragraph(
        plainText(
          'Regions were carried to diffusion images through physical space where they were drawn elsewhere; nothing was registered, and the distortion of echo-planar imaging remains.',
        ),
      ),
    )
  const normalised = sequences.filter((name) => images?.[name]?.normalise)
  for (const name of normalised)
    blocks.push(paragraph(normalisationText(name, images![name].normalise!, features.histograms?.[name]?.images)))
  if (features.settings) {
    const others = normalised.length > 0 && normalised.length < sequences.length
    const plainly = normalised.length === 0 ? 'grey values were' : others ? 'those of other sequences were' : ''
    blocks.push(paragraph(settingsText(features.settings, plainly)))
  }
  return blocks
}

function describeSequence(name: string, sequence: { source?: string; b?: number[] } | undefined): Cell {
  const { source, b } = sequence ?? {}
  const values = b && text`b ${numbersOf(b, `study.images.${name}.b`)} s/mm²`
  const parts = [...sourceWords(name, source).map(plainText), values].filter((part) => part !== undefined)
  return parts.length > 0 ? text`${name} (${joined(parts, '; ')})` : plainText(name)
}

type Normalise = NonNullable<NonNullable<StudyConfig['images']>[string]['normalise']>

/** How a sequence's intensities were brought to a common scale, and whether anything was learnt for it. */
function normalisationText(sequence: string, how: Normalise, learntOn = 0): Cell {
  const start = `Intensities of ${sequence} were brought to a common scale before extraction`
  const deviation = text`, ${whole(unitsOfDeviation)} units to a standard deviation; each image by itself, nothing was learnt from others.`
  if (how === 'nyul')
    return text`${start} by Nyúl's histogram standardisation (${whole(0)} to ${whole(nyulTop)} from percentile ${whole(1)} to ${whole(99)} of the foreground, straight pieces between its deciles). The common histogram was fitted once on the ${whole(learntOn)} training images, without the outcome; it was not refitted in folds. Its landmarks stand in provenance.json.`
  if (how === 'whitestripe') return text`${start} by the tissue of the commonest signal (after WhiteStripe)${deviation}`
  if (how.zscore === 'image') return text`${start} by the mean and spread of the whole image${deviation}`
  if (how.zscore === 'tissue')
    return text`${start} by the mean and spread of a reference tissue (${how.mask})${deviation}`
  const at = `study.images.${sequence}.normalise`
  return text`${start} by the mean and spread of the tissue ${setNumber(how.from, `${at}.from`)} to ${setNumber(how.to, `${at}.to`)} mm around the region${deviation}`
}

/** Numbers of a setting one after the other, as they are written in the file. */
function numbersOf(values: readonly number[], path?: string, between = ', '): Cell {
  return joined(
    values.map((value, i) => text`${setNumber(value, path && `${path}.${i}`)}`),
    between,
  )
}

/** unnormalised  what is said of grey values that PyRadiomics' own setting leaves alone; nothing where empty */
function settingsText({ imageTypes, featureClasses, setting }: Settings, unnormalised: string): Cell {
  const { resampledPixelSpacing: spacing, interpolator, binWidth, binCount, normalize, force2D, distances } = setting
  const resampled =
    spacing && interpolator
      ? text`Images were resampled to ${numbersOf(spacing, undefined, ' × ')} mm (${interpolator})`
      : plainText('Images were not resampled')
  const normalised = normalize
    ? ', grey values were normalised to their mean and standard deviation'
    : unnormalised
      ? `, ${unnormalised} not normalised`
      : ''
  const discretised = binCount
    ? text`discretised into ${whole(binCount)} bins`
    : text`discretised with a fixed bin width of ${setNumber(binWidth)}`
  const types = joined(
    imageTypes.map(([type, options]) => describeOptions(type, options)),
    ', ',
  )
  const classes = featureClasses
    .map(([name, asked]) => (asked.length > 0 ? `${name} (${asked.join(', ')})` : name))
    .join(', ')
  const dimensions = force2D ? 'slice by slice' : 'in three dimensions'
  const fixed = binCount ? 'The number of bins' : 'The bin width'
  return text`${resampled}${normalised}, and ${discretised}. ${fixed} was set once for the whole study and was not refitted inside folds. Image types: ${types}. Feature classes, ${dimensions}, neighbours at distance ${numbersOf(distances)}: ${classes}. ${otherSettings(setting)}`
}

function describeOptions(type: string, options: Record<string, unknown>): Cell {
  const shown = Object.entries(options).map(([key, value]) => text`${key} ${settingValue(value)}`)
  return shown.length > 0 ? text`${type} (${joined(shown, '; ')})` : plainText(type)
}

const setNumber = (value: number, path?: string) => quantity(value, String(value), path)

/** A setting's value in words, its numbers kept as numbers. */
function settingValue(value: unknown): Cell {
  if (typeof value === 'number') return text`${setNumber(value)}`
  if (Array.isArray(value)) return joined(value.map(settingValue), ', ')
  return plainText(typeof value === 'string' ? value : JSON.stringify(value))
}

/** Settings that are said in words above, or that concern the run and no value. */
const saidElsewhere = new Set<keyof Setting>([
  'binWidth',
  'binCount',
  'normalize',
  'resampledPixelSpacing',
  'interpolator',
  'force2D',
  'distances',
  'additionalInfo',
])

function otherSettings(setting: Setting): Cell {
  const changed = (Object.keys(settingDefaults) as (keyof Setting)[]).filter(
    (key) => !saidElsewhere.has(key) && JSON.stringify(setting[key]) !== JSON.stringify(settingDefaults[key]),
  )
  const named = changed.map((key) => text`${key} ${settingValue(setting[key])}`)
  return named.length > 0
    ? text`Further settings: ${joined(named, ', ')}; all others were left at PyRadiomics' defaults.`
    : plainText("All other settings were left at PyRadiomics' defaults.")
}

/** How time–signal curves were measured, where a sequence asks for it. */
export function curveText({ study }: MethodsFacts): Block[] {
  return Object.entries(study.images ?? {}).flatMap(([name, { curve }]) => {
    if (!curve) return []
    const set = (key: 'early' | 'plateau' | 'enhancing') => setNumber(curve[key], `study.images.${name}.curve.${key}`)
    const times = curve.times ? text` (${numbersOf(curve.times, `study.images.${name}.curve.times`)} s)` : text``
    return [
      paragraph(
        text`The time–signal curve of the region on ${name} was computed from its mean signal in each phase${times}. Its type compares the last phase with the early peak (the highest signal within ${set('early')} s): I, persistent, where it is more than ${set('plateau')}% higher; III, wash-out, where it is more than ${set('plateau')}% lower; II, plateau, between; none below ${set('enhancing')}% of early enhancement (after Kuhl and the BI-RADS atlas). Voxels were typed by the same rule. Nothing was registered between phases.`,
      ),
    ]
  })
}
