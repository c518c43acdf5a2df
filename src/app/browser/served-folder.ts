import { FileNotFound } from '../../errors/index.ts'
import { ServerFault, server } from '../server-client.ts'
import { normalPath } from './paths.ts'
import type { PlaceFolder } from './place-folder.ts'

/** A folder below the one that is served, over the server's own requests. */
export function servedFolder(within: string): PlaceFolder {
  const at = (path: string) => normalPath(within ? `${within}/${path}` : path)
  const found = async <Value>(path: string, answer: Promise<Value>): Promise<Value> => {
    try {
      return await answer
    } catch (error) {
      if (error instanceof ServerFault && error.code === FileNotFound('').code) throw FileNotFound(path)
      throw error
    }
  }
  return {
    read: (path) => found(path, server.bytes(at(path))),
    head: (path, length) => found(path, server.bytes(at(path), length)),
    write: async (path, content) => {
      await server.write(at(path), content)
    },
    files: () => server.files(within || '.'),
  }
}
