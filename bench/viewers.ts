// The workbench's viewer beside NiiVue and Cornerstone in one run, in turn, on one volume of 448 × 448 × 160, in headless
// Chromium without a GPU. npm run build && node bench/install-peers.mjs viewers && npx tsx bench/viewers.ts [TURNS]
// Each viewer is driven by the mouse: the wheel over a slice; three planes (the cross drawn about; Cornerstone has none
// without a tool of its own, so the wheel goes over its three panes in turn); a brush of 20 voxels drawn about. Counted are
// frames in which the page drew.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { serve } from '../src/server/serve.ts'
import { onServer } from '../test/support/chromium.ts'
import { staticServer } from '../test/support/static-server.ts'
import { around, countFrames, framesDrawn, wheel } from './viewers/frames.ts'
import { type Viewed, viewOurs, writeStudy, writeVolume } from './viewers/ours.ts'

const turns = Number(process.argv[2] ?? 2)
const seconds = 4
const size: [number, number, number] = [448, 448, 160]
const peers = resolve(import.meta.dirname, '../.bench/viewers')
const built = resolve(import.meta.dirname, '../dist')
const folder = mkdtempSync(join(tmpdir(), 'bench-viewers-'))
mkdirSync(join(folder, 'images'))
writeVolume(join(folder, 'images', 'P1.nii'), size)
writeStudy(folder, ['P1'])

const niivue = `
import { Niivue, SLICE_TYPE } from '@niivue/niivue'
globalThis.show = async (address) => {
  globalThis.nv = new Niivue({ multiplanarShowRender: 0, isResizeCanvas: true })
  await nv.attachToCanvas(document.getElementById('one'))
  await nv.loadVolumes([{ url: address }])
  nv.setSliceType(SLICE_TYPE.MULTIPLANAR)
}
globalThis.paint = () => {
  nv.createEmptyDrawing()
  nv.setDrawingEnabled(true)
  nv.setPenValue(1, false)
  nv.opts.penSize = 20
}
`
const cornerstone = `
import * as core from '@cornerstonejs/core'
import * as tools from '@cornerstonejs/tools'
globalThis.show = async (address) => {
  await core.init()
  await tools.init()
  const bytes = await (await fetch(address)).arrayBuffer()
  const data = new Int16Array(bytes, 352)
  const [columns, rows, slices] = ${JSON.stringify(size)}
  core.volumeLoader.createLocalVolume('local', {
    metadata: {
      BitsAllocated: 16, BitsStored: 16, HighBit: 15, PixelRepresentation: 1, SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME2', Modality: 'MR', Columns: columns, Rows: rows,
      PixelSpacing: [0.8, 0.8], SliceThickness: 1, FrameOfReferenceUID: '1.2.3',
      ImageOrientationPatient: [1, 0, 0, 0, 1, 0], voiLut: [{ windowWidth: 500, windowCenter: 350 }], VOILUTFunction: 'LINEAR',
    },
    dimensions: [columns, rows, slices], spacing: [0.8, 0.8, 1], origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1], scalarData: data,
  })
  const ids = ['AXIAL', 'CORONAL', 'SAGITTAL']
  const engine = new core.RenderingEngine('engine')
  engine.setViewports(ids.map((id) => ({
    viewportId: id, type: core.Enums.ViewportType.ORTHOGRAPHIC, element: document.getElementById(id),
    defaultOptions: { orientation: core.Enums.OrientationAxis[id] },
  })))
  await core.setVolumesForViewports(engine, [{ volumeId: 'local' }], ids)
  for (const id of ids) engine.getViewport(id).setProperties({ voiRange: { lower: 150, upper: 620 } })
  for (const tool of [tools.BrushTool, tools.StackScrollTool]) tools.addTool(tool)
  globalThis.group = tools.ToolGroupManager.createToolGroup('group')
  group.addTool(tools.StackScrollTool.toolName)
  group.addToolInstance('Circle', tools.BrushTool.toolName, { activeStrategy: 'FILL_INSIDE_CIRCLE' })
  group.setToolActive(tools.StackScrollTool.toolName, { bindings: [{ mouseButton: tools.Enums.MouseBindings.Wheel }] })
  for (const id of ids) group.addViewport(id, 'engine')
  engine.render()
}
globalThis.paint = async () => {
  core.volumeLoader.createAndCacheDerivedLabelmapVolume('local', { volumeId: 'seg' })
  const type = tools.Enums.SegmentationRepresentations.Labelmap
  tools.segmentation.addSegmentations([{ segmentationId: 'seg', representation: { type, data: { volumeId: 'seg' } } }])
  await tools.segmentation.addLabelmapRepresentationToViewportMap(
    Object.fromEntries(['AXIAL', 'CORONAL', 'SAGITTAL'].map((id) => [id, [{ segmentationId: 'seg' }]])),
  )
  tools.utilities.segmentation.setBrushSizeForToolGroup('group', 8)
  group.setToolActive('Circle', { bindings: [{ mouseButton: tools.Enums.MouseBindings.Primary }] })
}
`
const panes = {
  niivue: '<canvas id="one" style="width: 900px; height: 700px"></canvas>',
  cornerstone: ['AXIAL', 'CORONAL', 'SAGITTAL']
    .map((id) => `<div id="${id}" style="width: 450px; height: 350px; float: left"></div>`)
    .join(''),
}

