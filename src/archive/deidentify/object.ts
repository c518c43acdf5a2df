import { Problem, UnjudgedObject, UnreadableObject } from '../../errors/index.ts'
import { type DicomFile, readAttributes, strings, text, value } from '../../image/dicom/file.ts'
import { sopClass, tag } from '../../image/dicom/tags.ts'
import { representationOf } from '../dictionary.ts'
import { type Box, textLines } from './burned-in.ts'
import { cleanText } from './clean-text.ts'
import { encodeFile } from './encode.ts'
import { identifiersIn } from './identifiers.ts'
import { addMethod } from './method.ts'
import { blank, hasPixels, pictures, withoutOverlayBits } from './pixels.ts'
import type { ProfileOptions } from './profile.ts'
import { type Changes, rewriteDataset } from './rewrite.ts'
import { type BlankRule, ruleBoxes } from './rules.ts'

/** What a run's secret key makes of identities. */
export interface Pseudonyms {
  /** The name that stands for a patient. */
  patient: (id: string) => string
  /** How many days earlier the patient's dates become. */
  shift: (id: string) => number
  uid: (original: string) => string
  /** Eight letters and digits for a file or folder. */
  short: (text: string) => string
}

/** An object without its identifiers, or why it is held back. */
export interface Deidentified {
  /** Who it is of: the patient's number, else the name and the date of birth, else the study. */
  patient: { id: string; name: string; born: string; pseudonym: string; shift: number }
  kind: string
  /** The path within the folder of results, without the patient's folder. */
  path: string
  bytes?: Uint8Array
  withheld?: Problem
  changes: Changes
  /** What a person should look at, though it was written. */
  notes: string[]
}

/** Objects whose pixels are pictures of a screen, a document or a scene, or mostly carry text. */
const picturedModalities = /^(US|IVUS|ES|XC|SC|OT|GM|SM|DOC|DMS|OPT|OP|ECG|SR|KO|PR|XA|RF|BDUS|HC|HD|SMR)$/
const secondaryCapture = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(\.|$)/
const neverPictures = /^(SEG|RTSTRUCT|RTDOSE|RTPLAN|REG)$/
/** Pixels, in one of their forms, or where they are to be had. */
const pixelTags = [tag.PixelData, tag.FloatPixelData, tag.DoubleFloatPixelData, 0x00287fe0]
/** Sound, raw data: what is in them cannot be told. */
const unjudged = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(9\.4\.|9\.6\.|66$)/

/**
 * One DICOM object by the Basic Application Level Confidentiality Profile of DICOM PS3.15 with options. The pixels are
 * copied byte for byte, save where rectangles are blanked or an overlay's bits cleared. What may identify and cannot be
 * judged is held back.
 *
 * Returns undefined for a DICOMDIR, which is dropped. Throws UnreadableObject.
 */
export async function deidentifyObject(
  input: Uint8Array,
  name: string,
  options: ProfileOptions,
  rules: BlankRule[],
  pseudonyms: Pseudonyms,
): Promise<Deidentified | undefined> {
  const { file, damage } = readAttributes(input, name, representationOf)
  if (damage) throw UnreadableObject(name, damage.message)
  const { dataset } = file
  const kind = text(dataset, tag.SOPClassUID) ?? ''
  const instance = text(dataset, tag.SOPInstanceUID)
  if (kind === sopClass.directory || dataset.elements.has(0x00041220)) return undefined
  if (!kind || !instance) throw UnreadableObject(name, 'it does not say what kind of object it is, or which')
  if (dataset.elements.has(tag.Rows) && !pixelTags.some((which) => dataset.elements.has(which)))
    throw UnreadableObject(name, 'it breaks off before its pixels')
  const patient = patientOf(file, pseudonyms)
  const identifiers = identifiersIn(dataset, options)
  const changes: Changes = new Map()
  const { file: pictured, withheld, notes } = await judgePixels(file, kind, options, rules)
  const uid = (original: string) =>
    /^1\.2\.840\.10008\./.test(original) || !original ? original : pseudonyms.uid(original)
  const replacement = { options, pseudonym: patient.pseudonym, shift: patient.shift, uid, identifiers }
  const rewritten = rewriteDataset(pictured.dataset, replacement, changes)
  addMethod(rewritten, options, pictured !== file)
  const words = cleanText(text(dataset, tag.SeriesDescription) ?? '', identifiers)
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 40)
  const series = [
    String(value(dataset, tag.SeriesNumber) ?? 0).padStart(3, '0'),
    (text(dataset, tag.Modality) ?? 'OT').replace(/[^A-Z0-9]/g, ''),
    options.clean.has('descriptors') ? words : '',
    pseudonyms.short(text(dataset, tag.SeriesInstanceUID) ?? ''),
  ].filter(Boolean)
  const path = `study-${pseudonyms.short(text(dataset, tag.StudyInstanceUID) ?? '')}/${series.join('_')}/${pseudonyms.short(instance)}.dcm`
  const bytes = withheld
    ? undefined
    : encodeFile({ ...pictured, dataset: rewritten }, kind, text(rewritten, tag.SOPInstanceUID) ?? '')
  return { patient, kind, path, bytes, withheld, changes, notes }
}

