import { useLayoutEffect, useMemo, useState } from 'preact/hooks'

/** What is shown, as the address's part after `#` says it: `#/reading?study=study.yaml&patient=P1`. */
export interface Route {
  view: string
  values: Record<string, string>
}

export function routeOf(hash: string): Route {
  const [view, query] = hash.replace(/^#\/?/, '').split('?')
  return { view, values: Object.fromEntries(new URLSearchParams(query ?? '')) }
}

/** The address of a view. */
export const linkTo = (view: string, values: Record<string, string | undefined> = {}) => {
  const given = Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return `#/${view}${given.length ? `?${new URLSearchParams(given)}` : ''}`
}

/** The route, followed as the address changes. */
export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash)
  // In the same turn as the drawing: an address that changes between the two would be missed.
  useLayoutEffect(() => {
    const follow = () => setHash(location.hash)
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return useMemo(() => routeOf(hash), [hash])
}
