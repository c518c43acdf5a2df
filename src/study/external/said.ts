/** A figure in a sentence; where it has no value, that and why. */
export function figure(value: number, decimals: number, why?: string): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : `cannot be estimated${why ? `: ${why}` : ''}`
}

/** A figure with its interval behind it; where the rows give none, that is said in its place. */
export function withLimits(
  value: number,
  { lower, upper }: { lower: number; upper: number },
  decimals: number,
): string {
  if (!Number.isFinite(value)) return figure(value, decimals)
  const known = Number.isFinite(lower) && Number.isFinite(upper)
  return `${value.toFixed(decimals)} (${known ? `${lower.toFixed(decimals)}–${upper.toFixed(decimals)}` : 'too few rows for an interval'})`
}
