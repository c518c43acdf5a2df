import { defineConfig } from 'vite'

/** The page: static files in dist/app, for `nomoscope serve` and any web server. */
export default defineConfig({
  root: 'src/app',
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { outDir: '../../dist/app', emptyOutDir: true, target: 'es2022', modulePreload: { polyfill: false } },
  worker: { format: 'es' },
})
