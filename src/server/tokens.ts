import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserNameUnusable } from '../errors/index.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { sameSecret, type Visitor } from './guard.ts'

/**
 * Who may come in: the owner by a token that is new at each start; readers, and others who start runs, by tokens that last,
 * of which the folder keeps only hashes.
 */
export interface Tokens {
  owner: string
  visitorOf: (token: string) => Visitor | undefined
  /** A new token for a reader; an earlier one of theirs ends. */
  forReader: (reader: string) => Promise<string>
  /** A new token for somebody who starts runs beside the owner; an earlier one of theirs ends. Throws UserNameUnusable. */
  forUser: (name: string) => Promise<string>
  /** The names of those. */
  users: () => string[]
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')
const newToken = () => randomBytes(24).toString('base64url')

export function openTokens(root: string): Tokens {
  const owner = newToken()
  const [readers, users] = ['readers', 'users'].map((name) => tokensIn(join(root, '.nomoscope', `${name}.json`)))
  return {
    owner,
    visitorOf(token) {
      if (sameSecret(token, owner)) return { role: 'owner' }
      const [reader, name] = [readers.nameOf(token), users.nameOf(token)]
      if (reader !== undefined) return { role: 'reader', reader }
      return name === undefined ? undefined : { role: 'owner', name }
    },
    forReader: readers.make,
    async forUser(name) {
      if (!/^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,63}$/u.test(name) || /^owner$/i.test(name)) throw UserNameUnusable(name)
      return users.make(name)
    },
    users: users.names,
  }
}

/** Tokens by the name of whom they let in, kept in a file as hashes. */
function tokensIn(file: string) {
  const hashes = new Map<string, string>(
    existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : [],
  )
  return {
    names: () => [...hashes.keys()],
    nameOf(token: string) {
      const hash = hashOf(token)
      return [...hashes].find(([, known]) => sameSecret(hash, known))?.[0]
    },
    async make(name: string) {
      const token = newToken()
      hashes.set(name, hashOf(token))
      await writeAtomically(file, `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`)
      return token
    },
  }
}
