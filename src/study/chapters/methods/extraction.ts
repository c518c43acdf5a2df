import { nyulScaleMaximum, zScoreScale } from '../../../cases/normalisation.ts'
import { type ExtractionSettings, settingDefaults } from '../../../features/settings/setting-rules.ts'
import type { ParameterFile } from '../../../features/settings/settings.ts'
import type { Block, Cell } from '../../../report/document.ts'
import { wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { joinTexts, plainText, quantity, type TextPart, text } from '../../../text/with-numbers.ts'
import { sequenceName } from '../../column-names.ts'
import type { StudyConfig } from '../../file/schema.ts'
import { paragraph } from '../chapter.ts'
import { sourceWords } from '../variable-labels.ts'
import { fileName, type MethodsFacts, readerName } from './facts.ts'

/** How the features came about: sequences, readers, images, settings as they differ from the defaults. */
export function extractionText({ study, features, messages }: MethodsFacts): Block[] {
  const { document, methods } = messages
  const words = methods.extraction
  const { features: from, images } = study
  if (!from) return []
  if ('table' in from) return [paragraph(words.fromTable(wholeNumber(features.names.length), fileName(from.table)))]
  const sequences = from.sequences ?? Object.keys(images ?? {})
  const readers = [...new Set(sequences.flatMap((name) => Object.keys(images?.[name]?.masks ?? {})))]
  const described = document.and(sequences.map((name) => describeSequence(messages, name, images?.[name])))
  const extracted = words.extracted(wholeNumber(features.names.length), described, fileName(from.params))
  const used = from.reader === 'mean' ? undefined : (from.reader ?? readers[0])
  const called = (reader: string) => readerName(messages, reader)
  const readBy = words.readers(document.and(readers.map(called)), used && called(used))
  const blocks = [
    paragraph(readers.length > 1 ? document.sentences([extracted, readBy]) : extracted),
    paragraph(plainText(methods.blanks.acquisition)),
  ]
  if (sequences.some((name) => images?.[name]?.b || /(^|,)\s*(adc\b|b\d+)/i.test(images?.[name]?.source ?? '')))
    blocks.push(paragraph(plainText(words.diffusion)))
  const derived = sequences.flatMap((name) => {
    const region = images?.[name]?.region
    return region && hasRule(region) ? [derivedText(words, name, region)] : []
  })
  if (derived.length > 0) blocks.push(paragraph(document.sentences(derived)))
  const carried = sequences.flatMap((name) => {
    const register = images?.[name]?.register
    return register ? [words.registered[register.transform](sequenceName(register.from), sequenceName(name))] : []
  })
  if (carried.length > 0) blocks.push(paragraph(document.sentences([...carried, words.registration])))
  for (const name of sequences) {
    const habitats = images?.[name]?.region?.habitats
    if (habitats) blocks.push(paragraph(habitatsText(messages, study, name, features.habitats?.[name])))
  }
  if (from.deep) blocks.push(paragraph(deepText(messages, from.deep, features.network)))
  if (from.perturb)
    blocks.push(paragraph(perturbedText(messages, from.perturb, Boolean(features.settings?.setting.force2D))))
  for (const name of sequences) {
    const n4 = images?.[name]?.n4
    if (n4) blocks.push(paragraph(biasText(words, name, n4)))
  }
  const normalised = sequences.filter((name) => images?.[name]?.normalise)
  for (const name of normalised)
    blocks.push(
      paragraph(normalisationText(words, name, images![name].normalise!, features.histograms?.[name]?.images)),
    )
  if (features.settings) {
    const others = normalised.length > 0 && normalised.length < sequences.length
    const plainly = normalised.length === 0 ? words.greyPlain : others ? words.othersPlain : ''
    blocks.push(paragraph(settingsText(messages, features.settings, plainly)))
  }
  return blocks
}

function describeSequence(
  { document, methods: { extraction: words } }: Messages,
  name: string,
  sequence: { source?: string; b?: number[] } | undefined,
): Cell {
  const { source, b } = sequence ?? {}
  const values = b && words.bValues(numbersOf(b, `study.images.${name}.b`))
  const parts = [...sourceWords(name, source), values].filter((part) => part !== undefined)
  return words.sequence(sequenceName(name), parts.length > 0 ? document.clauses(parts) : undefined)
}

type Words = Messages['methods']['extraction']
type DerivedRegion = NonNullable<Sequence['region']>

/** Whether a region is another than the drawn one, and not only parted. */
const hasRule = ({ habitats: _, ...rule }: DerivedRegion) => Object.keys(rule).length > 0

/** How regions were parted into habitats, and on whom that was learnt. */
function habitatsText(
  { document, methods: { extraction: words } }: Messages,
  { split, images }: StudyConfig,
  sequence: string,
  learnt: { maps: string[]; patients: number } | undefined,
): Cell {
  const { number, method, maps } = images![sequence].region!.habitats!
  const names = maps.map((map) => (typeof map === 'string' ? map : `${map.of} (${map.filter})`))
  return words.habitats({
    sequence: sequenceName(sequence),
    number: setNumber(number, `study.images.${sequence}.region.habitats.number`),
    maps: document.list(names.map((name) => plainText(name))),
    mixture: method === 'mixture',
    patients: wholeNumber(learnt?.patients ?? 0),
    heldOut: split !== 'none',
  })
}

type Deep = NonNullable<Extract<StudyConfig['features'], { params: string }>['deep']>

/** Which network measured the regions, whose it is, and what it was given. */
function deepText(
  { methods: { extraction: words } }: Messages,
  { model, licence, size, spacing, normalise, masked }: Deep,
  network: { hash: string; features: number; output: string } | undefined,
): Cell {
  const at = 'study.features.deep'
  return words.deep({
    file: fileName(model),
    hash: network?.hash.slice(0, 12) ?? '',
    licence,
    features: wholeNumber(network?.features ?? 0),
    output: network?.output ?? '',
    slice: size.length === 2,
    size: numbersOf(size, `${at}.size`, ' × '),
    spacing: numbersOf(spacing, `${at}.spacing`, ' × '),
    normalised: Array.isArray(normalise)
      ? words.windowed(setNumber(normalise[0], `${at}.normalise.0`), setNumber(normalise[1], `${at}.normalise.1`))
      : text`${words.patchScale[normalise]}`,
    masked,
  })
}

/** How the region of a sequence follows from the drawn one. */
function derivedText(words: Words, sequence: string, { largest, margin, shell, clip }: DerivedRegion): Cell {
  const at = `study.images.${sequence}.region`
  const size = (value: number, path: string) => setNumber(Math.abs(value), Math.abs(value) === value ? path : undefined)
  const what =
    shell !== undefined
      ? words.shell(edge(words, shell[0], `${at}.shell.0`), edge(words, shell[1], `${at}.shell.1`))
      : margin !== undefined && margin !== 0
        ? words.margin(margin > 0, size(margin, `${at}.margin`))
        : words.drawn
  const cut =
    clip === undefined
      ? ''
      : clip === 'air'
        ? words.clippedAir
        : 'skin' in clip
          ? words.clippedSkin(setNumber(clip.skin, `${at}.clip.skin`))
          : words.clippedMask
  return words.derived(sequence, what, largest === undefined ? '' : words.largest[largest], cut)
}

/** One edge of a shell in words: 0 is the drawn edge. */
const edge = (words: Words, at: number, path: string): Cell =>
  at === 0 ? plainText(words.drawnEdge) : words.edge(at < 0, setNumber(Math.abs(at), at > 0 ? path : undefined))
type Sequence = NonNullable<StudyConfig['images']>[string]
type Normalise = NonNullable<Sequence['normalise']>

type Perturb = NonNullable<Extract<StudyConfig['features'], { params: string }>['perturb']>

/** How regions were measured again. */
function perturbedText(
  { document, methods: { extraction: words } }: Messages,
  asked: Perturb,
  sliceBySlice: boolean,
): Cell {
  const at = 'study.features.perturb'
  const listed = (name: 'rotate' | 'translate' | 'grow') => {
    const values = numbersOf(asked[name]!, `${at}.${name}`)
    return asked[name]!.length > 1 ? words.oneOf(values) : values
  }
  return words.perturbed(
    setNumber(asked.repeats, `${at}.repeats`),
    document.list([
      ...(asked.noise ? [words.noise] : []),
      ...(asked.rotate ? [words.rotated(listed('rotate'))] : []),
      ...(asked.translate ? [(sliceBySlice ? words.translatedWithin : words.translated)(listed('translate'))] : []),
      ...(asked.grow ? [words.resized(listed('grow'))] : []),
      ...(asked.contours ? [words.recontoured] : []),
    ]),
  )
}

/** How a sequence's bias field was taken out. */
function biasText(words: Words, sequence: string, n4: NonNullable<Sequence['n4']>): Cell {
  const at = `study.images.${sequence}.n4`
  const set = (key: Exclude<keyof typeof n4, 'mask' | 'maximumNumberOfIterations'>) =>
    setNumber(n4[key], `${at}.${key}`)
  return words.biasField({
    sequence: sequenceName(sequence),
    within: n4.mask,
    shrink: set('shrinkFactor'),
    levels: set('numberOfFittingLevels'),
    points: set('numberOfControlPoints'),
    iterations: numbersOf(n4.maximumNumberOfIterations, `${at}.maximumNumberOfIterations`),
    threshold: set('convergenceThreshold'),
    width: set('biasFieldFullWidthAtHalfMaximum'),
    noise: set('wienerFilterNoise'),
    bins: set('numberOfHistogramBins'),
  })
}

/** How a sequence's intensities were brought to a common scale, and whether anything was learnt for it. */
function normalisationText(words: Words, sequence: string, how: Normalise, learntOn = 0): Cell {
  const start = words.normalised(sequenceName(sequence))
  const end = words.deviation(wholeNumber(zScoreScale))
  if (how === 'nyul')
    return words.nyul(
      start,
      wholeNumber(0),
      wholeNumber(nyulScaleMaximum),
      wholeNumber(1),
      wholeNumber(99),
      wholeNumber(learntOn),
    )
  if (how === 'whitestripe') return words.whitestripe(start, end)
  if (how.zscore === 'image') return words.zscoreImage(start, end)
  if (how.zscore === 'tissue') return words.zscoreTissue(start, how.mask, end)
  const at = `study.images.${sequence}.normalise`
  return words.zscoreRing(start, setNumber(how.from, `${at}.from`), setNumber(how.to, `${at}.to`), end)
}

/** Numbers of a setting one after the other, as they are written in the file. */
function numbersOf(values: readonly number[], path?: string, between = ', '): Cell {
  return joinTexts(
    values.map((value, i) => text`${setNumber(value, path && `${path}.${i}`)}`),
    between,
  )
}

/** unnormalised  what is said of grey values that PyRadiomics' own setting leaves alone; nothing where empty */
function settingsText(
  { document, methods: { extraction: words, interpolators, classes } }: Messages,
  { imageTypes, featureClasses, setting }: ParameterFile,
  unnormalised: string,
): Cell {
  const { resampledPixelSpacing: spacing, interpolator, binWidth, binCount, normalize, force2D, distances } = setting
  return words.settings({
    resampled:
      spacing && interpolator
        ? words.resampled(numbersOf(spacing, undefined, ' × '), interpolators[interpolator] ?? interpolator)
        : words.notResampled,
    normalised: normalize ? words.greyNormalised : unnormalised,
    discretised: binCount ? words.bins(wholeNumber(binCount)) : words.binWidth(setNumber(binWidth)),
    byCount: Boolean(binCount),
    types: document.list(imageTypes.map(([type, options]) => describeOptions(type, options))),
    classes: featureClasses
      .map(([name, asked]) =>
        asked.length > 0
          ? `${classes[name] ?? name.toUpperCase()} (${asked.join(', ')})`
          : (classes[name] ?? name.toUpperCase()),
      )
      .join(', '),
    force2D: Boolean(force2D),
    distances: numbersOf(distances),
    others: otherSettings(words, setting),
  })
}

function describeOptions(type: string, options: Record<string, unknown>): Cell {
  const shown = Object.entries(options).map(([key, value]) => text`${key} ${settingValue(value)}`)
  return shown.length > 0 ? text`${type} (${joinTexts(shown, '; ')})` : plainText(type)
}

const setNumber = (value: number, path?: string) => quantity(value, String(value), path)

/** A setting's value in words, its numbers kept as numbers. */
function settingValue(value: unknown): Cell {
  if (typeof value === 'number') return text`${setNumber(value)}`
  if (Array.isArray(value)) return joinTexts(value.map(settingValue), ', ')
  return plainText(typeof value === 'string' ? value : JSON.stringify(value))
}

/** Settings that are said in words above, or that concern the run and no value. */
const saidElsewhere = new Set<keyof ExtractionSettings>([
  'binWidth',
  'binCount',
  'normalize',
  'resampledPixelSpacing',
  'interpolator',
  'force2D',
  'distances',
  'additionalInfo',
])

function otherSettings(words: Words, setting: ExtractionSettings): TextPart {
  const changed = (Object.keys(settingDefaults) as (keyof ExtractionSettings)[]).filter(
    (key) => !saidElsewhere.has(key) && JSON.stringify(setting[key]) !== JSON.stringify(settingDefaults[key]),
  )
  const named = changed.map((key) => text`${key} ${settingValue(setting[key])}`)
  return named.length > 0 ? words.further(joinTexts(named, ', ')) : words.defaults
}

/** How time–signal curves were measured, where a sequence asks for it. */
export function curveText({ study, messages }: MethodsFacts): Block[] {
  return Object.entries(study.images ?? {}).flatMap(([name, { curve }]) => {
    if (!curve) return []
    const set = (key: 'early' | 'plateau' | 'enhancing') => setNumber(curve[key], `study.images.${name}.curve.${key}`)
    return [
      paragraph(
        messages.methods.extraction.curve({
          sequence: sequenceName(name),
          times: curve.times && numbersOf(curve.times, `study.images.${name}.curve.times`),
          early: set('early'),
          plateau: set('plateau'),
          again: set('plateau'),
          enhancing: set('enhancing'),
        }),
      ),
    ]
  })
}
