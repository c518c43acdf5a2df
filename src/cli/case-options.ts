import { type Command, InvalidArgumentError } from 'commander'

export const whole = (text: string) => {
  const value = real(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError(`${text} is not a whole number.`)
  return value
}

/** Of what there must be one: threads, parts, minutes. */
export const oneOrMore = (text: string) => {
  const value = whole(text)
  if (value === 0) throw new InvalidArgumentError('0 is too few; 1 is the least.')
  return value
}

/** A share, a length or a time. */
export const notNegative = (text: string) => {
  const value = real(text)
  if (value < 0) throw new InvalidArgumentError(`${text} is below 0.`)
  return value
}

export const origin = (text: string) => {
  if (!/^https?:\/\/[^/?#]+\/?$/.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError(`${text} is no address as https://nomoscope.example.org is one.`)
  return text
}

export const real = (text: string) => {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError(`${text} is not a number.`)
  return value
}

/** How each case is computed. */
export const caseOptions = (command: Command) =>
  command
    .option('--params <yaml>', "PyRadiomics' parameter file; of --standard ibsi a configuration or A … E, 1.A … 9.B")
    .option('--label <n>', 'which label of the mask; 1,2,4 are one region')
    .option('--threshold <value>', 'of a mask of probabilities: from which value on a voxel counts', real)
    .option('--region <name>', 'which region of the mask, by its name (DICOM SEG, RT Structure Set, Slicer, ITK-SNAP)')
    .option('--largest <what>', 'lesion or slice: only the one with most voxels')
    .option('--margin <mm>', 'the region grown by so much, or shrunk where it is negative', real)
    .option('--shell <mm,mm>', 'the shell between two distances from its edge: 0,5 surrounds it, -3,0 is its rim')
    .option('--clip <what>', 'what is left out of it: air, skin:2 (mm), or what is outside a mask file')
    .option(
      '--source <name>',
      'which image of a DICOM folder: "phase 2", b800, a series, or a map: pe, ser, adc, suv, …',
    )
    .option('--times <seconds>', 'of the phases after the first, where the files do not say: 0,60,120')
    .option('--uneven <mm>', 'how far slices may lie from an even grid, where that is more than rounding', notNegative)
    .option(
      '--drawn-on <image>',
      'the image that the mask was drawn on: it is registered to this one, and the region follows',
    )
    .option('--register <how>', 'how: rigid or affine (default: rigid)')
    .option('--n4 <settings>', 'takes the bias field out: default, or settings by ITK\'s names ("shrinkFactor: 1")')
    .option('--normalise <how>', 'image, surroundings or whitestripe: one scale for signal in arbitrary units')
    .option('--standard <name>', 'pyradiomics or ibsi', 'pyradiomics')
