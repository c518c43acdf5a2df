import type { Locator, Page } from 'playwright-core'

/**
 * Goes to a control by Tab alone; throws where it is not reached, or where a control on the way does not show that it has
 * the focus.
 */
export async function tabTo(page: Page, wanted: Locator) {
  const target = await wanted.elementHandle()
  for (let k = 0; k < 400; k++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate((element) => {
      const active = document.activeElement as HTMLElement | null
      if (!active || active === document.body) return { there: false, unseen: '' }
      const { outlineStyle, outlineWidth } = getComputedStyle(active)
      const seen = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1
      const { width, height } = active.getBoundingClientRect()
      return { there: active === element, unseen: seen && width * height > 0 ? '' : active.outerHTML.slice(0, 120) }
    }, target)
    if (at.unseen) throw new Error(`the focus is not seen on ${at.unseen}`)
    if (at.there) return
  }
  throw new Error(`${wanted} is not reached by Tab`)
}

/** Goes to a control and presses Enter. */
export async function enter(page: Page, wanted: Locator) {
  await tabTo(page, wanted)
  await page.keyboard.press('Enter')
}

/** Goes to a list of choices and takes one by typing what it begins with. */
export async function choose(page: Page, wanted: Locator, typed: string) {
  await tabTo(page, wanted)
  await page.keyboard.type(typed)
}
