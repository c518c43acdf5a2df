import { existsSync } from 'node:fs'
import type { CaseTask } from '../cases/case.ts'
import type { Normalisation } from '../cases/normalisation.ts'
import { labelsOf, numbersOf, readParameters, type Settings } from '../cluster/cases-list.ts'
import { FileNotFound, UnknownOption, UnusableValue, WrongArguments } from '../errors/index.ts'
import { readRegionRule } from './region-rule.ts'

/** How each case is computed, as the options of `extract` and `submit` say it. */
export interface CaseOptions {
  params?: string
  standard?: string
  label?: string
  threshold?: number
  times?: string
  uneven?: number
  source?: string
  region?: string
  largest?: string
  margin?: number
  shell?: string
  clip?: string
  drawnOn?: string
  register?: string
  n4?: string
  normalise?: string
}

/** What one image can be normalised by alone; a common histogram and a reference tissue's mask take a study file. */
const normalisations: Record<string, Normalisation> = {
  image: { zscore: 'image' },
  surroundings: { zscore: 'surroundings', from: 3, to: 15 },
  whitestripe: 'whitestripe',
}

/** The settings of every case. Throws UnknownOption, WrongArguments, FileNotFound, Unreadable. */
export async function readCaseSettings(options: CaseOptions): Promise<Settings> {
  const { standard = 'pyradiomics' } = options
  if (standard !== 'pyradiomics' && standard !== 'ibsi')
    throw UnknownOption(`--standard ${standard}`, 'pyradiomics or ibsi')
  if (options.normalise !== undefined && !Object.hasOwn(normalisations, options.normalise))
    throw UnknownOption(`--normalise ${options.normalise}`, Object.keys(normalisations).join(', '))
  const normalise = options.normalise === undefined ? undefined : normalisations[options.normalise]
  const params = await readParameters(options.params, standard)
  const { source, region, threshold, uneven } = options
  const label = labelsOf(options.label)
  const times = options.times === undefined ? undefined : numbersOf('--times', options.times)
  const given = { label, source, region, threshold, times, uneven, derive: readRegionRule(options, existsSync) }
  return {
    params,
    paramsFile: options.params,
    ...given,
    standard,
    drawn: drawnOn(options),
    n4: await readN4(options.n4),
    normalise,
  }
}

/** The image that the mask was drawn on, as the options say it. Throws UnusableValue, WrongArguments, FileNotFound. */
function drawnOn({ drawnOn: image, register: how }: CaseOptions): CaseTask['drawn'] {
  if (image === undefined && how !== undefined) throw WrongArguments('--register goes with --drawn-on.')
  const register = how ?? 'rigid'
  if (register !== 'rigid' && register !== 'affine') throw UnusableValue('--register', register, 'rigid or affine')
  if (image === undefined) return undefined
  if (!existsSync(image)) throw FileNotFound(image)
  return { image, register }
}

/** The settings of N4 as `--n4` says them: `default`, or YAML by the names of the study file. Throws UnusableValue. */
async function readN4(text: string | undefined): Promise<CaseTask['n4']> {
  if (text === undefined) return undefined
  const [{ parse }, { n4Settings }] = await Promise.all([import('yaml'), import('../study/file/image-schema.ts')])
  const read = n4Settings.safeParse(text === 'default' ? {} : asMap(() => parse(`{ ${text} }`)))
  if (read.success) return read.data
  throw UnusableValue('--n4', text, `default, or settings such as "shrinkFactor: 1" (${read.error.issues[0].message})`)
}

function asMap(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return undefined
  }
}
