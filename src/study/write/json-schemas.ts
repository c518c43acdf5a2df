import { z } from 'zod'
import { ibsiParametersSchema } from '../../features/ibsi/parameters-schema.ts'
import { studySchema } from '../file/schema.ts'
import { resultsSchema } from './results-schema.ts'

/** The published JSON Schemas (draft 2020-12): of study files for editors, and of results.json for its readers, of parameter files of IBSI. */
export function jsonSchemas() {
  return {
    study: {
      $id: 'https://nomoscope.org/study.schema.json',
      title: 'A Nomoscope study file',
      ...z.toJSONSchema(studySchema, { io: 'input' }),
    },
    results: {
      $id: 'https://nomoscope.org/results.schema.json',
      title: 'The results.json of nomoscope run',
      ...z.toJSONSchema(resultsSchema),
    },
    'ibsi-parameters': {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://nomoscope.org/ibsi-parameters.schema.json',
      title: 'A parameter file of nomoscope extract --standard ibsi',
      ...ibsiParametersSchema,
    },
  }
}
