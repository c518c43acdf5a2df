/**
 * A sheet's text with the numbers that it shows as percents written as such: 0.6 in the format 0% is "60%". Of a column in
 * which some cells have that format and others not, nothing else tells that 0.6 is 60.
 *
 * @param sheet xml of a worksheet
 * @param percents the styles of `percentStyles`
 */
export function withPercents(sheet: string, percents: ReadonlySet<number>): string {
  if (percents.size === 0) return sheet
  return sheet.replace(
    /<c\b([^>]*)>((?:<f\b[^>]*\/>|<f\b[^>]*>[^<]*<\/f>)?)<v>([^<]*)<\/v><\/c>/g,
    (cell, attributes: string, formula: string, value: string) => {
      const style = Number(/\ss="(\d+)"/.exec(attributes)?.[1] ?? Number.NaN)
      const type = /\st="(\w+)"/.exec(attributes)?.[1] ?? 'n'
      if (!percents.has(style) || type !== 'n' || value.trim() === '' || !Number.isFinite(Number(value))) return cell
      // 0.07 · 100 is 7, not 7.000000000000001.
      const shown = Number((Number(value) * 100).toPrecision(15))
      return `<c${attributes.replace(/\s[ts]="\w*"/g, '')} t="str">${formula}<v>${shown}%</v></c>`
    },
  )
}

/** The styles of a workbook's styles.xml that show a number as a percent. */
export function percentStyles(styles: string): Set<number> {
  const formats = new Set([9, 10])
  for (const [, id, code] of styles.matchAll(/<numFmt\b[^>]*?\snumFmtId="(\d+)"[^>]*?\sformatCode="([^"]*)"/g)) {
    const bare = code.replace(/&quot;.*?&quot;|\\./g, '')
    if (bare.includes('%')) formats.add(Number(id))
  }
  const list = /<cellXfs\b[^>]*>([\s\S]*?)<\/cellXfs>/.exec(styles)?.[1] ?? ''
  // A style without a format of its own has the general one.
  const used = [...list.matchAll(/<xf\b([^>]*)>/g)].map(([, has]) => Number(/\snumFmtId="(\d+)"/.exec(has)?.[1] ?? 0))
  return new Set(used.flatMap((id, style) => (formats.has(id) ? [style] : [])))
}
