import { qualityMeasures, qualityText } from '../../cases/quality-measures.ts'
import type { SlicePicture } from '../../image/quality/picture.ts'
import type { Preflight } from './preflight.ts'

const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)

/** A page with every case's region outlined on its largest slice, faults first; one file that needs no other. */
export function contactSheet(study: string, { cases, faults, overlaps = [], quality = [] }: Preflight): string {
  // A fault of one image stands with that image, another with all of its patient's.
  const images = new Set(cases.map(({ image }) => image))
  const notesOf = ({ patient, image }: Preflight['cases'][number]) =>
    faults
      .filter((one) => one.patient === patient && (one.file === image || !images.has(one.file)))
      .map(({ severity, what }) => `${severity}: ${what}`)
  const noted = cases.map((one) => ({ ...one, notes: notesOf(one) }))
  const ordered = [...noted, ...unseen(cases, faults)].sort(
    (a, b) => Number(b.notes.length > 0) - Number(a.notes.length > 0),
  )
  const cards = ordered.map(({ patient, sequence, reader, glance, picture = glance?.picture, notes: remarks }) => {
    const title = [patient, sequence, reader].filter(Boolean).map(escaped).join(' · ')
    const nameOf = (label: number) => glance?.names.find(([own]) => own === label)?.[1]
    const named = (label: number) => `${label}${nameOf(label) ? ` (${escaped(nameOf(label)!)})` : ''}`
    const others = glance?.labels.filter(([label]) => label !== glance.label) ?? []
    const measured = quality.find((one) => one.patient === patient && one.sequence === sequence)?.values ?? {}
    const shown = qualityMeasures.flatMap((measure) => {
      const value = measured[measure.name]
      // Nothing clipped and nothing wrapped around is not worth a word.
      return value ? [`${measure.short} ${qualityText(measure, value)}`] : []
    })
    const agreed = overlaps.find(
      (one) => one.patient === patient && one.sequence === sequence && one.readers.includes(reader),
    )
    const lines = glance
      ? [
          `label ${named(glance.label)}: ${glance.millilitres.toFixed(2)} mL, ${glance.voxels} voxels, ${glance.slices} slices`,
          `${glance.size.join(' × ')} voxels of ${glance.spacing.map((step) => Number(step.toFixed(3))).join(' × ')} mm; ${glance.range.map((value) => Number(value.toPrecision(4))).join(' to ')}`,
          ...(others.length
            ? [`not taken: ${others.map(([label, voxels]) => `${named(label)} ${voxels} voxels`).join(', ')}`]
            : []),
          ...(shown.length ? [shown.join(', ')] : []),
          ...(agreed ? [`readers' overlap (Dice) ${agreed.dice.toFixed(2)}`] : []),
        ]
      : [
          picture
            ? 'cannot be extracted; the region, where there is one, is drawn at its place in space'
            : 'could not be read',
        ]
    const notes = remarks.map((line) => `<li>${escaped(line)}</li>`).join('')
    return `<article${notes ? ' class="faulty"' : ''}><h2>${title}</h2>${picture ? drawn(picture, title) : ''}<p>${lines.join('<br>')}</p>${notes && `<ul>${notes}</ul>`}</article>`
  })
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Contact sheet: ${escaped(study)}</title>
<style>
body { font: 14px/1.4 system-ui, sans-serif; margin: 1.5rem; background: #fff; color: #1a1a1a }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem }
article { border: 1px solid #ccc; border-radius: 4px; padding: .6rem; break-inside: avoid }
article.faulty { border-color: #b00020 }
h2 { font-size: 1rem; margin: 0 0 .4rem }
p { margin: .4rem 0 0 }
ul { color: #b00020; margin: .4rem 0 0; padding-left: 1.1rem }
svg { width: 100%; height: auto; background: #000 }
</style>
<h1>${escaped(study)}: ${cases.length} cases</h1>
<p>Each region is outlined on the slice where it is largest; cases with something to look at come first. Research use only, not a medical device.</p>
<main>
${cards.join('\n')}
</main>
</html>
`
}

/** Patients with something to look at who are not among the cases, since the criteria leave them out. */
function unseen(cases: Preflight['cases'], faults: Preflight['faults']) {
  const shown = new Set(cases.map(({ patient }) => patient))
  const others = new Set(
    faults.flatMap(({ patient }) => (patient !== undefined && !shown.has(patient) ? [patient] : [])),
  )
  return [...others].map((patient) => ({
    ...{ patient, sequence: 'not analysed', reader: '', image: '', glance: undefined, picture: undefined },
    notes: faults.filter((one) => one.patient === patient).map(({ severity, what }) => `${severity}: ${what}`),
  }))
}

/** A slice in its true proportions with the region's outline. */
function drawn({ size, spacing, png, outline, slice }: SlicePicture, title: string): string {
  const [width, height] = [size[0] * spacing[0], size[1] * spacing[1]]
  const data = btoa(binary(png))
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}, slice ${slice + 1}"><g transform="scale(${spacing.join(' ')})"><image width="${size[0]}" height="${size[1]}" preserveAspectRatio="none" href="data:image/png;base64,${data}"/><path d="${outline}" fill="none" stroke="#ffd400" stroke-width="1.5" vector-effect="non-scaling-stroke"/></g></svg>`
}

function binary(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
