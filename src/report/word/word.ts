import type { FileChild, ParagraphChild } from 'docx'
import { page } from '../../figures/theme/colours.ts'
import { locales, type Messages } from '../../text/locales/index.ts'
import { type Block, type Cell, type Figure, openWarnings, type Report, type Warning } from '../document.ts'
import { originLine } from '../origin-line.ts'
import { settledArchive } from '../settled-archive.ts'
import { type Docx, tableStyle, wordColour, wordTable } from './word-table.ts'

/** A figure as Word takes it: a PNG and its size on paper in millimetres. */
export interface Picture {
  png: Uint8Array
  width: number
  height: number
}

const typeSize = { body: 10, small: 8 } as const
const textWidthMillimetres = 170
/** A figure leaves room for its caption on the page. */
const figureHeightMillimetres = 205

/**
 * The report as a Word document: real headings, captions that Word numbers, tables that can be edited, figures as
 * pictures with their description. The same report gives the same bytes: the file carries the study's date, no clock.
 *
 * @param report its sections, tables and figures
 * @param pictures a PNG of each figure by its id
 * @returns the .docx file
 */
export async function reportDocx(report: Report, pictures: Readonly<Record<string, Picture>>): Promise<Uint8Array> {
  const docx = await import('docx')
  const words = locales[report.language].document
  const body = [
    ...summaryParts(report, docx, words),
    ...report.sections.flatMap((section) => [
      heading(section.title, 1, docx),
      ...section.blocks.flatMap((block) => blockParts(block, report, pictures, docx)),
    ]),
    ...furtherWarnings(report, docx),
  ]
  const file = new docx.Document({
    title: report.title,
    description: words.notice,
    creator: `Nomoscope ${report.origin.version}`,
    lastModifiedBy: `Nomoscope ${report.origin.version}`,
    styles: styles(docx, report),
    numbering: { config: [{ reference: 'ordered', levels: [orderedLevel(docx)] }] },
    sections: [
      {
        properties: {
          page: {
            size: { width: docx.convertMillimetersToTwip(210), height: docx.convertMillimetersToTwip(297) },
            margin: { top: 1134, bottom: 1134, left: 1134, right: 1134 },
          },
          ...(report.layout === 'manuscript' && {
            lineNumbers: { countBy: 1, restart: docx.LineNumberRestartFormat.CONTINUOUS },
          }),
        },
        ...(report.synthetic ? { headers: { default: pageHeader(words, docx) } } : {}),
        footers: { default: pageFooter(report, words, docx) },
        children: body,
      },
    ],
  })
  return settledArchive(new Uint8Array(await docx.Packer.toArrayBuffer(file)), report.origin.date, {
    'word/document.xml': numberOwn,
    'word/styles.xml': (xml) => xml.replace('</w:styles>', `${tableStyle}</w:styles>`),
  })
}

function styles(docx: Docx, { language, layout }: Report) {
  const single = { line: 240, lineRule: docx.LineRuleType.AUTO }
  const font = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: 'SimSun' }
  const headingStyle = (size: number) => ({
    run: { font, size: 2 * size, bold: true, color: wordColour(page.text) },
    paragraph: { spacing: { before: 280, after: 100 }, keepNext: true },
  })
  return {
    default: {
      document: {
        run: {
          font,
          size: 2 * typeSize.body,
          language: { value: locales[language].document.tag.word, eastAsia: 'zh-CN' },
        },
        paragraph: {
          spacing: { after: 110, line: layout === 'manuscript' ? 480 : 276, lineRule: docx.LineRuleType.AUTO },
        },
      },
      title: { run: { font, size: 36, bold: true }, paragraph: { spacing: { after: 80 } } },
      heading1: headingStyle(15),
      heading2: headingStyle(12),
    },
    paragraphStyles: [
      {
        id: 'Caption',
        name: 'caption',
        basedOn: 'Normal',
        next: 'Normal',
        quickFormat: true,
        run: { size: 19, bold: true },
        paragraph: { spacing: { before: 160, after: 80 } },
      },
      {
        id: 'Note',
        name: 'Table note',
        basedOn: 'Normal',
        run: { size: 2 * typeSize.small },
        paragraph: {
          spacing: { after: 30, line: 240, lineRule: docx.LineRuleType.AUTO },
          alignment: docx.AlignmentType.LEFT,
        },
      },
      ...[
        { id: 'TableText', name: 'Table text', size: 18 },
        { id: 'TableSmall', name: 'Table text, small', size: 16 },
      ].map(({ id, name, size }) => ({
        ...{ id, name, basedOn: 'Normal', run: { size } },
        paragraph: { spacing: { before: 20, after: 20, ...single } },
      })),
    ],
  }
}

