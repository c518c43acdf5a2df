import { makeMathPortable } from './portable-math.ts'

// Imported before anything else by every thread of the program: constants of modules are computed as they load.
makeMathPortable()
