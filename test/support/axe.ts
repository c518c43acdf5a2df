import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe-core has against the page as it is. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe: own } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    return (await own.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)
  })
}
