// Unpacks one patient of TCIA's Breast-MRI-NACT-Pilot for study.yaml: the dynamic series as it came from the scanner, the
// vendor's maps, and a proxy of the tumour (enhancement of at least 70 percent within the breast's segmentation) as a
// DICOM segmentation of its own, with a cohort table of what the series says.
//
//   node examples/breast-dce/prepare.mjs ZIPS [OUT]        (after npm ci)
//
// ZIPS holds UCSF-BR-06_*.zip (dce_3phases, seg_mask, pe1, ser); OUT is `data` beside this file.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { unzipSync } from 'fflate'
import {
  drawRegions,
  imageFromSource,
  listLabels,
  readSegmentation,
  readSeries,
  writeSegmentation,
} from 'nomoscope/image'

const [zips, out = join(import.meta.dirname, 'data')] = process.argv.slice(2)
if (!zips) {
  console.error('usage: node examples/breast-dce/prepare.mjs ZIPS [OUT]')
  process.exit(2)
}
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
const patient = 'UCSF-BR-06'
const place = join(out, patient)

/** Unpacks a zip's DICOM files into a folder, and gives them to the readers. */
function unpack(name, folder) {
  mkdirSync(join(place, folder), { recursive: true })
  const files = unzipSync(new Uint8Array(readFileSync(join(zips, `${patient}_${name}.zip`))))
  return Object.entries(files)
    .filter(([path]) => path.endsWith('.dcm'))
    .map(([path, bytes]) => {
      const file = join(place, folder, basename(path))
      writeFileSync(file, bytes)
      return { name: file, read: () => bytes }
    })
}

const phases = await readSeries(unpack('dce_3phases', 'dce'))
for (const { name, time, frames } of phases) console.log(`${name}: ${frames.length} slices, ${time} s after the first`)
unpack('pe1', 'vendor-pe1')
unpack('ser', 'vendor-ser')
const [{ name, read }] = unpack('seg_mask', 'breast')

const { image: enhancement, note } = await imageFromSource(phases, 'dce', 'pe')
console.log(note)
const breast = drawRegions(await readSegmentation(read(), name), enhancement, 'dce', 'Breast')
const tumour = {
  ...breast,
  data: breast.data.map((inside, i) => (inside && enhancement.data[i] >= 70 ? 1 : 0)),
  segments: new Map([[1, 'tumour proxy']]),
}
for (const { name, voxels, volume, slices } of listLabels(tumour))
  console.log(`${name}: ${voxels} voxels, ${(volume / 1000).toFixed(1)} mL, ${slices} slices`)
writeFileSync(join(place, 'tumour.dcm'), await writeSegmentation(tumour, phases[0], version))

const [, early, late] = phases
writeFileSync(
  join(out, 'cohort.csv'),
  `patient,phases,early_s,late_s\n${patient},${phases.length},${early.time},${late.time}\n`,
)
console.log(`now: npx nomoscope run ${join(import.meta.dirname, 'study.yaml')}`)
