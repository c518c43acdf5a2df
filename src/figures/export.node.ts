import { createRequire } from 'node:module'
import { pngChunk } from '../image/formats/png.ts'
import { millimetre } from './theme/theme.ts'

/** Figures as the files that journals ask for. The renderers are loaded when first needed: they cost more than a start. */

const fontFile = (face: 'Sans' | 'Sans-Bold') =>
  createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/DejaVu${face}.ttf`)

/** Size in points of an SVG made by `svgDocument`. */
function sizeOf(svg: string): { width: number; height: number } {
  const [, width, height] = / width="([\d.]+)mm" height="([\d.]+)mm"/.exec(svg) ?? []
  if (!width) throw new RangeError('not a figure: its size is not in millimetres')
  return { width: Number(width) * millimetre, height: Number(height) * millimetre }
}

/** The figure in pixels, at its size on paper: 600 dpi for line art, as journals want it, is 4323 pixels on 183 mm. */
export async function figurePng(svg: string, dotsPerInch = 600): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js')
  const picture = new Resvg(svg, {
    fitTo: { mode: 'width', value: Math.round((sizeOf(svg).width * dotsPerInch) / 72) },
    font: {
      loadSystemFonts: false,
      fontFiles: [fontFile('Sans'), fontFile('Sans-Bold')],
      defaultFontFamily: 'DejaVu Sans',
    },
    background: 'white',
  })
  return withDensity(picture.render().asPng(), dotsPerInch)
}

/** Says in the PNG how large it is on paper (chunk pHYs behind the header), as word processors and journals read it. */
function withDensity(png: Uint8Array, dotsPerInch: number): Uint8Array {
  const headerEnd = 33
  const content = new Uint8Array(9)
  const perMetre = Math.round(dotsPerInch / 0.0254)
  new DataView(content.buffer).setUint32(0, perMetre)
  new DataView(content.buffer).setUint32(4, perMetre)
  content[8] = 1
  const chunk = pngChunk('pHYs', content)
  const whole = new Uint8Array(png.length + chunk.length)
  whole.set(png.subarray(0, headerEnd))
  whole.set(chunk, headerEnd)
  whole.set(png.subarray(headerEnd), headerEnd + chunk.length)
  return whole
}

/**
 * The figure as one page of PDF, vectors and text with its font within.
 * date  the study's date, ISO: the file says that it was made then, so that the same figure is the same bytes.
 */
export async function figurePdf(svg: string, { title, date }: { title: string; date: string }): Promise<Uint8Array> {
  const [{ default: PDFDocument }, { default: svgToPdf }] = await Promise.all([
    import('pdfkit'),
    import('svg-to-pdfkit'),
  ])
  const { width, height } = sizeOf(svg)
  const document = new PDFDocument({
    size: [width, height],
    margin: 0,
    info: {
      Title: title,
      Creator: 'Nomoscope',
      Producer: 'Nomoscope',
      CreationDate: new Date(`${date.slice(0, 10)}T00:00:00Z`),
    },
  })
  document.registerFont('regular', fontFile('Sans'))
  document.registerFont('bold', fontFile('Sans-Bold'))
  const chunks: Uint8Array[] = []
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    document.on('end', resolve)
    document.on('error', reject)
  })
  svgToPdf(document, svg, 0, 0, {
    width,
    height,
    fontCallback: (_family, bold) => (bold ? 'bold' : 'regular'),
    warningCallback: (warning) => {
      throw new Error(`this figure cannot be written to PDF: ${warning}`)
    },
  })
  document.end()
  await ended
  return Buffer.concat(chunks)
}
