/** Which thread the bundle runs in (code-cache.ts). */
declare const bundleThread: 'main' | 'worker'

/** The file that starts fast: the command line in the main thread, the pool's work in another. */
void (bundleThread === 'main' ? import('./cli.ts') : import('../workers/worker.ts'))