function patientOf({ dataset }: DicomFile, pseudonyms: Pseudonyms): Deidentified['patient'] {
  const number = text(dataset, tag.PatientID) ?? ''
  const name = strings(dataset, tag.PatientName).join('\\')
  const born = text(dataset, 0x00100030) ?? ''
  const id = number || (name ? `${name} ${born}` : `study ${text(dataset, tag.StudyInstanceUID) ?? ''}`)
  return { id, name, born, pseudonym: pseudonyms.patient(id), shift: pseudonyms.shift(id) }
}

/** Looks at the pixels: what a rule says is blanked; text that is found is blanked where that was asked for, or holds the object back. */
async function judgePixels(
  file: DicomFile,
  kind: string,
  { clean }: ProfileOptions,
  rules: BlankRule[],
): Promise<{ file: DicomFile; withheld?: Problem; notes: string[] }> {
  const { dataset, name } = file
  const notes: string[] = []
  const held = (why: string) => ({ file, withheld: UnjudgedObject(name, why), notes })
  if (!kind.startsWith('1.2.840.10008.')) return held("it is of a manufacturer's own kind")
  if (unjudged.test(kind)) return held('it holds sound or raw data')
  if (dataset.elements.has(0x00420011)) notes.push('encapsulated document: its content was replaced by an empty one')
  const modality = text(dataset, tag.Modality) ?? ''
  if (!hasPixels(file) || neverPictures.test(modality)) return { file, notes }
  const bare = withoutOverlayBits(file)
  if (!bare) return held('an overlay lies in the unused bits of packed pixels')
  const said = text(dataset, 0x00280301)
  const imageType = strings(dataset, tag.ImageType).join('\\')
  const captured = secondaryCapture.test(kind) || /SECONDARY|SCREEN|CAPTURE|SAVE/i.test(imageType)
  const suspected = said === 'YES' || captured || picturedModalities.test(modality)
  const boxes: Box[] = ruleBoxes(dataset, rules)
  const shown = await pictures(bare).catch((error: unknown) => {
    if (error instanceof Problem) return undefined
    throw error
  })
  if (!shown && suspected && boxes.length === 0)
    return held('text may be burned into its pixels, which cannot be unpacked here')
  const ruled = boxes.length > 0 ? await blank(bare, boxes) : bare
  if (!ruled) return held('a rule blanks a part of its pixels, which cannot be unpacked here')
  const looked = ruled === bare ? shown : await pictures(ruled)
  const lines = (looked ?? []).flatMap((picture) => textLines(picture, suspected))
  if (lines.length === 0) {
    if (said === 'YES' && boxes.length === 0) return held('it says that text is burned into its pixels')
    if (suspected) notes.push(`${modality || 'no modality'}: no burned-in text was found; look at it before it leaves`)
    return { file: ruled, notes }
  }
  if (!clean.has('pixels')) return held(`what looks like text is burned into its pixels (${lines.length} places)`)
  let cleaned = ruled
  let count = 0
  // What stood beside a line may be found only when the line is gone.
  for (let found = lines, round = 0; found.length > 0; round++) {
    const next = round < 4 ? await blank(cleaned, found) : undefined
    if (!next) return held('text is burned into its pixels, which cannot be blanked here')
    cleaned = next
    count += found.length
    found = ((await pictures(next)) ?? []).flatMap((picture) => textLines(picture, suspected))
  }
  notes.push(`burned-in text: ${count} rectangles were blanked; look at it before it leaves`)
  return { file: cleaned, notes }
}
