import type { Page } from 'playwright-core'

/** The risk that the Patient view computes from a row of the table and the images; throws with what the page says instead. */
export async function shownRisk(page: Page, patient: string): Promise<number> {
  await page.getByRole('navigation').getByRole('link', { name: 'Patient', exact: true }).click()
  await page.getByLabel('Patient', { exact: true }).fill(patient)
  await page.getByRole('button', { name: 'Take the values from the table' }).click()
  await page.getByRole('button', { name: 'Compute the risk' }).click()
  await page.waitForSelector('[data-risk], main .fault', { timeout: 300_000 })
  const [fault] = await page.locator('main .fault').allInnerTexts()
  if (fault !== undefined) throw new Error(fault)
  return Number(await page.locator('[data-risk]').getAttribute('data-risk'))
}
