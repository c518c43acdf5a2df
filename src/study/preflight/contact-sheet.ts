import { qualityMeasures, qualityText } from '../../cases/quality-measures.ts'
import type { ShownRegistration } from '../../cases/registration-pictures.ts'
import { page, sheetOutlines } from '../../figures/theme/colours.ts'
import type { SlicePicture } from '../../image/quality/picture.ts'
import { sheetProgram, sheetStyle } from './contact-sheet-page.ts'
import type { Preflight, SeenCase } from './preflight.ts'

const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)

/** A patient's sequence with the regions of all its readers, and what there is to say of it. */
interface Card {
  patient: string
  sequence: string
  readers: SeenCase[]
  notes: string[]
  /** The criteria leave the patient out. */
  leftOut: boolean
}

/**
 * A page with a card for every patient and sequence: the regions of its readers outlined on the slice where each is
 * largest, what there is to look at first and open, the others folded; one file that needs no other.
 */
export function contactSheet(study: string, found: Preflight): string {
  const cards = cardsOf(found)
  const [flagged, clean] = [
    cards.filter(({ notes }) => notes.length > 0),
    cards.filter(({ notes }) => notes.length === 0),
  ]
  const sequences = [...new Set(cards.map(({ sequence }) => sequence))].filter(Boolean)
  const written = (some: readonly Card[]) => some.map((card) => cardHtml(card, found)).join('\n')
  const readers = new Set(found.cases.map(({ reader }) => reader))
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Contact sheet: ${escaped(study)}</title>
<style>${sheetStyle}</style>
<header>
<h1>${escaped(study)}: ${found.cases.length} cases</h1>
<p>Each region is outlined on the slice where it is largest${readers.size > 1 ? ', the first reader in yellow, the second in blue' : ''}; what there is to look at comes first. The bar is 10 mm. Research use only, not a medical device.</p>
<form role="search"><label>Patient <input type="search" name="patient"></label>
<label>Sequence <select name="sequence"><option value="">all</option>${sequences.map((name) => `<option>${escaped(name)}</option>`).join('')}</select></label>
<output aria-live="polite"></output></form>
</header>
<section><h2>${flagged.length} with something to look at</h2>
<main>
${written(flagged)}
</main></section>
<details${flagged.length === 0 ? ' open' : ''}><summary>${clean.length} without a remark</summary>
<div class="cards">
${written(clean)}
</div></details>
<script>${sheetProgram}</script>
</html>
`
}

function cardsOf({ cases, leftOut = [], faults }: Preflight): Card[] {
  // A fault of one image stands with that image, another with all of its patient's.
  const all = [...cases, ...leftOut]
  const images = new Set(all.map(({ image }) => image))
  const notesOf = ({ patient, image }: SeenCase) =>
    faults
      .filter((one) => one.patient === patient && (one.file === image || !images.has(one.file)))
      .map(({ severity, what }) => `${severity}: ${what}`)
  const cards = new Map<string, Card>()
  for (const one of all) {
    const key = JSON.stringify([one.patient, one.sequence])
    const card = cards.get(key) ?? {
      patient: one.patient,
      sequence: one.sequence,
      readers: [],
      notes: [],
      leftOut: leftOut.includes(one),
    }
    cards.set(key, card)
    card.readers.push(one)
    card.notes = [...new Set([...card.notes, ...notesOf(one)])]
  }
  return [...cards.values(), ...unseen(all, faults)]
}

/** Patients of whom there is something to tell and no picture, since the criteria leave them out. */
function unseen(cases: readonly SeenCase[], faults: Preflight['faults']): Card[] {
  const shown = new Set(cases.map(({ patient }) => patient))
  const others = new Set(
    faults.flatMap(({ patient }) => (patient !== undefined && !shown.has(patient) ? [patient] : [])),
  )
  return [...others].map((patient) => ({
    patient,
    sequence: '',
    leftOut: true,
    readers: [],
    notes: faults.filter((one) => one.patient === patient).map(({ severity, what }) => `${severity}: ${what}`),
  }))
}

function cardHtml(
  { patient, sequence, readers, notes, leftOut }: Card,
  { overlaps = [], quality = [] }: Preflight,
): string {
  const names = readers.map(({ reader }) => reader).filter(Boolean)
  const title = [patient, sequence, names.join(' and '), leftOut ? 'not analysed' : '']
    .filter(Boolean)
    .map(escaped)
    .join(' · ')
  const agreed = overlaps.find((one) => !one.again && one.patient === patient && one.sequence === sequence)
  const measured = quality.find((one) => one.patient === patient && one.sequence === sequence)?.values ?? {}
  const shown = qualityMeasures.flatMap((measure) => {
    const value = measured[measure.name]
    // Nothing clipped and nothing wrapped around is not worth a word.
    return value ? [`${measure.short} ${qualityText(measure, value)}`] : []
  })
  const lines = [
    ...readers.flatMap((one) => regionLines(one, readers.length > 1)),
    ...(shown.length ? [shown.join(', ')] : []),
    ...(agreed ? [`readers' overlap (Dice) ${agreed.dice.toFixed(2)}`] : []),
    ...(readers.length === 0 ? ['its images were not opened'] : []),
  ]
  const list = notes.map((line) => `<li>${escaped(line)}</li>`).join('')
  const about = `data-patient="${escaped(patient)}" data-sequence="${escaped(sequence)}"`
  return `<article ${about}${list ? ' class="faulty"' : ''}><h3>${title}</h3>${pictures(readers, title)}${boards(readers, title)}<p>${lines.join('<br>')}</p>${list && `<ul>${list}</ul>`}</article>`
}

