#!/usr/bin/env node
import { join } from 'node:path'
import { runFromCodeCache } from './code-cache.ts'

/** Of the bundle that starts fast; scripts/build.mjs puts it in. */
declare const NOMOSCOPE_START_HASH: string

const start = (use: 'help' | 'extract') =>
  runFromCodeCache({
    bundle: join(__dirname, 'start/nomoscope.cjs'),
    build: NOMOSCOPE_START_HASH,
    use,
    thread: 'main',
  })

/**
 * What `nomoscope` runs first. Help and `extract`, which people call thousands of times, are one file that starts from
 * V8's code cache; every other command is loaded in parts as it needs them.
 */
const command = process.argv.slice(2).find((argument) => !argument.startsWith('-'))
if (command === undefined) start('help')
else if (command === 'extract' && !process.argv.some((word) => word.startsWith('--queue'))) start('extract')
else void import('./cli.ts')
