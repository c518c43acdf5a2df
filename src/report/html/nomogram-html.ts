import { regularFont } from '../../figures/canvas/font.ts'
import { escapeText } from '../../figures/canvas/svg.ts'
import { axisGroups, type Nomogram, type NomogramModel } from '../../model/nomogram/nomogram.ts'
import type { ModelFile } from '../../model/predict/model-schema.ts'
import { pow } from '../../portable-math.ts'
import { type Language, locales, type Messages } from '../../text/locales/index.ts'
import type { Origin } from '../document.ts'
import { script } from './nomogram-page.script.ts'
import type { Equation, PageData, PageInput, PageInterval, PageOutcome } from './nomogram-page.ts'
import { nomogramPageStyle } from './nomogram-page-style.ts'

/** What the page of a nomogram is made of. */
export interface NomogramPage {
  title: string
  language?: Language
  synthetic: boolean
  origin: Origin
  model: NomogramModel
  /** Absent where there is no one linear predictor to draw. */
  nomogram?: Nomogram
  /** What is told; the outcomes of the model unless given. */
  outcomes?: readonly PageOutcome[]
  equations?: readonly Equation[]
  /** In the order in which they are asked for; every column of the model once. */
  inputs: readonly PageInput[]
  interval: PageInterval
  training?: ModelFile['groups']
  /** How good the model is: sentences for a box beside the risk. */
  quality?: readonly string[]
  /** The nomogram as it is printed (from `svgDocument`), on which the page marks the patient. */
  drawing?: string
}

/** Labels of the drawing were given their places by this font's widths. */
const drawingFont = `@font-face{font-family:'DejaVu Sans';src:url(data:font/woff2;base64,${regularFont}) format('woff2')}`

/**
 * The nomogram as a page of its own: entries, the points as they add up, the risk with its interval, warnings out of
 * range, the place among the training patients. One file without a network; what is entered stays in it.
 *
 * @param page the model, its nomogram, what is asked for and the words around it
 * @returns the HTML file
 * @throws a RangeError when the model needs a column that the page does not ask for
 */
export function nomogramHtml(page: NomogramPage): string {
  const { title, language = 'en', synthetic, origin, model, nomogram, training } = page
  const outcomes: readonly PageOutcome[] = page.outcomes ?? model.outcomes
  const inputs = page.inputs.map(withRoundRange)
  const { document: general, drawings, nomogramPage: words } = locales[language]
  const asked = new Set(inputs.map((input) => input.name))
  const absent = model.terms.flatMap((term) => term.parts.map((part) => part.column)).find((name) => !asked.has(name))
  if (absent !== undefined) throw new RangeError(`the nomogram asks for no ${absent}, which the model needs`)
  const data: PageData = {
    intercept: model.intercept,
    terms: model.terms,
    groups: nomogram ? axisGroups(nomogram) : [],
    scale: nomogram?.scale ?? 0,
    outcomes: [...outcomes],
    ...(page.equations && { equations: [...page.equations] }),
    inputs,
    interval: page.interval,
    training,
    words: words.page,
    axes: { points: drawings.points, total: drawings.totalPoints },
  }
  const drawnTraining = training ? trainingHtml(training.counts, words.training[training.by]) : ''
  return `<!doctype html>
<html lang="${general.tag.html}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; font-src data:">
<title>${escapeText(title)}</title><style>${page.drawing ? drawingFont : ''}${nomogramPageStyle}</style></head><body>
${synthetic ? `<p class="banner">${escapeText(general.synthetic)}</p>` : ''}
<main>
<h1>${escapeText(title)}</h1>
<p class="notice"><b>${escapeText(general.notice)}</b> ${escapeText(noticeOf(general, origin))}</p>
<noscript><p class="notice"><b>${escapeText(words.noScript)}</b></p></noscript>
<div class="columns">
<form id="patient" aria-label="${escapeText(words.patient)}" onsubmit="return false" autocomplete="off">
<p class="row label"><label for="label">${escapeText(words.label)}</label><input id="label" type="text" maxlength="60"></p>
${inputs.map((input, i) => inputHtml(input, i, words.page.choose, words.slider, nomogram && words.page.points)).join('\n')}
${nomogram ? `<p class="total"><span>${escapeText(words.total)}</span> <b id="total">–</b></p>` : ''}
<p class="buttons"><button type="button" id="typical">${escapeText(words.typical)}</button>
<button type="button" id="clear">${escapeText(words.clear)}</button>
<button type="button" id="print">${escapeText(words.print)}</button></p>
</form>
<section class="result" aria-label="${escapeText(words.result)}">
<div role="status" aria-live="polite">
${outcomes.map((outcome, o) => `<p class="risk"><span>${escapeText(outcome.label)}</span> <strong id="risk-${o}">–</strong> <span id="interval-${o}" class="interval"></span></p>`).join('\n')}
<p id="state"></p>
</div>
<ul id="warnings" role="alert"></ul>
${page.quality ? `<details class="quality" open><summary><h2>${escapeText(words.quality)}</h2></summary>${page.quality.map((line) => `<p>${escapeText(line)}</p>`).join('')}${drawnTraining}</details>` : drawnTraining}
</section>
</div>
${page.drawing ? `<div class="drawing" tabindex="0" role="region" aria-label="${escapeText(words.drawing)}">${page.drawing}</div>` : ''}
</main>
<script type="application/json" id="model">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script>${script}program.runNomogramPage(JSON.parse(document.getElementById('model').textContent),document)</script>
</body></html>
`
}

