/** The folder of a study, wherever it is. */
export interface PlaceFolder {
  /** Throws FileNotFound. */
  read: (path: string) => Promise<Uint8Array<ArrayBuffer>>
  /** The first bytes of a file. Throws FileNotFound. */
  head: (path: string, length: number) => Promise<Uint8Array<ArrayBuffer>>
  write: (path: string, content: string | Uint8Array) => Promise<void>
  /** All files, by their paths from the folder on. */
  files: () => Promise<string[]>
}
