import { UnreadableTable } from '../../errors/index.ts'

/** What begins like this is no table that is read here, whatever its name ends in. */
const otherFormats: [RegExp, string][] = [
  [/^\u00d0\u00cf\W\u00e0/, 'an Excel 97 (.xls) workbook'],
  [/^PK.{28}mimetypeapplication\/vnd\.oasis\.opendocument/s, 'an OpenDocument (.ods) sheet'],
  [/^PK.{28}Index\//s, 'an Apple Numbers (.numbers) sheet'],
  [/^\$FL[23]/, 'an SPSS (.sav) file'],
  [/^<stata_dta>/, 'a Stata (.dta) file'],
  [/^.{84}SAS FILE/s, 'a SAS (.sas7bdat) file'],
  [/^PAR1[^\s\x20-\x7e]/, 'a Parquet file'],
  [/^%PDF/, 'a PDF'],
  [/^\{\\rtf/, 'an RTF text'],
  [
    /^(\xef\xbb\xbf)?\s*<(!doctype|html|head|body|table|\?xml|meta|div)\b/i,
    'a web page or XML, though it may be called otherwise',
  ],
  [/^(\xef\xbb\xbf)?\s*[[{]\s*["{]/, 'JSON'],
]

/** Throws UnreadableTable, which says what the file is, where it begins like another program's. */
export function refuseOtherFormats(bytes: Uint8Array, file: string): void {
  const start = String.fromCharCode(...bytes.subarray(0, 256))
  const other = otherFormats.find(([form]) => form.test(start))?.[1]
  if (other) throw UnreadableTable(file, `it is ${other}`)
}
