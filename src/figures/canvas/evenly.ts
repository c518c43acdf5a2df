/** Marks of single patients that a group of a figure has at most: more lie on each other, and fill the memory and the page. */
export const mostMarks = 500

/** The places 0 to n − 1, or of more than `mostMarks` so many at equal steps, the first and the last among them. */
export function evenly(n: number): number[] {
  const count = Math.min(n, mostMarks)
  return Array.from({ length: count }, (_, k) => (n > count ? Math.round((k * (n - 1)) / (count - 1)) : k))
}