/** Version, cohort and, where the study names one, its date. */
function noticeOf(words: Messages['document'], { version, cohort, date }: NomogramPage['origin']): string {
  const dated = date ? [`${words.date}: ${date}`] : []
  return [`${words.version} ${version}`, `${words.cohort}: ${cohort}`, ...dated].join(' · ')
}

/** Rounded outwards to what can be entered, so that the slider reaches both ends. */
function withRoundRange(input: PageInput): PageInput {
  if (!input.range) return input
  const unit = pow(10, input.decimals ?? 0)
  const [low, high] = input.range
  const range: [number, number] = [Math.floor(low * unit + 1e-9) / unit, Math.ceil(high * unit - 1e-9) / unit]
  return { ...input, range, typical: Number(Number(input.typical).toFixed(input.decimals ?? 0)) }
}

function inputHtml(input: PageInput, i: number, choose: string, slider: string, points: string | undefined): string {
  const name = escapeText(input.unit ? `${input.label}, ${input.unit}` : input.label)
  let control: string
  if (input.levels) {
    const options = input.levels.map((level, l) => `<option value="${l}">${escapeText(level.label)}</option>`)
    control = `<select id="input-${i}"><option value="">${escapeText(choose)}</option>${options.join('')}</select>`
  } else {
    const [low, high] = input.range!
    const step = pow(10, -(input.decimals ?? 0))
    control =
      `<input id="input-${i}" type="text" inputmode="decimal" size="7" aria-describedby="range-${i}${input.hint ? ` hint-${i}` : ''}">` +
      `<input id="slider-${i}" type="range" min="${low}" max="${high}" step="${step}" value="${input.typical}" aria-label="${name}: ${escapeText(slider)}">` +
      `<small id="range-${i}">${`${low} … ${high}`.replaceAll('-', '−')}</small>`
  }
  return `<p class="row"><label for="input-${i}">${name}</label>${control}${points === undefined ? '' : `<span class="points"><span class="track"><span id="bar-${i}"></span></span><span id="points-${i}">–</span> <small>${escapeText(points)}</small></span>`}${input.hint ? `<small class="hint" id="hint-${i}">${escapeText(input.hint)}</small>` : ''}</p>`
}

/** The training patients by risk: bars with the share that had the outcome filled. */
function trainingHtml(counts: NonNullable<ModelFile['groups']>['counts'], caption: string): string {
  const width = 260
  const height = 56
  // Groups differ in width: the area of a bar is its patients.
  const densest = Math.max(...counts.map(({ from, to, patients }) => patients / (to - from)))
  const bars = counts.map(({ from, to, patients, events }) => {
    const bar = (count: number, name: string) => {
      const tall = (height * count) / (to - from) / densest
      return `<rect class="${name}" x="${(width * from).toFixed(2)}" y="${(60 - tall).toFixed(2)}" width="${(width * (to - from) - 1).toFixed(2)}" height="${tall.toFixed(2)}"/>`
    }
    return `<g class="bin">${bar(patients, 'all')}${bar(events, 'events')}</g>`
  })
  return `<figure id="training"><svg viewBox="0 0 ${width} 74" role="img" aria-label="${escapeText(caption)}">${bars.join('')}<line x1="0" y1="60.5" x2="${width}" y2="60.5"/><text x="0" y="72">0%</text><text x="${width}" y="72" text-anchor="end">100%</text></svg><figcaption>${escapeText(caption)} <span id="comparison" aria-live="polite"></span></figcaption></figure>`
}
