import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { workbench } from './zh/workbench.ts'

const app = join(import.meta.dirname, '../../app')

/** What the views say through `t`, as it stands in their code. */
function said(): string[] {
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name))
  return files.flatMap((name) =>
    [...readFileSync(join(app, name), 'utf8').matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, text]) =>
      text.replaceAll("\\'", "'"),
    ),
  )
}

test('every text of the workbench is there in Chinese, with what is put into it', () => {
  const texts = [...new Set(said())]
  expect(texts.length).toBeGreaterThan(200)
  expect(texts.filter((text) => !(text in workbench))).toEqual([])
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()
  for (const [english, chinese] of Object.entries(workbench)) {
    expect([english, places(chinese)]).toEqual([english, places(english)])
    expect(chinese, english).toMatch(/\p{Script=Han}/u)
  }
})