/** A page of a peer, bundled. */
async function bundle(site: string, name: keyof typeof panes, script: string) {
  mkdirSync(site, { recursive: true })
  const entry = join(peers, `${name}.entry.js`)
  writeFileSync(entry, script)
  await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    outfile: join(site, `${name}.js`),
    define: { global: 'globalThis' },
    loader: { '.wasm': 'file' },
    external: ['fs', 'path', 'crypto', 'worker_threads', 'module'],
    logLevel: 'error',
  })
  const page = `<!doctype html><meta charset="utf-8"><title>${name}</title>${panes[name]}<script type="module" src="${name}.js"></script>`
  writeFileSync(join(site, `${name}.html`), page)
}

async function viewPeer(page: Page, address: string, boxes: readonly string[]): Promise<Viewed> {
  const start = performance.now()
  await page.evaluate(`show(${JSON.stringify(address)})`)
  await page.waitForFunction('drawn.size > 0')
  const openMs = Math.round(performance.now() - start)
  await page.waitForTimeout(2000)
  const found = await Promise.all(boxes.map(async (box) => (await page.locator(box).boundingBox())!))
  // NiiVue's axial slice is the first quarter of its canvas.
  const pane = boxes.length > 1 ? found[0] : { ...found[0], width: found[0].width / 2, height: found[0].height / 2 }
  await around(page, pane, 0)
  const scroll = await framesDrawn(page, seconds, (step) => wheel(page, step))
  let threePlanes: number
  if (boxes.length > 1)
    threePlanes = await framesDrawn(page, seconds, async (step) => {
      await around(page, found[step % 3], step)
      await wheel(page, step)
    })
  else {
    await page.mouse.down()
    threePlanes = await framesDrawn(page, seconds, (step) => around(page, pane, step))
    await page.mouse.up()
  }
  await page.evaluate('paint()')
  await around(page, pane, 0)
  await page.mouse.down()
  const paint = await framesDrawn(page, seconds, (step) => around(page, pane, step))
  await page.mouse.up()
  return { openMs, scroll, threePlanes, paint }
}

const site = join(folder, 'site')
await bundle(site, 'niivue', niivue)
await bundle(site, 'cornerstone', cornerstone)
copyFileSync(join(folder, 'images', 'P1.nii'), join(folder, 'P1.nii'))
const other = await staticServer(site, folder)
const served = await serve({ folder, port: 0, program: join(built, 'cli.js'), page: join(built, 'app'), version: '0' })
const link = await served.linkFor('anna')

/** A page in which frames are counted from the first. */
const counted = (address: string, use: (page: Page) => Promise<Viewed>) =>
  new Promise<Viewed>((tell, fail) => {
    onServer(address, {}, async (page) => {
      await page.addInitScript(countFrames)
      await page.reload()
      tell(await use(page))
    }).catch(fail)
  })
const viewers: Record<string, () => Promise<Viewed>> = {
  ours: () =>
    counted(link, async (page) => {
      const viewed = await viewOurs(page, 'P1', seconds)
      await page.goto('about:blank') // The case is let go: a page that is killed keeps it from the next.
      return viewed
    }),
  niivue: () => counted(`${other.address}niivue.html`, (page) => viewPeer(page, 'given/P1.nii', ['#one'])),
  cornerstone: () =>
    counted(`${other.address}cornerstone.html`, (page) =>
      viewPeer(page, 'given/P1.nii', ['#AXIAL', '#CORONAL', '#SAGITTAL']),
    ),
}
try {
  for (let turn = 1; turn <= turns; turn++)
    for (const [name, view] of Object.entries(viewers)) {
      const said = await view().catch((error) => ({ failed: String(error).slice(0, 300) }))
      console.log(JSON.stringify({ turn, viewer: name, ...said, load: loadavg()[0] }))
    }
} finally {
  await served.close()
  await other.close()
  rmSync(folder, { recursive: true })
}
