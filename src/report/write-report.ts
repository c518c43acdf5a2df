import { type Drawing, svgDocument } from '../figures/canvas/svg.ts'
import { withFonts } from '../figures/canvas/svg-fonts.ts'
import type { FigureRenderer } from '../figures/export/renderer.ts'
import { millimetre } from '../figures/theme/theme.ts'
import { tableCsv } from './csv.ts'
import type { Report } from './document.ts'
import { reportHtml } from './html/html.ts'
import { reportSlides } from './slides.ts'
import { type Picture, reportDocx } from './word/word.ts'

type Write = (name: string, content: string | Uint8Array) => Promise<void>

/**
 * Writes a report as a page, for Word and as slides, its figures as SVG, PNG and PDF, its tables as CSV.
 * name     of the page and the document
 * printed  the drawings of PNG, PDF and Word, where these are not those of the page
 */
export async function writeReport(
  name: string,
  report: Report,
  drawings: ReadonlyMap<string, Drawing>,
  write: Write,
  render: FigureRenderer,
  progress: (done: number, total: number) => void = () => {},
  printed = drawings,
): Promise<void> {
  const svgs: Record<string, string> = {}
  for (const { id, title, description } of report.figures)
    svgs[id] = svgDocument(drawings.get(id)!, { id, title, description })
  const pictures: Record<string, Picture> = {}
  for (const [i, { id, number, title, description }] of report.figures.entries()) {
    const file = `figures/figure-${number}-${id}`
    await write(`${file}.svg`, withFonts(svgs[id]))
    const print = printed === drawings ? svgs[id] : svgDocument(printed.get(id)!, { id, title, description })
    const about = { title, date: report.origin.date || '1970-01-01' }
    const [png, pdf] = await Promise.all([render.png(print, 300), render.pdf(print, about)])
    await write(`${file}.png`, png)
    await write(`${file}.pdf`, pdf)
    pictures[id] = { png, ...sizeInMillimetres(printed.get(id)!) }
    progress(i + 1, report.figures.length)
  }
  for (const table of report.tables) await write(`tables/table-${table.number}-${table.id}.csv`, tableCsv(table))
  await write(`${name}.html`, reportHtml(report, svgs))
  await write(`${name}.docx`, await reportDocx(report, pictures))
  if (report.figures.length > 0) await write(`${name}.pptx`, await reportSlides(report, pictures))
}

function sizeInMillimetres({ width, height }: Drawing) {
  return { width: width / millimetre, height: height / millimetre }
}
