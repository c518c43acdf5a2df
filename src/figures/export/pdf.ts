import { figureSize } from './figure-size.ts'

/** DejaVu Sans as TrueType files: their bytes. */
export interface FontFiles {
  regular: Uint8Array
  bold: Uint8Array
}

/**
 * The figure as one page of PDF, vectors and text with its font within. pdfkit is loaded when first needed: it costs more
 * than a start.
 * date  the study's date, ISO: the file says that it was made then, so that the same figure is the same bytes.
 */
export async function drawPdf(
  svg: string,
  { title, date }: { title: string; date: string },
  fonts: FontFiles,
): Promise<Uint8Array> {
  const [{ default: PDFDocument }, { default: svgToPdf }] = await Promise.all([
    import('pdfkit'),
    import('svg-to-pdfkit'),
  ])
  const { width, height } = figureSize(svg)
  const document = new PDFDocument({
    size: [width, height],
    margin: 0,
    // None of PDF's own fonts is needed; pdfkit would begin with Helvetica.
    font: null as unknown as string,
    info: {
      Title: title,
      Creator: 'Nomoscope',
      Producer: 'Nomoscope',
      CreationDate: new Date(`${date.slice(0, 10)}T00:00:00Z`),
    },
  })
  // The types name Buffer; any bytes will do.
  document.registerFont('regular', fonts.regular as Buffer)
  document.registerFont('bold', fonts.bold as Buffer)
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
  return joined(chunks)
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
