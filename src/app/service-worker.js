// The page without a network. `version` and `files` are written above by vite.config.ts: every file that was built, under
// a name that changes with any of them. Nothing beyond this origin is asked for, and nothing of a server's /api is kept.
const kept = `nomoscope-${version}`

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(kept).then((cache) => cache.addAll(files)))
})

// A new version waits until the pages of the old one are closed; then the old one's files go.
self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys())
        if (name.startsWith('nomoscope-') && name !== kept) await caches.delete(name)
      await self.clients.claim()
    })(),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.includes('/api/')) return
  event.respondWith(
    (async () => {
      const cache = await caches.open(kept)
      const found = (await cache.match(request, { ignoreSearch: true })) ?? (await fetch(request))
      if (found.ok && url.pathname.includes('/ort-wasm')) await cache.put(request, found.clone())
      return url.pathname.endsWith('/report-frame.html') ? withoutRights(found) : found
    })(),
  )
})

// A frame with a `sandbox` attribute is out of a service worker's reach: here the answer itself takes the rights away.
function withoutRights(response) {
  const headers = new Headers(response.headers)
  headers.set('Content-Security-Policy', 'sandbox allow-scripts allow-downloads allow-popups')
  return new Response(response.body, { status: response.status, headers })
}
