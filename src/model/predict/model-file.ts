import { ModelFileDamaged, ModelFileUnknown } from '../../errors/index.ts'
import { inconsistencyOf } from './inconsistency.ts'
import { type ModelFile, modelFileSchema } from './model-schema.ts'

/**
 * The model file's text, with the hash by which a later edit is noticed.
 *
 * @param file the model
 * @returns JSON, the same for the same model
 */
export async function writeModelFile(file: ModelFile): Promise<string> {
  const { hash: _, ...content } = file
  return `${JSON.stringify({ ...content, hash: await sha256(JSON.stringify(content)) }, null, 2)}\n`
}

/**
 * Reads a model file.
 *
 * @param text JSON
 * @param name the file's name, for messages
 * @returns the model
 * @throws ModelFileUnknown when it is none, ModelFileDamaged when it was changed after it was written
 */
export async function readModelFile(text: string, name: string): Promise<ModelFile> {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch (error) {
    throw ModelFileUnknown(name, (error as Error).message)
  }
  const parsed = modelFileSchema.safeParse(content)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw ModelFileUnknown(name, `${issue.path.join('.') || 'the whole'}: ${issue.message}`)
  }
  const { hash, ...rest } = content as { hash?: string }
  if (hash !== (await sha256(JSON.stringify(rest)))) throw ModelFileDamaged(name)
  const inconsistency = inconsistencyOf(parsed.data)
  if (inconsistency) throw ModelFileUnknown(name, inconsistency)
  return parsed.data
}

export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
