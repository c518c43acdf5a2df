import acos from '@stdlib/math-base-special-acos'
import asin from '@stdlib/math-base-special-asin'
import atan2 from '@stdlib/math-base-special-atan2'
import cbrt from '@stdlib/math-base-special-cbrt'
import cos from '@stdlib/math-base-special-cos'
import exp from '@stdlib/math-base-special-exp'
import expm1 from '@stdlib/math-base-special-expm1'
import ln from '@stdlib/math-base-special-ln'
import log1p from '@stdlib/math-base-special-log1p'
import log2 from '@stdlib/math-base-special-log2'
import log10 from '@stdlib/math-base-special-log10'
import pow from '@stdlib/math-base-special-pow'
import sin from '@stdlib/math-base-special-sin'
import tanh from '@stdlib/math-base-special-tanh'

/**
 * Engines round these functions differently: Node 24's `pow` is not Node 20's, and Chromium's are neither's. FreeBSD's
 * msun, as @stdlib has it in JavaScript, gives the same bits on all of them.
 */
const everywhere = { acos, asin, atan2, cbrt, cos, log10, sin, tanh }

/**
 * A power. The operator `**` cannot be replaced, and minifiers write it for `Math.pow`, so this is called instead
 * (scripts/structure.mjs holds it); squares and powers of two are exact everywhere.
 */
export { pow }

/** Of these most engines have msun's own code in machine code, which is then left in place. */
const mostly = { exp, expm1, log: ln, log1p, log2 }

/** Whether an engine's function gives the same bits as the portable one: of a thousand numbers another code misses some. */
function sameBits(own: (x: number) => number, portable: (x: number) => number): boolean {
  for (let i = 0; i < probes; i++) {
    const x = ((i * 7919) % probes) / 64 + 1 / 512
    if (!Object.is(own(x), portable(x)) || !Object.is(own(-x), portable(-x))) return false
  }
  return true
}

const probes = 1024

/** Makes `Math` give the same bits on every engine; a program's own doing, at its very start, never a library's. */
export function makeMathPortable(): void {
  Object.assign(Math, everywhere)
  for (const [name, portable] of Object.entries(mostly)) {
    const own = Math[name as keyof typeof mostly]
    // Compared at its first call: a small extraction makes few of them, and the comparison takes milliseconds.
    let chosen: typeof own | undefined
    const first = (x: number) => {
      if (!chosen) {
        chosen = sameBits(own, portable) ? own : portable
        Object.assign(Math, { [name]: chosen })
      }
      return chosen(x)
    }
    Object.assign(Math, { [name]: first })
  }
}