function orderedLevel(docx: Docx) {
  return {
    level: 0,
    format: docx.LevelFormat.DECIMAL,
    text: '%1.',
    alignment: docx.AlignmentType.START,
    style: { paragraph: { indent: { left: 500, hanging: 300 } } },
  }
}

function heading(text: string, level: 1 | 2, docx: Docx) {
  const style = level === 1 ? docx.HeadingLevel.HEADING_1 : docx.HeadingLevel.HEADING_2
  return new docx.Paragraph({ heading: style, children: [new docx.TextRun(text)] })
}

/** Text with the footnote mark of the cell set high. */
function cellRuns(cell: Cell, docx: Docx, bold = false) {
  const runs = [new docx.TextRun({ text: cell.text, bold })]
  if (cell.note) runs.push(new docx.TextRun({ text: cell.note, superScript: true, bold }))
  return runs
}

function summaryParts(report: Report, docx: Docx, words: Messages['document']): FileChild[] {
  const { summary, origin } = report
  const small = (text: string) => new docx.Paragraph({ style: 'Note', children: [new docx.TextRun(text)] })
  return [
    new docx.Paragraph({ heading: docx.HeadingLevel.TITLE, children: [new docx.TextRun(report.title)] }),
    small(originLine(origin, words)),
    ...(report.asPublished ? [warningParagraph({ severity: 'serious', text: { text: words.asPublished } }, docx)] : []),
    heading(words.summary, 1, docx),
    ...(summary.abstract ?? []).map((said) => new docx.Paragraph({ children: cellRuns(said, docx) })),
    ...(summary.abstract ? [] : summary.headlines).map(
      ({ label, value, detail }) =>
        new docx.Paragraph({
          children: [
            new docx.TextRun({ text: `${label}: ` }),
            ...cellRuns(value, docx, true),
            ...(detail ? [new docx.TextRun({ text: ` (${detail.text})`, color: wordColour(page.quiet) })] : []),
          ],
        }),
    ),
    ...summary.warnings.slice(0, openWarnings).map((warning) => warningParagraph(warning, docx)),
    ...(summary.further ? [small(words.atTheEnd(summary.further.text))] : []),
  ]
}

/** What the page folds below its first warnings stands at the end of the document. */
function furtherWarnings({ summary }: Report, docx: Docx): FileChild[] {
  const rest = summary.warnings.slice(openWarnings)
  if (rest.length === 0) return []
  return [
    ...(summary.further ? [heading(summary.further.text, 1, docx)] : []),
    ...rest.map((warning) => warningParagraph(warning, docx)),
  ]
}

function warningParagraph({ severity, text }: Warning, docx: Docx) {
  const serious = severity === 'serious'
  return new docx.Paragraph({
    shading: { type: docx.ShadingType.CLEAR, fill: wordColour(serious ? page.seriousPaper : page.warningPaper) },
    border: {
      left: {
        style: docx.BorderStyle.SINGLE,
        size: 24,
        space: 6,
        color: wordColour(serious ? page.serious : page.warning),
      },
    },
    indent: { left: 120 },
    children: cellRuns(text, docx),
  })
}

function blockParts(
  block: Block,
  report: Report,
  pictures: Readonly<Record<string, Picture>>,
  docx: Docx,
): FileChild[] {
  switch (block.kind) {
    case 'heading':
      return [heading(block.text, 2, docx)]
    case 'paragraph':
      return [new docx.Paragraph({ children: referring(block.text.text, report, docx) })]
    case 'list':
      return block.items.map(
        (item) =>
          new docx.Paragraph({
            ...(block.ordered ? { numbering: { reference: 'ordered', level: 0 } } : { bullet: { level: 0 } }),
            children: cellRuns(item, docx),
          }),
      )
    case 'warning':
      return [warningParagraph(block.warning, docx)]
    case 'table': {
      const table = report.tables.find((one) => one.id === block.id)
      if (!table) throw new RangeError(`the report has no table ${block.id}`)
      const words = locales[report.language].document
      const title = report.asPublished ? `${table.title} (${words.asPublished})` : table.title
      return [
        caption(words.table, 'Table', table.number, title, true, docx),
        wordTable(table, docx, textWidthMillimetres, (text, bold) => referring(text, report, docx, bold)),
        ...(table.footnotes.length > 0
          ? []
          : [new docx.Paragraph({ style: 'Note', spacing: { before: 0, after: 120 } })]),
        ...table.footnotes.map(
          ({ mark, text }, f) =>
            new docx.Paragraph({
              style: 'Note',
              keepNext: f < table.footnotes.length - 1,
              // What follows is no part of the notes.
              ...(f === table.footnotes.length - 1 && { spacing: { before: 0, after: 240 } }),
              children: [
                ...(mark ? [new docx.TextRun({ text: mark, superScript: true }), new docx.TextRun(' ')] : []),
                ...cellRuns(text, docx),
              ],
            }),
        ),
      ]
    }
    case 'figure': {
      const figure = report.figures.find((one) => one.id === block.id)
      const picture = pictures[block.id]
      if (!figure || !picture) throw new RangeError(`the report has no figure ${block.id}`)
      return figureParts(figure, picture, locales[report.language].document.figure, docx)
    }
  }
}

