import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pixelsAcross } from './export/figure-size.ts'
import { drawPdf, type FontFiles } from './export/pdf.ts'
import { withDensity } from './export/png-density.ts'
import type { FigureRenderer } from './export/renderer.ts'

const fontFile = (face: 'Sans' | 'Sans-Bold') =>
  createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/DejaVu${face}.ttf`)

/**
 * The figure in pixels, at its size on paper: 600 dpi for line art, as journals want it, is 4323 pixels on 183 mm.
 *
 * @param svg of `svgDocument`
 * @param dotsPerInch at the figure's size on paper
 * @returns the file's bytes
 */
export async function figurePng(svg: string, dotsPerInch = 600): Promise<Uint8Array> {
  const { renderAsync } = await import('@resvg/resvg-js')
  // In another thread: the same figure's PDF is drawn in this one.
  const picture = await renderAsync(svg, {
    fitTo: { mode: 'width', value: pixelsAcross(svg, dotsPerInch) },
    font: {
      loadSystemFonts: false,
      fontFiles: [fontFile('Sans'), fontFile('Sans-Bold')],
      defaultFontFamily: 'DejaVu Sans',
    },
    background: 'white',
  })
  return withDensity(picture.asPng(), dotsPerInch)
}

let fonts: FontFiles | undefined

/**
 * The figure as one page of PDF, vectors and text with its font within.
 * date  the study's date, ISO: the file says that it was made then, so that the same figure is the same bytes.
 *
 * @param svg of `svgDocument`
 * @param about the title, and the study's date, ISO: the same figure is the same bytes
 * @returns the file's bytes
 */
export async function figurePdf(svg: string, about: { title: string; date: string }): Promise<Uint8Array> {
  fonts ??= { regular: readFileSync(fontFile('Sans')), bold: readFileSync(fontFile('Sans-Bold')) }
  return drawPdf(svg, about, fonts)
}

/** This machine's. */
export const nodeRenderer: FigureRenderer = { png: figurePng, pdf: figurePdf }
