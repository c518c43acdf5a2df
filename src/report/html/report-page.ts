import type { Messages } from '../../text/locales/index.ts'

type Words = Messages['page']

/**
 * What the page does: the threshold of the leading figure moves, tables are sorted, searched and copied, folded parts open
 * when a link leads into them. The build makes its text (`report-page.script.ts`).
 */
export function runReport(words: Words, page: Document): void {
  const all = <Kind extends Element>(selector: string, within: ParentNode = page) =>
    Array.from(within.querySelectorAll<Kind>(selector))
  const filled = (template: string, values: Record<string, string | number>) =>
    template.replace(/\{(\w+)\}/g, (_, key) => String(values[key]))
  const share = (part: number, whole: number) => (whole > 0 ? `${((100 * part) / whole).toFixed(1)}%` : '–')

  function openFor(hash: string): void {
    const target = hash.length > 1 ? page.getElementById(decodeURIComponent(hash.slice(1))) : null
    if (!target) return
    const inside = target.querySelector(':scope > details.supplement') as HTMLDetailsElement | null
    if (inside) inside.open = true
    for (let at = target.parentElement; at; at = at.parentElement)
      if (at.tagName === 'DETAILS') (at as HTMLDetailsElement).open = true
    target.scrollIntoView()
  }

  function threshold(panel: HTMLElement): void {
    const facts = JSON.parse(panel.dataset.facts!) as {
      positives: number[]
      negatives: number[]
      chosen: { value: number; tp: number; fp: number }
    }
    const slider = panel.querySelector('input')!
    const figure = panel.closest('figure')!
    const events = facts.positives[0]
    const others = facts.negatives[0]
    const first = all<SVGElement>('[data-cell]', figure).map((cell) => [cell, cell.textContent] as const)
    const marks = all<SVGGElement>('.threshold-mark', figure)
    const label = figure.querySelector('.threshold-label')
    const labelled = label?.textContent
    const circle = figure.querySelector('.operating')
    const [cx, cy] = [circle?.getAttribute('cx') ?? '', circle?.getAttribute('cy') ?? '']
    const number = (element: Element, name: string) => Number(element.getAttribute(name))

    function show(t: number, tp: number, fp: number, said: string): void {
      const counts: Record<string, number> = { tp, fp, fn: events - tp, tn: others - fp }
      panel.querySelector('output')!.textContent = said
      for (const cell of all<HTMLElement>('[data-cell]', panel)) cell.textContent = String(counts[cell.dataset.cell!])
      const matrix = new Set<string>()
      for (const cell of all<SVGElement>('svg [data-cell]', figure)) {
        const name = cell.dataset.cell!
        // The first matrix is out of fold and moves; the held-out patients are judged once, at the frozen threshold.
        if (!matrix.has(name)) cell.textContent = String(counts[name])
        matrix.add(name)
      }
      for (const mark of marks) {
        const to = number(mark, 'data-zero') + t * (number(mark, 'data-one') - number(mark, 'data-zero'))
        mark.setAttribute('transform', `translate(${to - number(mark, 'data-at')},0)`)
      }
      if (label) label.textContent = said
      if (circle) {
        const along = (from: string, to: string, part: number) =>
          String(number(circle, from) + part * (number(circle, to) - number(circle, from)))
        circle.setAttribute('cx', along('data-left', 'data-right', fp / others))
        circle.setAttribute('cy', along('data-bottom', 'data-top', tp / events))
      }
      const n = events + others
      const benefit = t < 1 ? (tp / n - ((fp / n) * t) / (1 - t)).toFixed(3).replace('-', '−') : '–'
      panel.querySelector('.read')!.textContent = filled(words.read, {
        sensitivity: share(tp, events),
        specificity: share(others - fp, others),
        ppv: share(tp, tp + fp),
        npv: share(others - fp, n - tp - fp),
        benefit,
      })
    }

    function reset(): void {
      const { value, tp, fp } = facts.chosen
      slider.value = String(Math.round(100 * value))
      show(value, tp, fp, `${(100 * value).toFixed(1)}%`)
      for (const [cell, was] of first) if (cell.closest('svg')) cell.textContent = was
      for (const mark of marks) mark.removeAttribute('transform')
      if (label) label.textContent = labelled ?? ''
      circle?.setAttribute('cx', cx)
      circle?.setAttribute('cy', cy)
    }
    slider.addEventListener('input', () => {
      const at = Number(slider.value)
      show(at / 100, facts.positives[at], facts.negatives[at], `${at}%`)
    })
    panel.querySelector('button')!.addEventListener('click', reset)
    panel.hidden = false
    reset()
  }

  /** A table's rows in groups, each with its heading, so that sorting keeps a row under its own. */
  function tools(box: HTMLElement): void {
    const table = box.querySelector('table')!
    const body = table.tBodies[0]
    const rows = Array.from(body.rows)
    const bar = page.createElement('div')
    bar.className = 'tools'
    const copy = page.createElement('button')
    copy.type = 'button'
    copy.textContent = words.copy
    copy.addEventListener('click', async () => {
      const cells = (row: HTMLTableRowElement) =>
        Array.from(row.cells, (cell) => (cell.textContent ?? '').replace(/\s+/g, ' ').trim()).join('\t')
      const plain = Array.from(table.rows, cells).join('\n')
      try {
        const text = new Blob([plain], { type: 'text/plain' })
        const html = new Blob([table.outerHTML], { type: 'text/html' })
        await navigator.clipboard.write([new ClipboardItem({ 'text/plain': text, 'text/html': html })])
      } catch {
        const area = page.createElement('textarea')
        area.value = plain
        page.body.append(area)
        area.select()
        page.execCommand('copy')
        area.remove()
      }
      copy.textContent = words.copied
    })
    bar.append(copy)
    if (rows.length > 12) {
      const search = page.createElement('input')
      search.type = 'search'
      search.placeholder = words.search
      search.setAttribute('aria-label', words.search)
      search.addEventListener('input', () => {
        const wanted = search.value.trim().toLowerCase()
        for (const row of rows) row.hidden = wanted !== '' && !(row.textContent ?? '').toLowerCase().includes(wanted)
      })
      bar.append(search)
    }
    box.prepend(bar)
    // A heading or an indented row belongs to what stands above it: such a table keeps its order.
    if (rows.length > 4 && !rows.some((row) => row.className === 'heading' || row.querySelector('.indent-1,.indent-2')))
      sortable(table, body, rows)
  }

  function sortable(table: HTMLTableElement, body: HTMLTableSectionElement, rows: HTMLTableRowElement[]): void {
    const heads = Array.from(table.tHead!.rows[table.tHead!.rows.length - 1].cells)
    heads.forEach((head, c) => {
      const button = page.createElement('button')
      button.type = 'button'
      button.className = 'sort'
      button.append(...Array.from(head.childNodes))
      head.append(button)
      button.addEventListener('click', () => {
        const rising = head.getAttribute('aria-sort') !== 'ascending'
        for (const other of heads) other.removeAttribute('aria-sort')
        head.setAttribute('aria-sort', rising ? 'ascending' : 'descending')
        const key = (row: HTMLTableRowElement) => {
          const first = row.cells[c]?.querySelector('data')?.getAttribute('value')
          return first === null || first === undefined || first === '' ? Number.NaN : Number(first)
        }
        const words = (row: HTMLTableRowElement) => row.cells[c]?.textContent ?? ''
        const order = rows
          .map((row, i) => ({ row, i }))
          .sort((a, b) => {
            const [x, y] = [key(a.row), key(b.row)]
            const by =
              Number.isNaN(x) && Number.isNaN(y)
                ? words(a.row).localeCompare(words(b.row))
                : Number.isNaN(x)
                  ? 1
                  : Number.isNaN(y)
                    ? -1
                    : x - y
            return (rising ? by : -by) || a.i - b.i
          })
        body.append(...order.map(({ row }) => row))
      })
    })
  }

  /** Only what is cut off can be scrolled by the keyboard; all else is no stop. */
  function stops(): void {
    for (const box of all<HTMLElement>('.scroll')) {
      const cut = box.scrollWidth > box.clientWidth + 1
      box.classList.toggle('cut', cut)
      if (cut) box.setAttribute('tabindex', '0')
      else box.removeAttribute('tabindex')
    }
  }

  for (const panel of all<HTMLElement>('.threshold-panel')) threshold(panel)
  for (const box of all<HTMLElement>('main .table')) tools(box)
  const view = page.defaultView!
  const narrow = view.matchMedia('(max-width: 1079px)')
  const nav = page.querySelector('nav details') as HTMLDetailsElement | null
  if (nav && narrow.matches) nav.open = false
  view.addEventListener('hashchange', () => openFor(view.location.hash))
  // A link to the place where the page already is changes no hash.
  page.addEventListener('click', (event) => {
    const link = (event.target as Element).closest('a[href^="#"]')
    if (link) openFor(link.getAttribute('href')!)
  })
  view.addEventListener('resize', stops)
  page.addEventListener('toggle', stops, true)
  view.addEventListener('beforeprint', () => {
    for (const folded of all<HTMLDetailsElement>('main details')) folded.open = true
  })
  openFor(view.location.hash)
  stops()
}
