import { base64 } from '../figures/canvas/base64.ts'
import { locales } from '../text/locales/index.ts'
import type { Report } from './document.ts'
import { originLine } from './origin-line.ts'
import { settledArchive } from './settled-archive.ts'
import type { Picture } from './word/word.ts'

/** Inches of a wide slide. */
const slide = { width: 13.33, height: 7.5, margin: 0.45 } as const
const font = 'Arial'

/**
 * The report's figures as slides: its title and results in brief, then a figure a slide with its title, caption and
 * description. The same report gives the same bytes.
 */
export async function reportSlides(report: Report, pictures: Readonly<Record<string, Picture>>): Promise<Uint8Array> {
  const loaded = await import('pptxgenjs')
  // Its types are those of CommonJS, its code is a module whose default is the class itself.
  const Presentation = loaded.default as unknown as typeof loaded.default.default
  const words = locales[report.language].document
  const deck = new Presentation()
  deck.layout = 'LAYOUT_WIDE'
  deck.title = report.title
  deck.author = `Nomoscope ${report.origin.version}`
  deck.company = ''
  const across = slide.width - 2 * slide.margin
  const line = { x: slide.margin, w: across, fontFace: font, color: '1B1D21', margin: 0 }
  const notice = `${words.notice}${report.synthetic ? ` ${words.synthetic}` : ''}`
  const footer = { ...line, y: slide.height - 0.4, h: 0.3, fontSize: 10, color: '565B64' }

  const first = deck.addSlide()
  first.addText(report.title, { ...line, y: 0.7, h: 1.2, fontSize: 32, bold: true, valign: 'top' })
  first.addText(originLine(report.origin, words), { ...line, y: 1.95, h: 0.4, fontSize: 12, color: '565B64' })
  const abstract = (report.summary.abstract ?? []).map(({ text }) => text).join('\n\n')
  if (abstract) first.addText(abstract, { ...line, y: 2.5, h: 4.3, fontSize: 16, valign: 'top', fit: 'shrink' })
  first.addText(notice, footer)

  for (const { id, number, title, caption, description } of report.figures) {
    const picture = pictures[id]
    const page = deck.addSlide()
    page.addText(`${words.figure} ${number}. ${title}`, {
      ...line,
      y: 0.25,
      h: 0.55,
      fontSize: 20,
      bold: true,
      fit: 'shrink',
    })
    const room = { width: across, height: 5.1 }
    const scale = Math.min(room.width / picture.width, room.height / picture.height)
    const [w, h] = [picture.width * scale, picture.height * scale]
    page.addImage({
      data: `image/png;base64,${base64(picture.png)}`,
      x: (slide.width - w) / 2,
      y: 0.9 + (room.height - h) / 2,
      w,
      h,
      altText: description,
    })
    page.addText(caption.text, { ...line, y: 6.1, h: 0.95, fontSize: 11, valign: 'top', fit: 'shrink' })
    page.addText(notice, footer)
  }
  const archive = await deck.write({ outputType: 'uint8array' })
  return settledArchive(archive as Uint8Array, report.origin.date)
}
