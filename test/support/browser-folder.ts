import type { Page } from 'playwright-core'

/**
 * Opens the built page of a static server, keeps what that has at `given/` as a study, and goes on without a network: the
 * server is closed, the page loaded again and the study opened.
 */
export async function openOffline(
  page: Page,
  server: { address: string; close: () => Promise<unknown> },
  name: string,
) {
  await page.goto(server.address)
  await page.getByRole('heading', { name: 'Choose the folder of a study' }).waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await keepGiven(page, name)
  await server.close()
  await page.context().setOffline(true)
  await page.reload()
  await page.getByRole('button', { name: `Open ${name}` }).click()
}

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
