import { standardFilters } from './responses.ts'

const positive = { type: 'number', exclusiveMinimum: 0 }
const bins = {
  type: 'object',
  additionalProperties: false,
  required: ['bins'],
  properties: { bins: { ...positive, description: 'Fixed bin number.' } },
}
const width = {
  type: 'object',
  additionalProperties: false,
  required: ['width'],
  properties: { width: { ...positive, description: "Fixed bin size, in the image's units." } },
}
const texture = { enum: ['2D', '3D'] }

/** JSON Schema of the parameter file of `--standard ibsi`, whose keys the reader goes by; see docs/ibsi-parameters.md. */
export const ibsiParametersSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    preset: {
      anyOf: [{ enum: ['A', 'B', 'C', 'D', 'E', 'digital-phantom'] }, { type: 'string', pattern: '^[1-9]\\.[AB]$' }],
      description:
        "A configuration of the standard's benchmarks, by itself: A to E, 1.A to 9.B of IBSI 2, digital-phantom.",
    },
    texture: {
      anyOf: [texture, { type: 'array', minItems: 1, items: texture }],
      default: '3D',
      description: 'Texture within slices (2D and 2.5D aggregations), in the volume (3D), or both.',
    },
    interpolation: {
      type: 'object',
      additionalProperties: false,
      required: ['spacing', 'method'],
      description: 'To another grid before anything else; absent: the image stays as it is.',
      properties: {
        spacing: {
          type: 'array',
          minItems: 3,
          maxItems: 3,
          items: { type: 'number', minimum: 0 },
          description: 'x, y and z in mm; 0 leaves an axis alone.',
        },
        method: { enum: ['nearest', 'linear', 'cubic'] },
        round: { type: 'boolean', default: false, description: 'Round to whole numbers afterwards, as for HU.' },
      },
    },
    resegmentation: {
      type: 'object',
      additionalProperties: false,
      description: 'Voxels of the region that count for intensities; the shape keeps all.',
      properties: {
        range: {
          type: 'array',
          minItems: 2,
          maxItems: 2,
          items: { type: 'number' },
          description: 'Lowest and highest intensity.',
        },
        outlierSigma: { ...positive, description: 'Standard deviations around the mean.' },
      },
    },
    discretisation: {
      anyOf: [bins, width, { const: 'none' }],
      default: { bins: 32 },
      description: 'Of histogram and texture; none where intensities are levels already.',
    },
    volumeHistogram: {
      anyOf: [bins, width, { const: 'discrete' }],
      default: { bins: 1000 },
      description: 'Of the intensity–volume histogram; discrete takes intensities as they are.',
    },
    filters: {
      type: 'array',
      minItems: 1,
      maxItems: 64,
      description:
        "Convolutional filters of IBSI 2: the intensity statistics of each one's response maps are given as well.",
      items: {
        type: 'object',
        required: ['type'],
        properties: {
          type: { enum: standardFilters },
        },
      },
    },
  },
} as const
