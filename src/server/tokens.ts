import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { sameSecret, type Visitor } from './guard.ts'

/**
 * Who may come in: the owner by a token that is new at each start, readers by tokens that last, of which the folder keeps
 * only hashes.
 */
export interface Tokens {
  owner: string
  visitorOf: (token: string) => Visitor | undefined
  /** A new token for a reader; an earlier one of theirs ends. */
  forReader: (reader: string) => Promise<string>
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

export function openTokens(root: string): Tokens {
  const file = join(root, '.nomoscope', 'readers.json')
  const owner = randomBytes(24).toString('base64url')
  const readers = new Map<string, string>(
    existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : [],
  )
  return {
    owner,
    visitorOf(token) {
      if (sameSecret(token, owner)) return { role: 'owner' }
      const hash = hashOf(token)
      for (const [reader, known] of readers) if (sameSecret(hash, known)) return { role: 'reader', reader }
      return undefined
    },
    async forReader(reader) {
      const token = randomBytes(24).toString('base64url')
      readers.set(reader, hashOf(token))
      await writeAtomically(file, `${JSON.stringify(Object.fromEntries(readers), null, 2)}\n`)
      return token
    },
  }
}