function figureParts(figure: Figure, picture: Picture, word: string, docx: Docx): FileChild[] {
  const scale = Math.min(1, textWidthMillimetres / picture.width, figureHeightMillimetres / picture.height)
  const pixels = (millimetres: number) => Math.round((millimetres * scale * 96) / 25.4)
  return [
    new docx.Paragraph({
      keepNext: true,
      spacing: { before: 200, after: 0, line: 240, lineRule: docx.LineRuleType.AUTO },
      children: [
        new docx.ImageRun({
          type: 'png',
          data: picture.png,
          transformation: { width: pixels(picture.width), height: pixels(picture.height) },
          altText: { name: figure.id, title: figure.title, description: figure.description },
        }),
      ],
    }),
    caption(word, 'Figure', figure.number, `${figure.title}. ${figure.caption.text}`, false, docx),
  ]
}

const bookmarkOf = (sequence: string, number: string) => `${sequence}_${number}`

/** A text whose "Table 3" and "Figures 2 and 4" are fields that follow the captions' numbers. */
function referring(text: string, report: Report, docx: Docx, bold = false): ParagraphChild[] {
  const words = locales[report.language].document
  const numbersOf = { Table: report.tables, Figure: report.figures }
  const parts: ParagraphChild[] = []
  let from = 0
  const plain = (to: number) => {
    if (to > from) parts.push(new docx.TextRun({ text: text.slice(from, to), bold }))
    from = to
  }
  for (const named of text.matchAll(
    new RegExp(`((?:${words.table}|${words.figure})s?) (S?\\d+(?:(?:, | and | to |、| 至 )S?\\d+)*)`, 'g'),
  )) {
    const sequence = named[1].startsWith(words.table) ? 'Table' : 'Figure'
    for (const one of named[2].matchAll(/S?\d+/g)) {
      if (!numbersOf[sequence].some(({ number }) => number === one[0])) continue
      plain(named.index + named[1].length + 1 + one.index)
      parts.push(new docx.SimpleField(`REF ${bookmarkOf(sequence, one[0])} \\h`, one[0]))
      from += one[0].length
    }
  }
  plain(text.length)
  return parts
}

/** "Table 1. …" whose number is a field of Word's, set to the report's number, so that lists of tables and references work. */
function caption(word: string, sequence: string, number: string, text: string, keepNext: boolean, docx: Docx) {
  const field = /^\d+$/.test(number)
    ? new docx.SimpleField(`SEQ ${sequence} \\* ARABIC`, number)
    : new docx.TextRun(number)
  // What refers to the number refers to this place, wherever it moves.
  const numbered = new docx.Bookmark({ id: bookmarkOf(sequence, number), children: [field] })
  return new docx.Paragraph({
    style: 'Caption',
    keepNext,
    children: [new docx.TextRun(`${word} `), numbered, new docx.TextRun('. '), new docx.TextRun({ text, bold: false })],
  })
}

function pageHeader(words: Messages['document'], docx: Docx) {
  const run = new docx.TextRun({ text: words.synthetic, bold: true, color: wordColour(page.banner) })
  return new docx.Header({ children: [new docx.Paragraph({ alignment: docx.AlignmentType.CENTER, children: [run] })] })
}

function pageFooter({ origin }: Report, words: Messages['document'], docx: Docx) {
  return new docx.Footer({
    children: [
      new docx.Paragraph({
        style: 'Note',
        tabStops: [{ type: docx.TabStopType.RIGHT, position: docx.convertMillimetersToTwip(textWidthMillimetres) }],
        children: [
          new docx.TextRun(
            [`${words.notice} ${words.version} ${origin.version}`, origin.date].filter(Boolean).join(', '),
          ),
          new docx.TextRun({ children: ['\t', docx.PageNumber.CURRENT, ' / ', docx.PageNumber.TOTAL_PAGES] }),
        ],
      }),
    ],
  })
}

/** Pictures and bookmarks are numbered on from document to document: from one in each. */
function numberOwn(xml: string): string {
  let picture = 0
  const marks = new Map<string, number>()
  return xml
    .replace(/<wp:docPr id="\d+"/g, () => `<wp:docPr id="${++picture}"`)
    .replace(/(<w:bookmark(?:Start|End)\b[^>]*w:id=")(\d+)"/g, (_, start, id) => {
      const own = marks.get(id) ?? marks.size + 1
      marks.set(id, own)
      return `${start}${own}"`
    })
}
