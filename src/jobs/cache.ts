import { sha256 } from '../digest.ts'

/** Texts kept by key: what is there need not be computed again. */
export interface Cache {
  get: (key: string) => Promise<string | undefined>
  set: (key: string, text: string) => Promise<void>
}

/** Where the answers of jobs are kept, whether they may be taken from there, and the version that computed them. */
export interface CacheUse {
  folder: string
  resume: boolean
  version: string
}

/**
 * The result of a computation, taken from the cache where it is there and may be, else computed and kept.
 * made  everything that the result depends on but the version: the job's name, the hashes of its files, its settings. It
 *       is asked for after computing where nothing may be taken, when its files have been read.
 * A cache that cannot be written costs no result.
 */
export async function cached<Result>(
  cache: Cache | undefined,
  { resume, version }: CacheUse,
  made: () => Promise<readonly unknown[]>,
  compute: () => Promise<Result>,
): Promise<Result> {
  const keyOf = async () => sha256(JSON.stringify([version, ...(await made())]))
  const key = resume ? await keyOf() : undefined
  const known = key && (await cache?.get(key))
  if (known) {
    try {
      return fromText<Result>(known)
    } catch {
      // cut off by a crash of another program: computed again
    }
  }
  const result = await compute()
  try {
    const name = key ?? (await keyOf())
    if (name) await cache?.set(name, toText(result))
  } catch {
    // whoever opened the cache said whether it can be written; a full disk is no fault of the case
  }
  return result
}

/** JSON has no NaN, no infinity and no -0: they are written as `{ "$number": "NaN" }`. */
export const toText = (value: unknown): string => JSON.stringify(value, (_, inner) => ofNumber(inner))

/** A number that JSON has not, as it is written; anything else as it is. */
export const ofNumber = (value: unknown): unknown =>
  typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
    ? { $number: Object.is(value, -0) ? '-0' : String(value) }
    : value

/** What `toText` wrote. Throws SyntaxError for what was cut off. */
export const fromText = <Value>(text: string): Value =>
  JSON.parse(text, (_, inner) =>
    inner && typeof inner === 'object' && typeof inner.$number === 'string' && Object.keys(inner).length === 1
      ? Number(inner.$number)
      : inner,
  )
