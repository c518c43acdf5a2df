import { useEffect, useRef, useState } from 'preact/hooks'
import { type AnswerOf, ask } from '../browser/ask.ts'
import { language } from '../words.ts'
import { at, type Workplace } from '../workplace.ts'

export type GridRow = AnswerOf<'rows'>['rows'][number]

const perPage = 200

/** The rows of the table page by page, as they come into view; a page is asked for once. */
export function useRows(work: Workplace, find: string, faulty: boolean) {
  const [total, setTotal] = useState<number>()
  const [fault, setFault] = useState<unknown>()
  const [, settle] = useState(0)
  const pages = useRef(new Map<number, GridRow[] | 'asked'>())
  const key = useRef(0)

  function need(first: number, last: number) {
    const own = key.current
    for (let page = Math.floor(first / perPage); page <= Math.floor(last / perPage); page++) {
      if (pages.current.has(page)) continue
      pages.current.set(page, 'asked')
      ask('rows', { ...at(work), language, from: page * perPage, count: perPage, find, faulty }).then(
        (answer) => {
          if (own !== key.current) return
          pages.current.set(page, answer.rows)
          setTotal(answer.total)
          settle((count) => count + 1)
        },
        (found) => own === key.current && setFault(found),
      )
    }
  }
  useEffect(() => {
    key.current++
    pages.current.clear()
    setFault(undefined)
    need(0, 0)
  }, [work.place, work.file, work.revision, find, faulty])

  const rowAt = (index: number): GridRow | undefined => {
    const page = pages.current.get(Math.floor(index / perPage))
    return page === 'asked' || page === undefined ? undefined : page[index % perPage]
  }
  return { total, need, rowAt, fault }
}
