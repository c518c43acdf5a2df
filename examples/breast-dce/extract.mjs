// One patient's dynamic breast MRI, from DICOM to features: phases found in one series, enhancement maps, a proxy of
// the tumour (enhancement of at least 70 percent within the breast's segmentation), features of each map.
//
//   node examples/breast-dce/extract.mjs ZIPS OUT        (after npm ci)
//
// ZIPS holds UCSF-BR-06_dce_3phases.zip and UCSF-BR-06_seg_mask.zip of TCIA's Breast-MRI-NACT-Pilot; OUT is made.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import {
  curveType,
  drawRegions,
  imageFromSource,
  listLabels,
  readDynamic,
  readSegmentation,
  readSeries,
  timeSignalCurve,
  writeImage,
} from 'nomoscope/image'

const [zips, out] = process.argv.slice(2)
if (!zips || !out) {
  console.error('usage: node examples/breast-dce/extract.mjs ZIPS OUT')
  process.exit(2)
}

/** Unpacks a zip's DICOM files into a folder, and gives them to the readers. */
function unpack(name) {
  const files = unzipSync(new Uint8Array(readFileSync(join(zips, `UCSF-BR-06_${name}.zip`))))
  return Object.entries(files)
    .filter(([path]) => path.endsWith('.dcm'))
    .map(([path, bytes]) => {
      const file = join(out, name, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, bytes)
      return { name: file, read: () => bytes }
    })
}

const volumes = await readSeries(unpack('dce_3phases'))
console.log(`${volumes.length} images: ${volumes.map(({ name, time }) => `${name} at ${time} s`).join(', ')}`)
const { image: enhancement, note } = await imageFromSource(volumes, 'dce', 'pe')
console.log(note)
const [{ name, read }] = unpack('seg_mask')
const breast = drawRegions(await readSegmentation(read(), name), enhancement, 'dce', 'Breast')
const tumour = {
  ...breast,
  data: breast.data.map((inside, i) => (inside && enhancement.data[i] >= 70 ? 1 : 0)),
  segments: new Map([[1, 'tumour proxy']]),
}
for (const { name, voxels, volume, slices } of listLabels(tumour))
  console.log(`${name}: ${voxels} voxels, ${(volume / 1000).toFixed(1)} mL, ${slices} slices`)
writeFileSync(join(out, 'tumour.seg.nrrd'), writeImage(tumour, 'tumour.seg.nrrd'))

const dynamic = await readDynamic(volumes, 'dce')
const curve = timeSignalCurve(dynamic, tumour)
const type = ['no enhancement', 'I, persistent', 'II, plateau', 'III, wash-out'][curveType(curve, dynamic.times)]
console.log(`mean signal ${curve.map((value) => value.toFixed(0)).join(', ')}: curve type ${type}`)

const sources = ['phase 2', 'subtraction', 'pe', 'ser']
const rows = sources.map((source) => `${source},dce_3phases,tumour.seg.nrrd,${source}`)
writeFileSync(join(out, 'cases.csv'), ['ID,Image,Mask,Source', ...rows, ''].join('\n'))
const cli = join(import.meta.dirname, '../../dist/cli.js')
const features = join(out, 'features.csv')
const run = spawnSync(
  process.execPath,
  [cli, 'extract', '--cases', join(out, 'cases.csv'), '--out', features, '--overwrite'],
  {
    stdio: 'inherit',
  },
)
if (run.status === 0) console.log(`features: ${features}`)
process.exit(run.status ?? 1)
