import { SuvUnknown } from '../../errors/index.ts'
import { pow } from '../../portable-math.ts'
import type { Volume } from '../volume.ts'
import { type Dataset, items, parseDicom, privateTag, strings, text, value, values } from './file.ts'
import { clockTime } from './frames/frame.ts'
import { type DicomVolume, titleOf } from './series.ts'
import { tag } from './tags.ts'
import { readDicomVolume } from './volume.ts'

/** `suv` is by body weight; `lbm` by lean body mass after Janmahasatian, `james` after James, `bsa` by body surface. */
export const suvMaps = /^suv(?:\s+(bw|lbm|james|bsa))?$/

type Normaliser = 'bw' | 'lbm' | 'james' | 'bsa'

/**
 * The standardised uptake of a PET series: its activity times what the patient weighs over the dose that is left when
 * the scan begins. The start of the scan is the series' own where no slice was acquired before it, else GE's own
 * attribute, else it follows from an acquisition's time and its FrameReferenceTime. Philips' counts take its own factor.
 * Source: QIBA's vendor-neutral pseudo-code for SUV (bw), with Janmahasatian 2005, James 1976 and Du Bois 1916 for the
 * other masses.
 * Throws SuvUnknown with what is missing.
 */
export async function standardisedUptake(
  volume: DicomVolume,
  siblings: readonly DicomVolume[],
  by: Normaliser,
): Promise<{ image: Volume; what: string }> {
  const image = await readDicomVolume(volume, siblings)
  const { source } = volume.frames[0]
  const { dataset } = parseDicom(await source.read(), source.name)
  const starts = volume.frames.flatMap(({ acquisitionTime }) => acquisitionTime ?? [])
  const refuse = (why: string) => SuvUnknown(titleOf(volume.series, volume.name), why)
  const { factor, what } = uptakeFactor(dataset, starts.length ? Math.min(...starts) : undefined, by, refuse)
  const data = Float32Array.from(image.data, (stored) => stored * factor)
  const scan = image.scan && { ...image.scan, unit: by === 'bsa' ? 'CM2ML' : 'GML' }
  return { image: { ...image, pixelType: 'float32', data, scan }, what }
}

type Refuse = (why: string) => Error

/**
 * What a series' values are multiplied by to be SUV.
 *
 * acquired  the earliest acquisition of its slices, seconds of the epoch
 */
function uptakeFactor(dataset: Dataset, acquired: number | undefined, by: Normaliser, refuse: Refuse) {
  const units = text(dataset, tag.Units)?.toUpperCase()
  const weight = value(dataset, tag.PatientWeight)
  const mass = () => massOf(dataset, weight, by, refuse)
  if (units === 'GML') {
    const type = text(dataset, tag.SUVType)?.toUpperCase() ?? 'BW'
    if (type !== 'BW') throw refuse(`its values are SUV by ${type}`)
    const to = by === 'bw' ? 1 : mass() / positive(weight, "the patient's weight", refuse)
    return { factor: by === 'bw' ? 1 : to / 1000, what: `SUV (${names[by]}), as the scanner computed it` }
  }
  const corrected = strings(dataset, tag.CorrectedImage).map((one) => one.toUpperCase())
  if (!corrected.includes('ATTN')) throw refuse('it is not corrected for attenuation')
  if (units === 'CNTS') {
    const ready = philips(dataset, 0x00)
    if (ready) {
      const to = by === 'bw' ? 1 : mass() / (1000 * positive(weight, "the patient's weight", refuse))
      return { factor: ready * to, what: `SUV (${names[by]}) by Philips' factor ${ready}` }
    }
  } else if (units !== 'BQML') throw refuse(`its unit is ${units ?? 'not given'}`)
  const toActivity = units === 'CNTS' ? philips(dataset, 0x09) : 1
  if (!toActivity) throw refuse("its values are counts, and Philips' factors are absent")
  const { left, said } = remainingDose(dataset, acquired, corrected, refuse)
  return { factor: (toActivity * mass()) / left, what: `SUV (${names[by]}); ${said}` }
}

const names: Record<Normaliser, string> = {
  bw: 'body weight',
  lbm: 'lean body mass, Janmahasatian',
  james: 'lean body mass, James',
  bsa: 'body surface',
}

const philips = (dataset: Dataset, element: number) => {
  const where = privateTag(dataset, 0x7053, /^Philips PET Private Group/i, element)
  const [factor] =
    where === undefined ? [] : values(dataset, where, dataset.elements.get(where)?.vr === 'UN' ? 'DS' : undefined)
  return factor > 0 && Number.isFinite(factor) ? factor : undefined
}

