import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { NotALinkage, PassphraseWrong } from '../../errors/index.ts'
import { writeAtomically } from '../../jobs/write-atomically.node.ts'

/** The way back: the key of the pseudonyms, the patients, and which file became which. */
export interface Linkage {
  /** The secret of pseudonyms, dates and UIDs, in base64. */
  key: string
  patients: { id: string; name: string; born: string; pseudonym: string; daysEarlier: number }[]
  files: { original: string; written: string }[]
}

const format = 'nomoscope-linkage/1'
const cost = { N: 1 << 15, r: 8, p: 1, maxmem: 1 << 26 }

interface Sealed {
  format: string
  encryption: string
  salt: string
  iv: string
  tag: string
  content: string
}

/**
 * A linkage file that is written and read with one passphrase: AES-256-GCM under a key that scrypt (N 32768, r 8, p 1)
 * makes of the passphrase and a random salt; each writing has a new initialisation vector, and a changed file does not
 * open.
 */
export function openLinkage(file: string, passphrase: string) {
  const derive = (salt: Uint8Array) => scryptSync(passphrase.normalize('NFKC'), salt, 32, cost)
  let salt: Uint8Array = randomBytes(16)
  let key = derive(salt)
  return {
    /** Throws NotALinkage, PassphraseWrong. */
    read(): Linkage {
      const sealed = readSealed(file)
      const part = (text: string) => Buffer.from(text, 'base64')
      salt = part(sealed.salt)
      key = derive(salt)
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, part(sealed.iv))
        decipher.setAuthTag(part(sealed.tag))
        const plain = Buffer.concat([decipher.update(part(sealed.content)), decipher.final()])
        return JSON.parse(plain.toString('utf8')) as Linkage
      } catch {
        throw PassphraseWrong(file)
      }
    },
    async write(linkage: Linkage): Promise<void> {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const content = Buffer.concat([cipher.update(JSON.stringify(linkage), 'utf8'), cipher.final()])
      const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
      const sealed: Sealed = {
        format,
        encryption: 'AES-256-GCM; key by scrypt, N 32768, r 8, p 1, 32 bytes',
        salt: text(salt),
        iv: text(iv),
        tag: text(cipher.getAuthTag()),
        content: text(content),
      }
      await writeAtomically(file, `${JSON.stringify(sealed, null, 1)}\n`)
    },
  }
}

function readSealed(file: string): Sealed {
  try {
    const sealed = JSON.parse(readFileSync(file, 'utf8')) as Sealed
    if (sealed.format === format) return sealed
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw NotALinkage(file)
}

/** A new secret. */
export const newKey = (): string => randomBytes(32).toString('base64')
