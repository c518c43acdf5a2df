// The codecs of @cornerstonejs come without types; dicom-codecs.ts says what it takes from them.
declare module '@cornerstonejs/codec-charls/decode' {
  const factory: (options: object) => Promise<never>
  export default factory
}
declare module '@cornerstonejs/codec-openjpeg/decode' {
  const factory: (options: object) => Promise<never>
  export default factory
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decode' {
  const factory: (options: object) => Promise<never>
  export default factory
}
