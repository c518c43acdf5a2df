import type { Page } from 'playwright-core'

/** Opens a patient's sequence from the list of cases, and takes it over from a page that died. */
export async function openCase(page: Page, sequence: string, patient: string) {
  await page.getByRole('link', { name: `${sequence} of ${patient}` }).click()
  // A page that was killed cannot say that it is gone.
  await page.waitForSelector('.panes canvas, button:has-text("Take it over")')
  const over = page.getByRole('button', { name: 'Take it over' })
  if (await over.isVisible()) await over.click()
  await page.waitForSelector('.panes canvas')
  await page.waitForSelector('.status .histogram, .status span:has-text("voxels")')
}

/** Draws with the pointer over the slices of a plane, by pixels from the pane's middle. */
export async function stroke(page: Page, plane: string, ...points: [dx: number, dy: number][]) {
  const { x, y, width, height } = (await page.locator(`canvas[aria-label="${plane} slices"]`).boundingBox())!
  const to = ([dx, dy]: [number, number]) => page.mouse.move(x + width / 2 + dx, y + height / 2 + dy)
  await to(points[0])
  await page.mouse.down()
  for (const point of points.slice(1)) await to(point)
  await page.mouse.up()
}

/** Waits until the page says so of the mask. */
export const isIn = (page: Page, state: 'drawn' | 'saved') => page.waitForSelector(`.status [data-saved="${state}"]`)

export async function saveMask(page: Page) {
  await page.keyboard.press('Control+s')
  await isIn(page, 'saved')
}

/** Draws on two slices four apart and fills those between. */
export async function drawRegion(page: Page, dx: number) {
  await page.locator('canvas[aria-label="axial slices"]').focus()
  await page.keyboard.press('4')
  await stroke(page, 'axial', [dx - 50, -40], [dx + 50, -30], [dx + 20, 50], [dx - 50, -40])
  await isIn(page, 'drawn')
  for (let k = 0; k < 4; k++) await page.keyboard.press('PageUp')
  await stroke(page, 'axial', [dx - 30, -10], [dx + 40, 20])
  await page.keyboard.press('f')
}