/** Of a region that was carried: both images in fields, as the files say that they lie, and as they were registered. */
function boards(readers: Card['readers'], title: string): string {
  const shown = readers.flatMap(({ glance }) => glance?.registration ?? []).slice(0, 1)
  return shown
    .map(({ pictures: [before, after], rejected }) => {
      const one = (picture: SlicePicture, when: string) =>
        `<figure>${drawn(picture, [{ outline: picture.outline, colour: sheetOutlines[0] }], `${title}, ${when}`)}<figcaption>${when}</figcaption></figure>`
      return `<div class="boards">${one(before, 'before registration')}${one(after, rejected === undefined ? 'after registration' : 'registration not used')}</div>`
    })
    .join('')
}

function regionLines({ reader, glance, picture = glance?.picture }: SeenCase, several: boolean): string[] {
  if (!glance)
    return [
      picture
        ? 'cannot be extracted; the region, where there is one, is drawn at its place in space'
        : 'could not be read',
    ]
  const nameOf = (label: number) => glance.names.find(([own]) => own === label)?.[1]
  const named = (label: number) => `${label}${nameOf(label) ? ` (${escaped(nameOf(label)!)})` : ''}`
  const others = glance.labels.filter(([label]) => label !== glance.label)
  const by = several && reader ? `${escaped(reader)}, ` : ''
  return [
    `${by}label ${named(glance.label)}: ${glance.millilitres.toFixed(2)} mL, ${glance.voxels} voxels, ${glance.slices} slices`,
    `${glance.size.join(' × ')} voxels of ${glance.spacing.map((step) => Number(step.toFixed(3))).join(' × ')} mm; ${glance.range.map((value) => Number(value.toPrecision(4))).join(' to ')}`,
    ...(glance.registration ? [registrationLine(glance.registration)] : []),
    ...(others.length
      ? [`not taken: ${others.map(([label, voxels]) => `${named(label)} ${voxels} voxels`).join(', ')}`]
      : []),
  ]
}

function registrationLine({ before, after, outlines, moved, disagreement, rejected }: ShownRegistration): string {
  const overlap = outlines ? `, outlines' overlap (Dice) ${outlines.map((one) => one.toFixed(2)).join(' → ')}` : ''
  const came = rejected === undefined ? `moved by ${moved.toFixed(1)} mm` : 'not moved'
  return `registered: ${came}; mutual information ${before.toFixed(2)} → ${after.toFixed(2)}${overlap}; forward and back ${disagreement.toFixed(1)} mm apart`
}

/** The readers' outlines together where they are of one slice, else a picture for each. */
function pictures(readers: Card['readers'], title: string): string {
  const own = readers.flatMap(({ glance, picture = glance?.picture }, r) => (picture ? [{ picture, r }] : []))
  const slices = new Map<number, typeof own>()
  for (const one of own) slices.set(one.picture.slice, [...(slices.get(one.picture.slice) ?? []), one])
  return [...slices.values()]
    .map((on) =>
      drawn(
        on[0].picture,
        on.map(({ picture, r }) => ({ outline: picture.outline, colour: sheetOutlines[r % sheetOutlines.length] })),
        title,
      ),
    )
    .join('')
}

const barMillimetres = 10

/** A slice in its true proportions with the outlines of its regions and a bar of 10 mm. */
function drawn(
  { size, spacing, png, slice }: SlicePicture,
  outlines: readonly { outline: string; colour: string }[],
  title: string,
): string {
  const [width, height] = [size[0] * spacing[0], size[1] * spacing[1]]
  const data = btoa(binary(png))
  const paths = outlines.map(
    ({ outline, colour }) =>
      `<path d="${outline}" fill="none" stroke="${colour}" stroke-width="1.5" vector-effect="non-scaling-stroke"/>`,
  )
  const [x, y] = [0.04 * width, 0.96 * height]
  const bar =
    width > 2 * barMillimetres
      ? `<path class="bar" d="M${x.toFixed(2)},${y.toFixed(2)}h${barMillimetres}" stroke="${page.paper}" stroke-width="2.5" vector-effect="non-scaling-stroke"/>`
      : ''
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}, slice ${slice + 1}"><g transform="scale(${spacing.join(' ')})"><image width="${size[0]}" height="${size[1]}" preserveAspectRatio="none" href="data:image/png;base64,${data}"/>${paths.join('')}</g>${bar}</svg>`
}

function binary(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
