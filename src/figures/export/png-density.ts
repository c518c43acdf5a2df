import { pngChunk } from '../../image/formats/png.ts'

/** Says in the PNG how large it is on paper (chunk pHYs behind the header), as word processors and journals read it. */
export function withDensity(png: Uint8Array, dotsPerInch: number): Uint8Array {
  const headerEnd = 33
  const content = new Uint8Array(9)
  const perMetre = Math.round(dotsPerInch / 0.0254)
  new DataView(content.buffer).setUint32(0, perMetre)
  new DataView(content.buffer).setUint32(4, perMetre)
  content[8] = 1
  const chunk = pngChunk('pHYs', content)
  const whole = new Uint8Array(png.length + chunk.length)
  whole.set(png.subarray(0, headerEnd))
  whole.set(chunk, headerEnd)
  whole.set(png.subarray(headerEnd), headerEnd + chunk.length)
  return whole
}
