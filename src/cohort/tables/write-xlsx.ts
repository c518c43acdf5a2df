import writeExcelFile from 'write-excel-file/universal'

type SheetCell = string | number | boolean | null | undefined

/** A workbook of one sheet: a row of names, then rows of numbers and texts. */
export async function writeSheet(sheet: string, names: readonly string[], rows: readonly (readonly SheetCell[])[]) {
  const heads = names.map((value) => ({ value, type: String, fontWeight: 'bold' as const }))
  const cells = rows.map((row) =>
    row.map((value) => {
      if (value === undefined || value === null || value === '' || Number.isNaN(value)) return null
      return typeof value === 'number' ? { value, type: Number } : { value: String(value), type: String }
    }),
  )
  const blob = await writeExcelFile([heads, ...cells], { sheet }).toBlob()
  return new Uint8Array(await blob.arrayBuffer())
}
