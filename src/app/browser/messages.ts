import type { Answer, KeepMessage, KeptMessage, Request, sendError } from '../../jobs/messages.ts'
import type { OutcomeAsked } from '../../study/external/validate-patients.ts'
import type { Language } from '../../text/locales/index.ts'
import type { Place } from './place.ts'

/** Where a worker finds images: in a folder, or among files that were chosen. */
export type ImageSource = Place | { files: ReadonlyMap<string, File> }

/** What the page asks of the thread that does a study. */
export type Work =
  | { do: 'check' | 'run'; root: FileSystemDirectoryHandle; file: string }
  | { do: 'demo'; root: FileSystemDirectoryHandle }
  | { do: 'case'; files: ReadonlyMap<string, File>; image: string; mask: string; params?: string; paramsName?: string }
  | { do: 'validate'; model: File; table: File; sheet?: string; asked: OutcomeAsked; language: Language }
  | { do: 'compare'; runs: [NamedRun, NamedRun] }
  | { do: 'zip'; root: FileSystemDirectoryHandle; folder: string }

/** A results.json and what its run is called. */
export interface NamedRun {
  file: File
  name: string
}

/** What that thread says: a line, how far a stage is, what came of it, or what went wrong. */
export type Said =
  | { line: string }
  | { stage: string; done: number; total: number }
  | { result: Result }
  | { fault: ReturnType<typeof sendError> }

/** What a piece of work gives: lines to show, a file to save, whether the data have faults. */
export interface Result {
  faults?: number
  saved?: { name: string; blob: Blob }
  /** The report, in the study's folder. */
  report?: string
  /** A page to show. */
  page?: string
}

/** What a thread of the pool is told: first its source, then tasks. */
export type ToThread = { source: ImageSource } | Request | KeptMessage
export type FromThread = Answer | KeepMessage
