/** Rational approximations of algorithm AS 241, lowest power first. */
const middle = {
  over: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  under: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
}
const tail = {
  over: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  under: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
}
const farTail = {
  over: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  under: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
}

/**
 * The z below which a standard normal lies with probability p.
 *
 * R's own algorithm, and its digits to the last: R's root searches (Mann-Whitney's shift) start from these values, and
 * one unit in the last place sends them another way at a tie. stdlib's erfcinv is off by up to three.
 * NaN outside 0..1. Source: Wichura 1988, algorithm AS 241 (PPND16).
 */
export function normalQuantile(p: number) {
  return between(p, 0.5 - p + 0.5)
}

/** The z above which a standard normal lies with probability p; see `normalQuantile`. */
export function normalUpperQuantile(p: number) {
  return between(0.5 - p + 0.5, p)
}

function between(below: number, above: number) {
  if (!(below >= 0 && above >= 0)) return Number.NaN
  if (below === 0) return -Infinity
  if (above === 0) return Infinity
  const q = below - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return (q * polynomial(middle.over, r)) / polynomial(middle.under, r)
  }
  const r = Math.sqrt(-Math.log(q > 0 ? above : below))
  const { over, under } = r <= 5 ? tail : farTail
  const x = r <= 5 ? r - 1.6 : r - 5
  const z = polynomial(over, x) / polynomial(under, x)
  return q < 0 ? -z : z
}

function polynomial(coefficients: number[], x: number) {
  let value = coefficients[7]
  for (let i = 6; i >= 0; i--) value = value * x + coefficients[i]
  return value
}
