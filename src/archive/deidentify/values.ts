/** The value that stands in place of an identifying one: not empty, and of its form. Text is padded when written. */
export function dummyValue(vr: string): string | Uint8Array {
  switch (vr) {
    case 'DA':
      return '19000101'
    case 'TM':
      return '000000'
    case 'DT':
      return '19000101000000'
    case 'AS':
      return '000Y'
    case 'DS':
    case 'IS':
      return '0'
    case 'PN':
      return 'REMOVED^'
    case 'UR':
      return 'about:blank'
    case 'US':
    case 'SS':
      return new Uint8Array(2)
    case 'FD':
    case 'SV':
    case 'UV':
    case 'OD':
    case 'OV':
      return new Uint8Array(8)
    case 'UL':
    case 'SL':
    case 'FL':
    case 'AT':
    case 'OF':
    case 'OL':
      return new Uint8Array(4)
    case 'OB':
    case 'OW':
    case 'UN':
      return new Uint8Array(2)
    default:
      return 'REMOVED'
  }
}

/** A date (DA, or the date of a DT) some days earlier; undefined for what is no whole date. Times of the day stay. */
export function shiftDate(text: string, days: number): string | undefined {
  const found = /^(\d{4})[.-]?(\d\d)[.-]?(\d\d)(.*)$/.exec(text.trim())
  if (!found) return undefined
  const [, year, month, day, rest] = found
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day))
  const date = new Date(at)
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined
  const moved = new Date(at - days * 86_400_000)
  return `${moved.toISOString().slice(0, 10).replaceAll('-', '')}${/^[\d.+-]*$/.test(rest) ? rest : ''}`
}

/** An encapsulated document with nothing in it, of the kind that it was. */
export function emptyDocument(kind: string): Uint8Array {
  const text = (content: string) => new TextEncoder().encode(content)
  if (/pdf/i.test(kind))
    return text(
      '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n',
    )
  if (/xml/i.test(kind)) return text('<?xml version="1.0"?><removed/>')
  // A binary STL without a triangle; of other kinds, zeros.
  return new Uint8Array(84)
}
