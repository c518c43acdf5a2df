/** Feature classes by the abbreviations that papers print. */
const classes: Record<string, string> = {
  firstorder: 'First order',
  shape: 'Shape',
  shape2D: 'Shape 2D',
  glcm: 'GLCM',
  glrlm: 'GLRLM',
  glszm: 'GLSZM',
  gldm: 'GLDM',
  ngtdm: 'NGTDM',
}

const images: Record<string, string> = {
  original: '',
  square: 'Square',
  squareroot: 'Square root',
  logarithm: 'Logarithm',
  exponential: 'Exponential',
  gradient: 'Gradient',
}

const pattern =
  /^(?:(.+?)_)?(original|square|squareroot|logarithm|exponential|gradient|wavelet\d*-[LH]+|log-sigma-[\d-]+-mm(?:-[23]D)?|lbp-[23]D(?:-\w+)*)_(firstorder|shape2D|shape|glcm|glrlm|glszm|gldm|ngtdm)_(\w+)$/

/**
 * A feature's name as a reader can say it: `t2_log-sigma-2-0-mm-3D_glszm_GrayLevelNonUniformity` is "T2 · LoG 2 mm · GLSZM ·
 * Gray-level non-uniformity". Two names that differ stay different; a name of another kind stays as it is.
 */
export function featureName(name: string): string {
  const habitat = /^(?:(.+)_)?habitat(\d+)_(.+)$/.exec(name)
  if (habitat) {
    const [, sequence, number, rest] = habitat
    const measured = rest === 'share' ? 'Share of volume' : featureName(rest)
    return [sequence && sequenceWord(sequence), `Habitat ${number}`, measured].filter(Boolean).join(' · ')
  }
  const deep = /^(?:(.+)_)?deep_0*(\d+)$/.exec(name)
  if (deep) return [deep[1] && sequenceWord(deep[1]), `Deep ${deep[2]}`].filter(Boolean).join(' · ')
  const parts = pattern.exec(name)
  if (!parts) return name
  const [, sequence, image, family, feature] = parts
  return [sequence && sequenceWord(sequence), imageName(image), classes[family], words(feature)]
    .filter(Boolean)
    .join(' · ')
}

const sequenceWord = (sequence: string) => (sequence.length <= 4 ? sequence.toUpperCase() : sequence)

function imageName(image: string): string {
  const sigma = /^log-sigma-(\d+)-(\d+)-mm(?:-([23]D))?$/.exec(image)
  if (sigma) {
    const [, whole, fraction, dimension] = sigma
    const millimetres = Number(fraction) === 0 ? whole : `${whole}.${fraction}`
    return `LoG ${millimetres} mm${dimension === '2D' ? ' 2D' : ''}`
  }
  const wavelet = /^wavelet(\d*)-([LH]+)$/.exec(image)
  if (wavelet) return `Wavelet${wavelet[1] && ` ${wavelet[1]}`} ${wavelet[2]}`
  const pattern = /^lbp-(.*)$/.exec(image)
  if (pattern) return `LBP ${pattern[1]}`
  return images[image] ?? image
}

/** `GrayLevelNonUniformity`, `10Percentile`, `Imc1` in words. */
function words(feature: string): string {
  const spaced = feature
    .replace(/(\d)D(?=[A-Z]|$)/g, ' $1D ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/^(\d+) ?Percentile$/, '$1th percentile')
    .split(' ')
    .map((word, i) => (i === 0 || /^[A-Z]{2,}\d*$|\d/.test(word) ? word : word.toLowerCase()))
    .join(' ')
  return spaced
    .replace(/\bGray level\b/, 'Gray-level')
    .replace(/\bgray level\b/, 'gray-level')
    .replace(/\bnon uniformity\b/, 'non-uniformity')
}
