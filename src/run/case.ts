import { Problem } from '../errors.ts'
import { extract } from '../features/extract.ts'
import { readSettings } from '../features/settings.ts'
import { readImageFile, readMaskFile } from '../image/read.node.ts'
import { contentHash, openCache } from './cache.ts'
import { bytesOf } from './files.ts'

/** A value of a case: a feature is a number; a diagnostic may be a text, a list or a table. */
export type CaseValue = number | string | CaseValue[] | { [key: string]: CaseValue }

/** One case to extract: its files, the parameter file's text, and where finished cases are kept. */
export interface CaseTask {
  image: string
  mask: string
  label?: number
  /** Text of PyRadiomics' parameter file; '' for its defaults. */
  params: string
  /** Its name, for errors. */
  paramsFile: string
  cache?: { folder: string; resume: boolean; version: string }
}

export type CaseAnswer = { values: Record<string, CaseValue>; warnings: string[] } | { failed: string }
