import type { StudyConfig } from './schema.ts'

/** The readers who are another reader's second reading, with whose. */
export const secondReadings = ({ readers }: Pick<StudyConfig, 'readers'>): Map<string, string> =>
  new Map(Object.entries(readers ?? {}).map(([name, { rereads }]) => [name, rereads]))
