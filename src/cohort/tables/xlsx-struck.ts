/** The styles of a workbook's styles.xml whose text is struck through. */
export function struckStyles(styles: string): Set<number> {
  const part = (name: string) => new RegExp(`<${name}\\b[^>]*>([\\s\\S]*?)</${name}>`).exec(styles)?.[1] ?? ''
  const fonts = [...part('fonts').matchAll(/<font\b[^>]*\/>|<font\b[^>]*>([\s\S]*?)<\/font>/g)]
  const struck = new Set(
    fonts.flatMap(([, font = ''], i) => (/<strike\b(?![^>]*val="(?:0|false)")/.test(font) ? [i] : [])),
  )
  const used = [...part('cellXfs').matchAll(/<xf\b([^>]*)>/g)].map(([, has]) =>
    Number(/\sfontId="(\d+)"/.exec(has)?.[1] ?? 0),
  )
  return new Set(used.flatMap((font, style) => (struck.has(font) ? [style] : [])))
}

/** Rows of a sheet, from 0, whose first filled cell and most others have one of the styles. */
export function struckRows(sheet: string, styles: ReadonlySet<number>): number[] {
  if (styles.size === 0) return []
  return [...sheet.matchAll(/<row\b([^>]*)>([\s\S]*?)<\/row>/g)].flatMap(([, attributes, content]) => {
    const cells = [...content.matchAll(/<c\b([^>]*)>(?=<[vfi])/g)].map(([, has]) =>
      styles.has(Number(/\ss="(\d+)"/.exec(has)?.[1] ?? 0)),
    )
    const isStruck = cells[0] && cells.filter(Boolean).length > cells.length / 2
    return isStruck ? [Number(/\sr="(\d+)"/.exec(attributes)?.[1]) - 1] : []
  })
}
