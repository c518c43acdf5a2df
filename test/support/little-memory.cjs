// Loaded with `node --require` into the program: the machine has as many bytes of memory as LITTLE_MEMORY says.
const os = require('node:os')
const { syncBuiltinESMExports } = require('node:module')

os.totalmem = () => Number(process.env.LITTLE_MEMORY)
syncBuiltinESMExports()
