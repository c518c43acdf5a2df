import type { CaseTask } from '../cases/case.ts'
import type { ParallelMap } from '../parallel.ts'

/** What a study needs of the machine it runs on; everything else in `study/` is numbers and text. */
export interface StudyContext {
  version: string
  /** Name of the study file. */
  file: string
  /** Leave identifiers of patients out of everything that is written. */
  shareable?: boolean
  /** Bytes of a file named in the study file, from whose folder its path is taken. Throws FileNotFound. */
  read: (path: string) => Promise<Uint8Array>
  /** The path that a worker opens. */
  resolve: (path: string) => string
  exists: (path: string) => boolean
  /** What a folder holds; nothing where there is none. Absent where folders cannot be listed. */
  list?: (path: string) => { name: string; folder: boolean }[]
  /** Bytes of memory that there are, where that is known. */
  memory?: number
  map: ParallelMap
  /** Where finished cases are kept, and whether they may be taken from there. */
  cache?: CaseTask['cache']
  say: (line: string) => void
  progress: (label: string) => (done: number, total: number) => void
  /** SHA-256 of every file read so far, by its path in the study file. */
  hashes: Map<string, string>
}
