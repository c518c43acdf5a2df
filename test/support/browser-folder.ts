import type { Page } from 'playwright-core'

/** Copies what a static server has at `given/` into a study that the browser keeps (OPFS), below its name. */
export const keepGiven = (page: Page, name: string) =>
  page.evaluate(async (study) => {
    const studies = await (await navigator.storage.getDirectory()).getDirectoryHandle('studies', { create: true })
    const root = await studies.getDirectoryHandle(study, { create: true })
    for (const path of (await (await fetch('given/')).json()) as string[]) {
      const parts = path.split('/')
      let folder = root
      for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true })
      const stream = await (await folder.getFileHandle(parts.at(-1)!, { create: true })).createWritable()
      await stream.write(await (await fetch(`given/${path}`)).arrayBuffer())
      await stream.close()
    }
  }, name)

/** The files of a folder in a kept study, by their paths from it on, as base64. */
export async function keptFiles(page: Page, study: string, folder: string): Promise<Map<string, Buffer>> {
  const found = await page.evaluate(
    async ([name, within]) => {
      const studies = await (await navigator.storage.getDirectory()).getDirectoryHandle('studies')
      const start = await (await studies.getDirectoryHandle(name)).getDirectoryHandle(within)
      const files: [string, string][] = []
      const walk = async (at: FileSystemDirectoryHandle, before: string) => {
        for await (const [entry, handle] of at.entries()) {
          if (handle.kind === 'directory') await walk(handle as FileSystemDirectoryHandle, `${before}${entry}/`)
          else {
            const file = await (handle as FileSystemFileHandle).getFile()
            const text = await new Promise<string>((resolve) => {
              const reader = new FileReader()
              reader.onload = () => resolve(reader.result as string)
              reader.readAsDataURL(file)
            })
            files.push([`${before}${entry}`, text.slice(text.indexOf(',') + 1)])
          }
        }
      }
      await walk(start, '')
      return files
    },
    [study, folder],
  )
  return new Map(found.map(([path, text]) => [path, Buffer.from(text, 'base64')]))
}
