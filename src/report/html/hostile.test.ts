import { expect, test } from 'vitest'
import { sampleDrawings, sampleReport } from '../../../test/report/sample.ts'
import { reportHtml } from './html.ts'

const evil = `</script></style><script>alert(1)</script><img src=x onerror=alert(1)>" onload='alert(1)`

/** Everything that people read, names of patients, columns and models among it, made hostile. */
function hostile(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return /^(text|title|label|caption|description|name)$/.test(key) ? value + evil : value
  if (Array.isArray(value)) return value.map((one) => hostile(one, key))
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value)
  // Numbers within a text are named by what they are in it.
  return Object.fromEntries(entries.map(([name, inner]) => [name, name === 'numbers' ? inner : hostile(inner, name)]))
}

test('names that would run stay text, in whatever part of the report they stand', () => {
  const tags = (html: string) => html.match(/<(script|img|iframe|object|embed)\b/g) ?? []
  const plain = reportHtml(sampleReport, sampleDrawings)
  const page = reportHtml(hostile(sampleReport) as typeof sampleReport, sampleDrawings)
  expect(page).toContain('&lt;script&gt;alert(1)')
  expect(tags(page)).toEqual(tags(plain))
  expect(page).not.toMatch(/<[^>]+\son(error|load)=/)
})
