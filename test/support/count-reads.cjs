// Loaded with `node --require` into the program and its threads: appends the path of every file that is read whole to the
// file that COUNT_READS names.
const fs = require('node:fs')
const { syncBuiltinESMExports } = require('node:module')

const { readFileSync, appendFileSync } = fs
fs.readFileSync = (path, ...options) => {
  if (typeof path === 'string') appendFileSync(process.env.COUNT_READS, `${path}\n`)
  return readFileSync(path, ...options)
}
syncBuiltinESMExports()
