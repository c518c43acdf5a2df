#!/usr/bin/env node
// The stages in the order in which data passes them, written here and nowhere else: `node scripts/stages.mjs` writes the
// linter's rules from it; the build, the browser test and `scripts/structure.mjs` read it.
import { readFileSync, writeFileSync } from 'node:fs'

/**
 * folder   below src/; a stage imports from those before it, and from the ground: errors, text, step.ts, parallel.ts
 * library  has a subpath export and runs in a browser
 * node     may import node:*; elsewhere only files named *.node.ts may
 */
export const stages = [
  { folder: 'statistics', library: true },
  { folder: 'image', library: true },
  { folder: 'features', library: true },
  { folder: 'cohort', library: true },
  { folder: 'model', library: true },
  { folder: 'figures', library: true },
  { folder: 'report', library: true },
  { folder: 'audit', library: true },
  { folder: 'jobs' },
  { folder: 'archive' },
  { folder: 'cases' },
  { folder: 'demo' },
  { folder: 'workers', node: true },
  { folder: 'study' },
  { folder: 'cluster', node: true },
  { folder: 'server', node: true },
  { folder: 'cli', node: true },
  { folder: 'app' },
]

export const libraryStages = stages.filter((stage) => stage.library).map((stage) => stage.folder)

/** Biome's overrides: no import from a later stage, and node:* only where a stage or a file's name says so. */
export function linterOverrides() {
  const order = stages.slice(0, -1).map(({ folder }, i) => ({
    includes: [`src/${folder}/**`, '!src/**/*.test.ts'],
    linter: {
      rules: {
        style: {
          noRestrictedImports: {
            level: 'error',
            options: {
              patterns: [
                {
                  group: stages.slice(i + 1).map((later) => `**/${later.folder}/**`),
                  message: `${folder}/ comes before these in the way of the data and may not import them.`,
                },
              ],
            },
          },
        },
      },
    },
  }))
  const node = {
    includes: [
      'src/**/*.ts',
      ...stages.filter((stage) => stage.node).map((stage) => `!src/${stage.folder}/**`),
      '!src/node.ts',
      '!src/**/*.node.ts',
      '!src/**/*.test.ts',
    ],
    linter: { rules: { correctness: { noNodejsModules: 'error' } } },
  }
  return [...order, node]
}

/** biome.json as it has to be. */
export function linterConfiguration() {
  return { ...JSON.parse(readFileSync('biome.json', 'utf8')), overrides: linterOverrides() }
}

if (import.meta.url === `file://${process.argv[1]}`)
  writeFileSync('biome.json', `${JSON.stringify(linterConfiguration(), null, 2)}\n`)
