import { initWasm, Resvg } from '@resvg/resvg-wasm'
import resvgAddress from '@resvg/resvg-wasm/index_bg.wasm?url'
import regularAddress from 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf?url'
import boldAddress from 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf?url'
import { pixelsAcross } from '../../figures/export/figure-size.ts'
import { drawPdf, type FontFiles } from '../../figures/export/pdf.ts'
import { withDensity } from '../../figures/export/png-density.ts'
import type { FigureRenderer } from '../../figures/export/renderer.ts'

const fetched = async (address: string) => new Uint8Array(await (await fetch(address)).arrayBuffer())

/** The same renderers as Node's: resvg as WebAssembly, pdfkit with its deflate in JavaScript. */
export async function browserRenderer(): Promise<FigureRenderer> {
  const [regular, bold] = await Promise.all([fetched(regularAddress), fetched(boldAddress), startResvg()])
  const fonts: FontFiles = { regular, bold }
  return {
    async png(svg, dotsPerInch) {
      const resvg = new Resvg(svg, {
        fitTo: { mode: 'width', value: pixelsAcross(svg, dotsPerInch) },
        font: { fontBuffers: [regular, bold], defaultFontFamily: 'DejaVu Sans' },
        background: 'white',
      })
      const image = resvg.render()
      const png = withDensity(image.asPng(), dotsPerInch)
      image.free()
      resvg.free()
      return png
    },
    pdf: (svg, about) => drawPdf(svg, about, fonts),
  }
}

let started: Promise<void> | undefined

function startResvg() {
  started ??= initWasm(fetch(resvgAddress))
  return started
}
