/** What draws figures as the files that journals ask for: the same bytes from a machine's renderer and a browser's. */
export interface FigureRenderer {
  /** The figure in pixels, at its size on paper. */
  png: (svg: string, dotsPerInch: number) => Promise<Uint8Array>
  /** The figure as one page of PDF (see `drawPdf`). */
  pdf: (svg: string, about: { title: string; date: string }) => Promise<Uint8Array>
}
