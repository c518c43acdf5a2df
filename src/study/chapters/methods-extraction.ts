import { type Setting, settingDefaults } from '../../features/setting-rules.ts'
import type { Settings } from '../../features/settings.ts'
import type { Block, Cell } from '../../report/document.ts'
import { whole } from '../../report/format.ts'
import { plainCell, say } from '../../report/say.ts'
import type { MethodsFacts } from './methods.ts'

const paragraph = (text: Cell): Block => ({ kind: 'paragraph', text })

/** How the features came about: sequences, readers, images, settings as they differ from the defaults. */
export function extractionText({ study, features }: MethodsFacts): Block[] {
  const { features: from, images } = study
  if (!from) return []
  if ('table' in from)
    return [
      paragraph(
        say`${whole(features.names.length)} features per patient were read from the table ${from.table}; how they were extracted is not known here.`,
      ),
    ]
  const sequences = from.sequences ?? Object.keys(images ?? {})
  const readers = [...new Set(sequences.flatMap((name) => Object.keys(images?.[name]?.masks ?? {})))]
  const blocks = [
    paragraph(
      say`${whole(features.names.length)} features per patient were extracted from ${sequences.map((name) => describeSequence(name, images?.[name])).join(', ')} by Nomoscope, whose features are PyRadiomics 3.0.1's by name and value, with the parameter file ${from.params}.${readers.length > 1 ? ` Regions were drawn by ${readers.join(' and ')}; features of ${from.reader ?? readers[0]} are used.` : ''}`,
    ),
  ]
  if (features.settings) blocks.push(paragraph(plainCell(settingsText(features.settings))))
  return blocks
}

function describeSequence(name: string, sequence: { source?: string; b?: number[] } | undefined): string {
  const parts = [sequence?.source, sequence?.b && `b ${sequence.b.join(', ')} s/mm²`].filter(Boolean)
  return parts.length > 0 ? `${name} (${parts.join('; ')})` : name
}

function settingsText({ imageTypes, featureClasses, setting }: Settings): string {
  const { resampledPixelSpacing: spacing, interpolator, binWidth, binCount, normalize, force2D, distances } = setting
  const said = [
    spacing ? `Images were resampled to ${spacing.join(' × ')} mm (${interpolator})` : 'Images were not resampled',
    normalize ? 'grey values were normalised to their mean and standard deviation' : 'grey values were not normalised',
    binCount ? `and discretised into ${binCount} bins` : `and discretised with a fixed bin width of ${binWidth}`,
  ].join(', ')
  const types = imageTypes.map(([type, options]) => describeOptions(type, options)).join(', ')
  const classes = featureClasses
    .map(([name, asked]) => (asked.length > 0 ? `${name} (${asked.join(', ')})` : name))
    .join(', ')
  const dimensions = force2D ? 'slice by slice' : 'in three dimensions'
  const fixed = binCount ? 'The number of bins' : 'The bin width'
  return `${said}. ${fixed} was set once for the whole study and was not refitted inside folds. Image types: ${types}. Feature classes, ${dimensions}, neighbours at distance ${distances.join(', ')}: ${classes}. ${otherSettings(setting)}`
}

function describeOptions(type: string, options: Record<string, unknown>): string {
  const shown = Object.entries(options).map(
    ([key, value]) => `${key} ${Array.isArray(value) ? value.join(', ') : String(value)}`,
  )
  return shown.length > 0 ? `${type} (${shown.join('; ')})` : type
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

function otherSettings(setting: Setting): string {
  const changed = (Object.keys(settingDefaults) as (keyof Setting)[]).filter(
    (key) => !saidElsewhere.has(key) && JSON.stringify(setting[key]) !== JSON.stringify(settingDefaults[key]),
  )
  const named = changed.map((key) => `${key} ${JSON.stringify(setting[key])}`)
  return named.length > 0
    ? `Further settings: ${named.join(', ')}; all others were left at PyRadiomics' defaults.`
    : "All other settings were left at PyRadiomics' defaults."
}
