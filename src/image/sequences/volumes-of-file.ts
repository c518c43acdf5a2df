import { NoSuchSource, OneImage } from '../../errors/index.ts'
import { component } from '../formats/voxels.ts'
import type { Volume } from '../volume.ts'
import { apparentDiffusion } from './diffusion.ts'
import { checkTimes, type ParametricMap } from './dynamic.ts'
import { diffusionMaps, dynamicMaps, mapOfPhases, numbersIn } from './maps.ts'

/** An image for features and what was done to get it, in words. */
interface FromFile {
  image: Volume
  note?: string
  failed?: Uint8Array
}

/**
 * The image that a source names in a file of several volumes (4D NIfTI, as dcm2niix makes them): `phase 2`, a map of its
 * phases, and with their b-values `b800` or `adc`. A file of one image has none of these.
 *
 * times    seconds of each volume after the first, for maps that need them
 * bValues  of each volume, in s/mm²
 * Throws OneImage, NoSuchSource, TimesUnknown.
 */
export function imageOfFile(
  file: Volume,
  name: string,
  source: string | undefined,
  { times, bValues }: { times?: readonly number[]; bValues?: readonly number[] } = {},
): FromFile {
  if (source === undefined) return { image: file }
  const count = file.components ?? 1
  if (count === 1) throw OneImage(name, source)
  const volumes = Array.from({ length: count }, (_, k) => component(file, k))
  const known = bValues?.length === count ? bValues : undefined
  const wanted = source
    .trim()
    .toLowerCase()
    .replace(/\s+failed$/, '')
  const failures = wanted !== source.trim().toLowerCase()
  const map = mapFrom(volumes, wanted, times, known)
  if (map) {
    const { volume, failed, unit } = map.map
    const note = `${map.what}${unit && `, ${unit}`}`
    return failures
      ? { image: { ...volume, pixelType: 'uint8', data: failed }, note: `where this failed: ${note}` }
      : { image: volume, note, failed }
  }
  const b = /^b\s*(\d+)$/.exec(wanted)
  const found = volumes.flatMap((volume, k) =>
    wanted.replace(/\s+/g, '') === `phase${k + 1}` || (b && known && Math.round(known[k]) === Number(b[1]))
      ? [{ volume, k }]
      : [],
  )
  if (found.length !== 1) throw NoSuchSource(name, source, listed(count, known))
  return { image: found[0].volume, note: `${source.trim()}, volume ${found[0].k + 1} of ${count}` }
}

function mapFrom(
  volumes: Volume[],
  wanted: string,
  times: readonly number[] | undefined,
  bValues: readonly number[] | undefined,
): { map: ParametricMap; what: string } | undefined {
  const dynamic = dynamicMaps.exec(wanted)
  if (dynamic) {
    if (times) checkTimes(volumes.length, times)
    return mapOfPhases(
      { phases: volumes, times: times && [...times] },
      dynamic[1].replace('-', ''),
      numbersIn(dynamic[2]),
    )
  }
  const diffusion = diffusionMaps.exec(wanted)
  if (!diffusion || !bValues) return undefined
  const only = numbersIn(diffusion[1])
  const images = volumes
    .map((volume, k) => ({ volume, bValue: bValues[k] }))
    .filter(({ bValue }) => only.length === 0 || only.includes(Math.round(bValue)))
  const what = `apparent diffusion coefficient from b = ${[...new Set(images.map(({ bValue }) => bValue))].join(', ')}`
  return { map: apparentDiffusion(images), what }
}

const listed = (count: number, bValues: readonly number[] | undefined) => [
  `phase 1 to phase ${count}`,
  ...(bValues ? [...new Set(bValues)].map((b) => `b${Math.round(b)}`) : []),
]
