// How the time and the memory of an extraction grow with the region and with its grey levels: the built library.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Rows { what, figures }, each measured in a process of its own so that its memory is its own. */
export function growthRows() {
  const sizes = [1e3, 1e4, 1e5, 1e6, 1e7].map((voxels) => [voxels, 32])
  const levels = [8, 128, 2048, 16384, 65536].map((count) => [1e5, count])
  return [...sizes, ...levels].map(([voxels, count]) => {
    const run = spawnSync(process.execPath, [join(import.meta.dirname, 'growth.mjs'), String(voxels), String(count)], {
      encoding: 'utf8',
    })
    const what = `${voxels.toLocaleString('en')} voxels, ${count.toLocaleString('en')} levels`
    return {
      what,
      figures: run.status === 0 ? run.stdout.trim() : `failed: ${run.stderr.trim().split('\n').slice(-8).join(' ')}`,
    }
  })
}

/** A ball of about `voxels` voxels in a smooth texture that bins of width 1 cut into about `levels` levels. */
function ball(voxels, levels) {
  const radius = Math.cbrt((3 * voxels) / (4 * Math.PI))
  const side = Math.ceil(2 * radius) + 3
  const centre = (side - 1) / 2
  const data = new Float32Array(side ** 3)
  const inside = new Uint8Array(side ** 3)
  for (let z = 0, at = 0; z < side; z++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++, at++) {
        const noise = Math.sin(at * 12.9898) * 43758.5453
        data[at] = levels * (0.25 * (2 + Math.sin(x / 5) + Math.cos(y / 7 + z / 4)) + 0.1 * (noise - Math.floor(noise)))
        inside[at] = (x - centre) ** 2 + (y - centre) ** 2 + (z - centre) ** 2 < radius ** 2 ? 1 : 0
      }
    }
  }
  const grid = {
    dimension: 3,
    size: [side, side, side],
    spacing: [1, 1, 1],
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  }
  return [
    { ...grid, pixelType: 'float32', data },
    { ...grid, pixelType: 'uint8', data: inside },
  ]
}

if (import.meta.filename === process.argv[1]) {
  const { extract, readSettings } = await import('../../dist/features.js')
  const [voxels, levels] = process.argv.slice(2).map(Number)
  const settings = readSettings('{ setting: { binWidth: 1, additionalInfo: false } }')
  const [image, mask] = ball(voxels, levels)
  let best = Infinity
  for (let round = 0; round < (voxels > 1e6 ? 1 : 3); round++) {
    const before = process.cpuUsage()
    await extract(image, mask, settings)
    const { user, system } = process.cpuUsage(before)
    best = Math.min(best, (user + system) / 1e6)
  }
  console.log(`${best.toPrecision(3)} s, ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)
}
