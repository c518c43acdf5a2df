import { ink, night, page } from '../../figures/theme/colours.ts'

/** The sheet's looks. What is not on the screen is not drawn until it is scrolled to: a sheet may have two thousand cards. */
export const sheetStyle = `
body { font: 14px/1.4 system-ui, sans-serif; margin: 1.5rem; background: ${page.paper}; color: ${ink.text} }
main, .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: 1rem }
article { border: 1px solid ${page.thin}; border-radius: 4px; padding: .6rem; break-inside: avoid; content-visibility: auto; contain-intrinsic-size: auto 22rem; overflow-wrap: anywhere }
article.faulty { border: 2px solid ${page.fault} }
article[hidden] { display: none }
h1 { font-size: 1.3rem; margin: 0 }
h2, summary { font-size: 1.05rem; font-weight: 600; margin: 1rem 0 .6rem }
summary { cursor: pointer }
h3 { font-size: 1rem; margin: 0 0 .4rem }
p { margin: .4rem 0 0 }
ul { color: ${page.fault}; margin: .4rem 0 0; padding-left: 1.1rem }
svg { width: 100%; height: auto; background: ${page.air}; display: block }
svg + svg { margin-top: .3rem }
.boards { display: grid; grid-template-columns: 1fr 1fr; gap: .3rem; margin-top: .3rem }
figure { margin: 0 }
figcaption { font-size: .85em }
form { display: flex; flex-wrap: wrap; gap: .4rem 1rem; margin-top: .8rem; align-items: center }
input, select { font: inherit; padding: .15rem .4rem }
:focus-visible { outline: 3px solid ${page.focus}; outline-offset: 2px }
@media (prefers-color-scheme: dark) {
body { background: ${night.paper}; color: ${night.text} }
article { border-color: ${night.rule} }
article.faulty { border-color: ${night.fault} }
ul { color: ${night.fault} }
}
`

/** The page's program as its source text. */
export const sheetProgram = `(${runSheet})(document)`

/** Shows the cards of the patients and the sequence that are asked for; written into the page as its source. */
function runSheet(page: Document): void {
  const form = page.querySelector('form')!
  const cards = Array.from(page.querySelectorAll<HTMLElement>('article'))
  const show = () => {
    const asked = new FormData(form)
    const patient = String(asked.get('patient')).trim().toLowerCase()
    const sequence = String(asked.get('sequence'))
    let shown = 0
    for (const card of cards) {
      const fits =
        card.dataset.patient!.toLowerCase().includes(patient) && (sequence === '' || card.dataset.sequence === sequence)
      card.hidden = !fits
      if (fits) shown++
    }
    page.querySelector('output')!.textContent = `${shown} of ${cards.length} shown`
    if (patient !== '') page.querySelector('details')!.open = true
  }
  form.addEventListener('input', show)
  form.addEventListener('submit', (event) => event.preventDefault())
  show()
}
