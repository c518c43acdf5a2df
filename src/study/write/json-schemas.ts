import { z } from 'zod'
import { studySchema } from '../file/schema.ts'
import { resultsSchema } from './results-schema.ts'

/** The published JSON Schemas (draft 2020-12): of study files for editors, and of results.json for its readers. */
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
  }
}
