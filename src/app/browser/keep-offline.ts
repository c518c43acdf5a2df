/** Keeps the page's own files, so that it opens without a network (service-worker.js); a browser without that does too. */
export async function keepOffline(): Promise<void> {
  if ('serviceWorker' in navigator) await navigator.serviceWorker.register('service-worker.js')
}
