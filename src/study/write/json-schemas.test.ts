import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { jsonSchemas } from './json-schemas.ts'

test.each(Object.entries(jsonSchemas()))(
  'docs/%s.schema.json is that of the program (node scripts/schemas.mjs)',
  (name, schema) => {
    expect(JSON.parse(readFileSync(`docs/${name}.schema.json`, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)))
  },
)
