// A table cannot leave out the rows that are not in view, so the grid is made of what ARIA calls one.
// biome-ignore-all lint/a11y/useSemanticElements: see above
// biome-ignore-all lint/a11y/useFocusableInteractive: the cells take the focus, one at a time
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { PlacedFault } from '../ask/cohort.ts'
import { t } from '../words.ts'
import type { GridRow } from './use-rows.ts'

const rowHeight = 26
const headHeight = 42
const columnWidth = 132
const margin = 6

interface GridProps {
  names: readonly string[]
  /** Of each column what it is, in a line, and all that is known of it. */
  heads: readonly { line: string; all: string }[]
  total: number
  rowAt: (index: number) => GridRow | undefined
  need: (first: number, last: number) => void
  /** Faults by row and column name. */
  faultsAt: (row: number, column: string) => readonly PlacedFault[]
  chosen?: { row: number; column: string }
  onChoose: (row: GridRow, column: number) => void
}

/** The table of the patients: only the rows and columns in view are there, whatever their number. */
export function Grid({ names, heads, total, rowAt, need, faultsAt, chosen, onChoose }: GridProps) {
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, left: 0, width: 800, height: 400 })
  const [cursor, setCursor] = useState<[index: number, column: number]>([0, 0])
  const wantsFocus = useRef(false)
  const look = () => {
    const { scrollTop, scrollLeft, clientWidth, clientHeight } = box.current!
    setView({ top: scrollTop, left: scrollLeft, width: clientWidth, height: clientHeight })
  }
  useLayoutEffect(() => {
    look()
    const watch = new ResizeObserver(look)
    watch.observe(box.current!)
    return () => watch.disconnect()
  }, [])
  const first = Math.max(0, Math.floor(view.top / rowHeight) - margin)
  const last = Math.min(total - 1, Math.ceil((view.top + view.height) / rowHeight) + margin)
  const left = Math.max(0, Math.floor(view.left / columnWidth) - 1)
  const right = Math.min(names.length - 1, Math.ceil((view.left + view.width) / columnWidth))
  useEffect(() => {
    if (last >= first) need(first, last)
  }, [first, last, need])
  useEffect(() => {
    if (!wantsFocus.current) return
    wantsFocus.current = false
    box.current?.querySelector<HTMLElement>('[tabindex="0"][role="gridcell"]')?.focus({ preventScroll: true })
  })

  const move = (event: KeyboardEvent) => {
    const steps: Record<string, [number, number]> = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      PageDown: [15, 0],
      PageUp: [-15, 0],
      Home: [0, -names.length],
      End: [0, names.length],
    }
    const step = steps[event.key]
    if (event.key === 'Enter' || event.key === ' ') {
      const row = rowAt(cursor[0])
      event.preventDefault()
      if (row) onChoose(row, cursor[1])
    }
    if (!step) return
    event.preventDefault()
    const inside = (value: number, most: number) => Math.max(0, Math.min(most, value))
    const index = inside(cursor[0] + step[0], total - 1)
    const column = inside(cursor[1] + step[1], names.length - 1)
    setCursor([index, column])
    wantsFocus.current = true
    const at = box.current!
    const body = at.clientHeight - headHeight
    at.scrollTop = inside(at.scrollTop, Number.POSITIVE_INFINITY)
    if (index * rowHeight < at.scrollTop) at.scrollTop = index * rowHeight
    if ((index + 1) * rowHeight > at.scrollTop + body) at.scrollTop = (index + 1) * rowHeight - body
    if (column * columnWidth < at.scrollLeft) at.scrollLeft = column * columnWidth
    if ((column + 1) * columnWidth > at.scrollLeft + at.clientWidth)
      at.scrollLeft = (column + 1) * columnWidth - at.clientWidth
  }
  const columns = Array.from({ length: Math.max(0, right - left + 1) }, (_, i) => left + i)
  const indices = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
  return (
    <div
      ref={box}
      class="grid"
      role="grid"
      aria-label={t('Patients')}
      aria-rowcount={total + 1}
      aria-colcount={names.length}
      onScroll={look}
      onKeyDown={move}
    >
      <div class="grid-head" role="row" aria-rowindex={1} style={{ width: `${names.length * columnWidth}px` }}>
        {columns.map((c) => (
          <div
            key={c}
            role="columnheader"
            aria-colindex={c + 1}
            title={heads[c].all}
            style={{ left: `${c * columnWidth}px`, width: `${columnWidth}px` }}
          >
            {names[c]}
            <small>{heads[c].line}</small>
          </div>
        ))}
      </div>
      <div
        role="rowgroup"
        class="grid-body"
        style={{ height: `${total * rowHeight}px`, width: `${names.length * columnWidth}px` }}
      >
        {indices.map((index) => {
          const row = rowAt(index)
          return (
            <div key={index} role="row" aria-rowindex={index + 2} style={{ top: `${index * rowHeight}px` }}>
              {columns.map((c) => {
                const faults = row ? faultsAt(row.row, names[c]) : []
                const worst = faults.some(({ severity }) => severity === 'error')
                  ? 'bad'
                  : faults.length > 0
                    ? 'said'
                    : ''
                const isChosen = row && chosen?.row === row.row && chosen.column === names[c]
                return (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys
                  <div
                    key={c}
                    role="gridcell"
                    aria-colindex={c + 1}
                    aria-selected={isChosen}
                    tabIndex={cursor[0] === index && cursor[1] === c ? 0 : -1}
                    class={`cell ${worst}${isChosen ? ' chosen' : ''}`}
                    title={faults.map(({ what }) => what).join('\n') || undefined}
                    style={{ left: `${c * columnWidth}px`, width: `${columnWidth}px` }}
                    onClick={() => {
                      setCursor([index, c])
                      if (row) onChoose(row, c)
                    }}
                  >
                    {row ? row.cells[c] : '…'}
                    {worst === 'bad' && <span class="hidden"> {t('(fault)')}</span>}
                  </div>
                )
              })}
            </div>
          )
        })}
      </div>
    </div>
  )
}
