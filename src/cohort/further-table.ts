import { FileNotFound, Problem, TableNotMade } from '../errors/index.ts'

/** Gives the bytes of a file; throws the problem of a file that is not there. */
export type ReadBytes = (path: string) => Promise<Uint8Array> | Uint8Array

/** Where the tables come from that a program writes, by the key of the study file that names them. */
const makers: Record<string, string> = {
  'cohort.readings': '*Write the table of readings* under *Consensus* of the workbench makes it from the forms',
  'features.table': '`nomoscope extract --cases CASES.csv --out` that file makes it',
}

/** The bytes of a further file that a study names by a key. Throws TableNotMade where it is not there. */
export async function readFurther(key: string, path: string, read: ReadBytes): Promise<Uint8Array> {
  try {
    return await read(path)
  } catch (error) {
    if (error instanceof Problem && error.code === FileNotFound.code) throw TableNotMade(key, path, makers[key] ?? '')
    throw error
  }
}
