import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('colours of figures, reports and pages are written in figures/theme/colours.ts alone', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.ts$/.test(name) && !/\.test\.ts$|^src\/app\/|figures\/theme\/colours\.ts$/.test(name))
  expect(files.length).toBeGreaterThan(500)
  const written = files.filter((file) =>
    /['"\s:(]#([0-9a-f]{3}|[0-9a-f]{6})\b(?![-\w])/i.test(readFileSync(file, 'utf8')),
  )
  expect(written).toEqual([])
})
