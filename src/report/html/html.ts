import { escapeText } from '../../figures/canvas/svg.ts'
import { locales, type Messages } from '../../text/locales/index.ts'
import {
  type Block,
  type Figure,
  openWarnings,
  type Report,
  type Section,
  type Table,
  type Warning,
} from '../document.ts'
import { originLine } from '../origin-line.ts'
import { cellHtml, from } from './html-cell.ts'
import { style } from './html-style.ts'
import { tableHtml } from './html-table.ts'
import { script } from './report-page.script.ts'

/**
 * The report as one HTML file that needs nothing else: no network, its own font for the figures, and one
 * program of its own for what moves.
 *
 * @param report its sections, tables and figures
 * @param drawings SVG of each figure by its id (from `svgDocument`, whose ids begin with the figure's)
 * @returns the HTML file
 * @throws a RangeError where a section names a table or figure that the report does not have
 */
export function reportHtml(report: Report, drawings: Readonly<Record<string, string>>): string {
  const { document: words, page: pageWords } = locales[report.language]
  const program = `${script}program.runReport(${JSON.stringify(pageWords).replaceAll('<', '\\u003c')},document)`
  const context: Context = { report, drawings, words }
  const banner = report.synthetic ? `<aside class="banner">${escapeText(words.synthetic)}</aside>` : ''
  return [
    '<!doctype html>',
    `<html lang="${words.tag.html}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; font-src data:; img-src data:">`,
    `<meta name="generator" content="Nomoscope ${escapeText(report.origin.version)}">`,
    `<title>${escapeText(report.title)}</title>`,
    `<style>${style}</style></head><body>`,
    `<a class="skip" href="#main">${escapeText(words.skip)}</a>`,
    banner,
    '<div class="page">',
    contents(report, words),
    '<main id="main">',
    summaryHtml(context),
    ...report.sections.map((section, s) => sectionHtml(section, s, context)),
    footer(report, words),
    '</main></div>',
    `<script>${program}</script>`,
    '</body></html>\n',
  ].join('\n')
}

interface Context {
  report: Report
  drawings: Readonly<Record<string, string>>
  words: Messages['document']
}

function contents(report: Report, words: Messages['document']): string {
  const link = (id: string, title: string, path = '') =>
    `<li><a href="#${escapeText(id)}"${path && from(path)}>${escapeText(title)}</a></li>`
  return [
    `<nav aria-label="${words.contents}"><details open><summary>${words.contents}</summary><ul>`,
    link('summary', words.summary),
    ...report.sections.map((section, s) => link(sectionId(section), section.title, `report.sections.${s}.title`)),
    '</ul></details></nav>',
  ].join('')
}

function summaryHtml(context: Context): string {
  const { report, words } = context
  const { summary, origin } = report
  const cards = summary.headlines.map(({ label, value, detail }, h) => {
    const here = `report.summary.headlines.${h}`
    const second = detail
      ? `<dd class="detail"${from(`${here}.detail`)}>${cellHtml(detail, `${here}.detail`)}</dd>`
      : ''
    const first = `<dt${from(`${here}.label`)}>${escapeText(label)}</dt>`
    return `<div>${first}<dd${from(`${here}.value`)}>${cellHtml(value, `${here}.value`)}</dd>${second}</div>`
  })
  const warnings = summary.warnings.map((warning, w) => warningHtml(warning, `report.summary.warnings.${w}`))
  const folded = warnings.slice(openWarnings)
  return [
    '<header id="summary">',
    `<h1${from('report.title')}>${escapeText(report.title)}</h1>`,
    `<p class="origin"${from('report.origin')}>${escapeText(originLine(origin, words))}</p>`,
    report.asPublished ? `<p class="warning serious">${escapeText(words.asPublished)}</p>` : '',
    ...(summary.abstract ?? []).map((said, a) => {
      const here = `report.summary.abstract.${a}`
      return `<p class="abstract"${from(here)}>${cellHtml(said, here)}</p>`
    }),
    summary.abstract ? '' : `<dl class="headlines">${cards.join('')}</dl>`,
    warnings.length > 0
      ? `<section aria-label="${words.warnings}">${warnings.slice(0, openWarnings).join('')}${folded.length > 0 ? `<details class="more"><summary data-path="report.summary.further">${summary.further ? cellHtml(summary.further, 'report.summary.further') : ''}</summary>${folded.join('')}</details>` : ''}</section>`
      : '',
    summary.pictures?.length
      ? `<div class="pictures">${summary.pictures.map((id) => pictureHtml(id, context)).join('')}</div>`
      : '',
    '</header>',
  ].join('\n')
}

/** A figure of the report on the first page: the same drawing, used again, with a link to its place. */
function pictureHtml(id: string, { report, drawings, words }: Context): string {
  const at = placeOf(report.figures, id, 'figure')
  const { number, title, brief } = report.figures[at]
  const box = / viewBox="([^"]*)"/.exec(drawings[id] ?? '')?.[1]
  if (!box) throw new RangeError(`no drawing for figure ${id}`)
  const [, , width, height] = box.split(' ')
  return [
    `<p class="picture"><a href="#${escapeText(id)}"${from(`figures.${at}.title`)} aria-label="${escapeText(title)}">`,
    `<svg viewBox="0 0 ${width} ${brief ?? height}" aria-hidden="true"><use href="#${escapeText(id)}-drawing" width="${width}" height="${height}"/></svg></a>`,
    `<span class="see">${words.figure} <span${from(`figures.${at}.number`)}>${escapeText(number)}</span>. <span${from(`figures.${at}.title`)}>${escapeText(title)}</span></span></p>`,
  ].join('')
}