/** The activity in Bq that is left of the dose at the time to which the values are corrected. */
function remainingDose(dataset: Dataset, acquired: number | undefined, corrected: readonly string[], refuse: Refuse) {
  const [drug] = items(dataset, tag.RadiopharmaceuticalInformationSequence)
  if (!drug) throw refuse('it has no RadiopharmaceuticalInformationSequence')
  const dose = positive(value(drug, tag.RadionuclideTotalDose), 'the injected dose', refuse)
  // A dose of a patient is tens of MBq and more; a number below is in MBq, against the standard.
  if (dose < 1e5) throw refuse(`its dose of ${dose} cannot be in Bq`)
  const halfLife = positive(value(drug, tag.RadionuclideHalfLife), 'the half-life', refuse)
  const megabecquerel = `${(dose / 1e6).toPrecision(4)} MBq`
  const correction = text(dataset, tag.DecayCorrection)?.toUpperCase()
  if (correction === 'ADMIN') return { left: dose, said: `${megabecquerel}, corrected to the injection` }
  if (correction !== 'START' || !corrected.includes('DECY'))
    throw refuse('its values are not corrected for decay to the start of the scan or to the injection')
  const scan = scanStart(dataset, acquired, halfLife)
  if (scan === undefined) throw refuse('the time of the scan is not given')
  const injected = injectionTime(drug, dataset, scan)
  if (injected === undefined) throw refuse('the time of the injection is not given')
  const delay = scan - injected
  if (!(delay >= 0 && delay < 86_400)) throw refuse(`the injection lies ${(delay / 60).toFixed(0)} min before the scan`)
  return {
    left: dose * pow(2, -delay / halfLife),
    said: `${megabecquerel}, ${(delay / 60).toFixed(1)} min before the scan, half-life ${(halfLife / 60).toFixed(1)} min`,
  }
}

/** When the scan began to which values are corrected, in seconds of the epoch. */
function scanStart(dataset: Dataset, acquired: number | undefined, halfLife: number): number | undefined {
  const series = clockTime(undefined, text(dataset, tag.SeriesDate), text(dataset, tag.SeriesTime))
  if (series !== undefined && (acquired === undefined || series <= acquired)) return series
  // A series that was made again later carries the time of that.
  const where = privateTag(dataset, 0x0009, /^GEMS_PETD_01/i, 0x0d)
  const own = where === undefined ? undefined : clockTime(text(dataset, where))
  if (own !== undefined) return own
  const acquisition = clockTime(
    text(dataset, tag.AcquisitionDateTime),
    text(dataset, tag.AcquisitionDate),
    text(dataset, tag.AcquisitionTime),
  )
  const reference = value(dataset, tag.FrameReferenceTime)
  const duration = value(dataset, tag.ActualFrameDuration)
  if (acquisition === undefined || reference === undefined || !duration) return undefined
  const decay = Math.LN2 / halfLife
  const within = decay * (duration / 1000)
  const average = Math.log(within / (1 - Math.exp(-within))) / decay
  return acquisition - reference / 1000 + average
}

function injectionTime(drug: Dataset, dataset: Dataset, scan: number): number | undefined {
  const whole = clockTime(text(drug, tag.RadiopharmaceuticalStartDateTime))
  if (whole !== undefined) return whole
  const [day, start] = [text(dataset, tag.SeriesDate), text(drug, tag.RadiopharmaceuticalStartTime)]
  const sameDay = start === undefined ? undefined : clockTime(undefined, day, start)
  // A scan after midnight of an injection before it.
  return sameDay !== undefined && sameDay > scan ? sameDay - 86_400 : sameDay
}

/** What SUV is normalised by: g of the body or of its lean mass, cm² of its surface. */
function massOf(dataset: Dataset, weight: number | undefined, by: Normaliser, refuse: Refuse): number {
  const kilograms = positive(weight, "the patient's weight", refuse)
  if (by === 'bw') return kilograms * 1000
  const metres = positive(value(dataset, tag.PatientSize), "the patient's height", refuse)
  if (metres > 3) throw refuse(`a height of ${metres} cannot be in metres`)
  const centimetres = metres * 100
  if (by === 'bsa') return 71.84 * pow(kilograms, 0.425) * pow(centimetres, 0.725)
  const sex = text(dataset, tag.PatientSex)?.toUpperCase()
  if (sex !== 'M' && sex !== 'F') throw refuse("the patient's sex is not given as M or F")
  const index = kilograms / metres ** 2
  if (by === 'james') {
    const [a, b] = sex === 'M' ? [1.1, 128] : [1.07, 148]
    return 1000 * (a * kilograms - b * (kilograms / centimetres) ** 2)
  }
  return (1000 * 9270 * kilograms) / (sex === 'M' ? 6680 + 216 * index : 8780 + 244 * index)
}

function positive(number: number | undefined, what: string, refuse: Refuse): number {
  if (number === undefined || !(number > 0)) throw refuse(`${what} is not given`)
  return number
}
