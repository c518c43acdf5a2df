#!/usr/bin/env node
// Writes docs/study.schema.json, docs/results.schema.json and docs/ibsi-parameters.schema.json from the schemas that the program itself checks with.
import { writeFileSync } from 'node:fs'
import { build } from 'esbuild'

const { outputFiles } = await build({
  stdin: { contents: "export * from './src/study/write/json-schemas.ts'", resolveDir: '.', loader: 'ts' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  write: false,
})
const { jsonSchemas } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`
)
for (const [name, schema] of Object.entries(jsonSchemas()))
  writeFileSync(`docs/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`)
