/** A file that can be read when it is needed, so that a folder of thousands does not lie in memory. */
export interface DicomSource {
  name: string
  read: () => Uint8Array | Promise<Uint8Array>
}