function warningHtml({ severity, text }: Warning, here: string): string {
  return `<p class="warning ${severity}"${from(`${here}.text`)}>${cellHtml(text, `${here}.text`)}</p>`
}

/** A table or figure is often called what its section is. */
const sectionId = ({ id }: Section) => `section-${id}`

function sectionHtml(section: Section, s: number, context: Context): string {
  const head = `<h2${from(`report.sections.${s}.title`)}>${escapeText(section.title)}</h2>`
  const blocks = section.blocks.map((block, b) => blockHtml(block, `report.sections.${s}.blocks.${b}`, context))
  const parts = section.supplement
    ? [`<details class="supplement"><summary>${head}</summary>`, ...blocks, '</details>']
    : [head, ...blocks]
  return [`<section id="${escapeText(sectionId(section))}">`, ...parts, '</section>'].join('\n')
}

function blockHtml(block: Block, here: string, context: Context): string {
  switch (block.kind) {
    case 'heading':
      return `<h3${from(`${here}.text`)}>${escapeText(block.text)}</h3>`
    case 'paragraph':
      return `<p${from(`${here}.text`)}>${cellHtml(block.text, `${here}.text`)}</p>`
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul'
      const items = block.items.map((item, i) => {
        const path = `${here}.items.${i}`
        return `<li${from(path)}>${cellHtml(item, path)}</li>`
      })
      return `<${tag}>${items.join('')}</${tag}>`
    }
    case 'warning':
      return warningHtml(block.warning, `${here}.warning`)
    case 'table': {
      const at = placeOf(context.report.tables, block.id, 'table')
      const table = context.report.tables[at]
      return tableHtml(table, tableCaption(table, at, context), `tables.${at}`)
    }
    case 'figure': {
      const at = placeOf(context.report.figures, block.id, 'figure')
      return figureHtml(context.report.figures[at], at, context)
    }
  }
}

function placeOf(list: readonly { id: string }[], id: string, what: string): number {
  const at = list.findIndex((one) => one.id === id)
  if (at < 0) throw new RangeError(`the report has no ${what} ${id}`)
  return at
}

function tableCaption(table: Table, at: number, { report, words }: Context): string {
  const protocol = report.asPublished ? ` <i>(${escapeText(words.asPublished)})</i>` : ''
  return `${numbered(words.table, table, `tables.${at}`)}${protocol}`
}

/** "Table 1. Its title": number and title each with their place. */
function numbered(word: string, { number, title }: { number: string; title: string }, here: string): string {
  return `<b${from(`${here}.number`)}>${word} ${escapeText(number)}.</b> <span${from(`${here}.title`)}>${escapeText(title)}</span>`
}

function figureHtml(figure: Figure, at: number, { report, drawings, words }: Context): string {
  const svg = drawings[figure.id]
  if (svg === undefined) throw new RangeError(`no drawing for figure ${figure.id}`)
  const width = Number(/ width="([\d.]+)mm"/.exec(svg)?.[1])
  const wide = width > 120
  return [
    `<figure id="${escapeText(figure.id)}" class="${wide ? 'double' : width > 75 ? 'single' : 'narrow'}" data-path="figures.${at}.data">`,
    wide ? `<div class="drawn">${inline(svg)}</div>` : inline(svg),
    figure.interactive ? thresholdPanel(figure, report) : '',
    `<figcaption>${numbered(words.figure, figure, `figures.${at}`)}. <span${from(`figures.${at}.caption`)}>${cellHtml(figure.caption, `figures.${at}.caption`)}</span></figcaption>`,
    '</figure>',
  ].join('')
}

/** A slider for the threshold of the leading figure; the page's program fills it and moves the marks with it. */
function thresholdPanel({ id, data }: Figure, { language }: Report): string {
  const words = locales[language].page
  const { shares, risks, matrices } = data as {
    shares: object
    risks: { threshold: { value: number } }
    matrices: { truePositives: number; falsePositives: number }[]
  }
  const [{ truePositives, falsePositives }] = matrices
  const chosen = { value: risks.threshold.value, tp: truePositives, fp: falsePositives }
  const facts = escapeText(JSON.stringify({ ...shares, chosen }))
  const field = `${escapeText(id)}-threshold`
  return [
    `<div class="threshold-panel" data-facts="${facts}" hidden>`,
    `<label for="${field}">${words.threshold}</label>`,
    `<input type="range" id="${field}" min="0" max="100" step="1"><output for="${field}"></output>`,
    `<button type="button">${words.chosen}</button>`,
    '<table><thead><tr><td></td>',
    `<th scope="col">${words.calledPositive}</th><th scope="col">${words.calledNegative}</th></tr></thead><tbody>`,
    `<tr><th scope="row">${words.withOutcome}</th><td data-cell="tp"></td><td data-cell="fn"></td></tr>`,
    `<tr><th scope="row">${words.without}</th><td data-cell="fp"></td><td data-cell="tn"></td></tr></tbody></table>`,
    '<p class="read" aria-live="polite"></p></div>',
  ].join('')
}

/** The drawing within the page: its own id would be the figure's. */
function inline(svg: string): string {
  return svg.replace(/^<svg([^>]*?) id="([^"]*)"/, '<svg$1 id="$2-drawing"')
}

function footer({ origin }: Report, words: Messages['document']): string {
  return `<footer${from('report.origin')}>${escapeText(`${[`${words.notice} ${words.version} ${origin.version}`, origin.cohort, origin.date].filter(Boolean).join(', ')}.`)}</footer>`
}
