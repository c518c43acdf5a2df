/** A folder that results are written to: a disk's, one that a browser was given, or one that it keeps itself. */
export interface StudyFolder {
  /** All bytes of a file, its name with `/` from the folder on. Throws FileNotFound. */
  read: (name: string) => Promise<Uint8Array>
  /** Writes a file whole or not at all, its folders made where there are none. */
  write: (name: string, content: string | Uint8Array) => Promise<void>
  /** Removes a file; one that is not there is no fault. */
  remove: (name: string) => Promise<void>
}
