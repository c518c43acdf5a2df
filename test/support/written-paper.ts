import { strToU8, zipSync } from 'fflate'
import PDFDocument from 'pdfkit'

/*
 * A paper of invented numbers, written as journals do: in JATS, HTML, Word and PDF. What is read from it is compared with
 * `tables`, cell by cell.
 */

export const title = 'A nomogram of nothing at all'

export const tables = [
  {
    label: 'Table 1',
    caption: 'Patients by response.',
    rows: [
      ['Characteristic', 'Responders (n = 66)', 'Others (n = 114)', 'Statistic', 'P value'],
      ['Age, years', '56.3 ± 10.4', '52.9 ± 11.2', '2.014', '0.046'],
      ['Volume, mm3', '1,205.3 ± 300.1', '1,003.8 ± 290.4', '', '<0.001'],
      ['Hospital stay, days', '12 (9–17)', '14 (10–21)', '', '.083'],
      ['Margin', '', '', '6.699', '0.010'],
      ['Rough', '41 (62.1%)', '48 (42.1%)', '', ''],
      ['Smooth', '25 (37.9%)', '66 (57.9%)', '', ''],
    ],
  },
  {
    label: 'Table 2',
    caption: 'Logistic regression.',
    rows: [
      ['Variable', 'β', 'SE', 'OR (95% CI)', 'p'],
      ['Rough margin', '0.842', '0.391', '2.321 (1.079–4.995)', '0.031*'],
      ['Rad-score', '0.731', '0.212', '2.077 (1.371–3.147)', '<0.001'],
    ],
  },
  {
    label: 'Table 3',
    caption: 'Performance of the nomogram.',
    rows: [
      ['Set', 'AUC (95% CI)', 'Sensitivity', 'Specificity', 'Accuracy'],
      ['Training', '0.803 (0.716–0.890)', '0.750', '0.750', '0.750'],
      ['Validation', '0.774 (0.644–0.904)', '0.773', '0.737', '0.750'],
    ],
  },
]

export const sentence =
  'Age differed, t(178) = 2.01, p = .046, and a rough margin went with response (OR 2.32; 95% CI, 1.08–5.00; P = .031) in all patients of the study.'

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const bodyOf = (rows: string[][]) => {
  const line = (cells: string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`
  return `<thead>${line(rows[0], 'th')}</thead><tbody>${rows
    .slice(1)
    .map((cells) => line(cells, 'td'))
    .join('\n')}</tbody>`
}

export function asJats(): string {
  const wraps = tables.map(
    ({ label, caption, rows }) =>
      `<table-wrap id="${label}"><label>${label}</label><caption><p>${caption}</p></caption><table frame="hsides">${bodyOf(rows)}</table></table-wrap>`,
  )
  const picture =
    '<table-wrap id="t4"><label>Table 4</label><caption><p>Set as a picture.</p></caption><graphic/></table-wrap>'
  return `<?xml version="1.0"?><article><front><article-meta><title-group><article-title>${title}</article-title></title-group><abstract><p>${sentence}</p></abstract></article-meta></front><body><sec><title>Results</title><p>As follows.</p>${wraps.join('\n')}${picture}</sec></body></article>`
}

export function asHtml(): string {
  const parts = tables.map(
    ({ label, caption, rows }) => `<p><b>${label}.</b> ${caption}</p><table cellpadding="3">${bodyOf(rows)}</table>`,
  )
  return `<html><head><title>x</title><script>1 < 2</script></head><body><h1>${title}</h1><h2>Results</h2><p>${escaped(sentence)}</p>${parts.join('\n')}</body></html>`
}

export function asWord(): Uint8Array {
  const paragraph = (text: string, style = '') =>
    `<w:p>${style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : ''}<w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`
  const parts = tables.flatMap(({ label, caption, rows }) => [
    paragraph(`${label}. ${caption}`),
    `<w:tbl>${rows.map((cells) => `<w:tr>${cells.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`).join('')}</w:tbl>`,
  ])
  const body = [paragraph(title, 'Title'), paragraph('Results', 'Heading1'), paragraph(sentence), ...parts].join('')
  const document = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`
  return zipSync({ 'word/document.xml': strToU8(document) })
}

/** Columns by eye, numbers flush right, as typesetters set them. */
export function asPdf(font: string, compress = true): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pdf = new PDFDocument({ size: 'A4', margin: 50, font, compress })
    const chunks: Uint8Array[] = []
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    pdf.on('error', reject)
    pdf.fontSize(16).text(title).fontSize(9).moveDown()
    pdf.text(sentence, { width: 490 }).moveDown(2)
    for (const { label, caption, rows } of tables) {
      pdf.text(`${label}. ${caption}`, 50).moveDown(0.5)
      for (const cells of rows) {
        const y = pdf.y
        cells.forEach((cell, c) => {
          if (cell)
            pdf.text(cell, c === 0 ? 50 : 60 + 100 * c, y, {
              width: 95,
              align: c === 0 ? 'left' : 'right',
              lineBreak: false,
            })
        })
        pdf.y = y + 13
      }
      pdf.x = 50
      pdf.moveDown(2)
    }
    pdf.end()
  })
}

/**
 * Running text in two columns of numbered sentences; Table 1 across both in the middle of the page, Table 2 within the
 * second column.
 */
export function asTwoColumnPdf(font: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pdf = new PDFDocument({ size: 'A4', margin: 50, font })
    const chunks: Uint8Array[] = []
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    pdf.on('error', reject)
    const [left, right, width] = [50, 305, 240]
    let k = 0
    const words = 'which no typesetter breaks where another would and that goes on for a while'.split(' ')
    const prose = (x: number, y: number, sentences: number) => {
      const text = Array.from(
        { length: sentences },
        () => `This is sentence ${++k} of the text, ${words.slice(0, 3 + ((7 * k) % 11)).join(' ')}.`,
      )
      pdf.fontSize(8).text(text.join(' '), x, y, { width, align: 'justify' })
      return pdf.y
    }
    const table = (
      { label, caption, rows }: (typeof tables)[number],
      x: number,
      y: number,
      step: number,
      size: number,
    ) => {
      pdf.fontSize(size).text(`${label}. ${caption}`, x, y, { lineBreak: false })
      for (const [r, cells] of rows.entries())
        for (const [c, cell] of cells.entries())
          if (cell) pdf.text(cell, x + c * step, y + 16 + 12 * r, { lineBreak: false })
      return y + 30 + 12 * rows.length
    }
    pdf.fontSize(16).text(title, 50, 50)
    const top = pdf.y + 20
    const first = prose(left, top, 18)
    prose(right, top, 18)
    const below = table(tables[0], left, first + 20, 105, 8)
    prose(left, below + 10, 16)
    const end = prose(right, below + 10, 8)
    table(tables[1], right, end + 20, 52, 4.5)
    pdf.end()
  })
}
