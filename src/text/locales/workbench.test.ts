import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { expect, test } from 'vitest'
import * as errors from '../../errors/index.ts'
import { faults } from './zh/faults/index.ts'
import { workbench } from './zh/workbench.ts'

const app = join(import.meta.dirname, '../../app')

const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name))

/** What the views say through `t`, as it stands in their code. */
function said(): string[] {
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

test('every error is there in Chinese by its code, and no other; what is typed into a file stays as it is typed', () => {
  const all = Object.values(errors).flatMap((made) => ('remedy' in made && 'code' in made ? [made] : []))
  expect(Object.keys(faults).sort()).toEqual(all.map(({ code }) => code).sort())
  for (const { code, remedy } of all) {
    const [what, todo] = faults[code]
    for (const words of [what, todo]) expect(words, code).toMatch(/\p{Script=Han}.*[。：]/u)
    const options = (text: string) => [...new Set(text.match(/--[a-z-]+/g))].sort()
    expect(options(todo), code).toEqual(options(remedy))
  }
})

/** Names of programs, formats, keys and measures, which are the same in both. */
const international =
  /^(Nomoscope|nomoscope .*|English|中文|NRRD|NIfTI|DICOM SEG|DICOMweb|DIMSE .*|ITK-SNAP|3D Slicer|SD|\(HU\)|(ICC|κ) \(95% CI\)|f|Ctrl\+.*)$/
const fields = new Set(['Field', 'NumberField', 'Slider'])
const spoken = new Set(['placeholder', 'title', 'alt', 'aria-label'])

/** What stands in a view as it is, past `t`; of a field its name, which the field translates. */
function plain(file: string): string[] {
  const found: string[] = []
  const attribute = (of: string, name: string, text: string) => {
    if (spoken.has(name) || (fields.has(of) && name === 'name' && !(text in workbench))) found.push(text)
  }
  const { program } = parseSync(file, readFileSync(join(app, file), 'utf8'))
  new Visitor({
    JSXText: ({ value }) => void found.push(value.replace(/\s+/g, ' ').trim()),
    JSXOpeningElement({ name: of, attributes }) {
      for (const one of attributes)
        if (one.type === 'JSXAttribute' && one.value?.type === 'Literal')
          attribute(of.type === 'JSXIdentifier' ? of.name : '', String(one.name.name), one.value.value)
    },
  }).visit(program)
  return found.filter((text) => /\p{L}/u.test(text) && !international.test(text)).map((text) => `${file}: ${text}`)
}

test('no view says anything past the words of its language', () => {
  expect(files.filter((name) => name.endsWith('.tsx')).flatMap(plain)).toEqual([])
})
