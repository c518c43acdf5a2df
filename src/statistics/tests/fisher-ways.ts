import { sortedOrder } from '../descriptive/ranks.ts'

/** Values of log that are nearer than this are one value: far above rounding, far below what the test tells apart. */
const sameValue = 1e-9

/** The ways that lead to a node of Fisher's network: how many have each Σ -log x! so far. */
export class Ways {
  length = 0
  private log = new Float64Array(4)
  private count = new Float64Array(4)
  /** After `sum`: of the ways up to each, Σ count e^(log - anchor). */
  private sums = new Float64Array(0)
  /** The largest log: e^log itself may be too small for a double. */
  anchor = 0

  /** The one way of having filled nothing. */
  static start() {
    const ways = new Ways()
    ways.log[0] = 0
    ways.count[0] = 1
    ways.length = 1
    return ways
  }

  /** Takes over all ways of another node, each followed by a filling worth `log`. */
  addAll(ways: Ways, log: number) {
    if (this.length + ways.length > this.log.length) this.makeRoom(ways.length)
    for (let i = 0; i < ways.length; i++) {
      this.log[this.length] = ways.log[i] + log
      this.count[this.length++] = ways.count[i]
    }
  }

  /** Σ count e^(log + scale) of the ways at or below `counted`; those and the ways above `dropped` are then gone. */
  settle(counted: number, dropped: number, scale: number): number {
    this.merge()
    let total = 0
    let kept = 0
    for (let i = 0; i < this.length; i++) {
      const log = this.log[i]
      if (log <= counted) total += this.count[i] * Math.exp(log + scale)
      else if (log <= dropped) {
        this.log[kept] = log
        this.count[kept++] = this.count[i]
      }
    }
    this.length = kept
    return total
  }

  /** Prepares `upTo`. */
  sum() {
    this.merge()
    this.anchor = this.log[this.length - 1]
    this.sums = new Float64Array(this.length + 1)
    for (let i = 0; i < this.length; i++)
      this.sums[i + 1] = this.sums[i] + this.count[i] * Math.exp(this.log[i] - this.anchor)
  }

  /** Σ count e^(log - anchor) of the ways at or below a value. */
  upTo(value: number): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.log[middle] <= value) low = middle + 1
      else high = middle
    }
    return this.sums[low]
  }

  /** Brings the ways in rising order, equal values together. */
  private merge() {
    const order = sortedOrder(this.log.subarray(0, this.length))
    const log = new Float64Array(this.length)
    const count = new Float64Array(this.length)
    let kept = 0
    for (const i of order) {
      if (kept > 0 && this.log[i] - log[kept - 1] < sameValue) count[kept - 1] += this.count[i]
      else {
        log[kept] = this.log[i]
        count[kept++] = this.count[i]
      }
    }
    this.log = log
    this.count = count
    this.length = kept
  }

  private makeRoom(more: number) {
    this.merge()
    const size = Math.max(2 * this.length, this.length + more, 4)
    const { log, count } = this
    this.log = new Float64Array(size)
    this.count = new Float64Array(size)
    this.log.set(log.subarray(0, this.length))
    this.count.set(count.subarray(0, this.length))
  }
}
