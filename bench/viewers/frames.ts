import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'

/**
 * Before a page is loaded: counts the frames in which something is drawn, on a 2D canvas or by WebGL. As text, for what
 * compiles this file would wrap the page's functions in helpers that the page lacks.
 */
export const countFrames = `
  drawn = new Set()
  frame = 0
  longest = 0
  for (const [kind, names] of [
    [CanvasRenderingContext2D, ['drawImage', 'putImageData']],
    [WebGL2RenderingContext, ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced']],
  ])
    for (const name of names) {
      const own = kind.prototype[name]
      kind.prototype[name] = function (...given) {
        drawn.add(frame)
        return own.apply(this, given)
      }
    }
  requestAnimationFrame(function next(now) {
    longest = Math.max(longest, now - (globalThis.before ?? now))
    before = now
    frame++
    requestAnimationFrame(next)
  })`

/** Frames a second in which something was drawn, while something is moved for so many seconds. */
export async function framesDrawn(page: Page, seconds: number, move: (step: number) => Promise<void>): Promise<number> {
  await page.evaluate('drawn.clear()')
  const start = performance.now()
  for (let step = 0; performance.now() - start < 1000 * seconds; step++) await move(step)
  const counted = Number(await page.evaluate('drawn.size'))
  return rounded(counted / ((performance.now() - start) / 1000))
}

/** Frames a second that the page could show at all, and the longest gap between two in ms, while something is moved. */
export async function framesShown(page: Page, seconds: number, move: (step: number) => Promise<void>) {
  const before = Number(await page.evaluate('longest = 0, frame'))
  const start = performance.now()
  for (let step = 0; performance.now() - start < 1000 * seconds; step++) await move(step)
  const [frames, longest] = (await page.evaluate('[frame, longest]')) as [number, number]
  return { fps: rounded((frames - before) / ((performance.now() - start) / 1000)), longestMs: Math.round(longest) }
}

export const rounded = (value: number) => Number(value.toFixed(1))

/**
 * Turns of the wheel there and back, 60 a second. None waits for the one before: Chromium answers a turn two frames after
 * it came, so that what waits sees 30 a second from any page.
 */
export async function wheel(page: Page, step: number) {
  const turn = page.mouse.wheel(0, step % 120 < 60 ? 100 : -100)
  await setTimeout(1000 / 60)
  if (step % 60 === 0) await turn
}

interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** The mouse on its way around the middle of a pane. */
export const around = (page: Page, { x, y, width, height }: Box, step: number) =>
  page.mouse.move(x + width * (0.5 + 0.25 * Math.cos(step / 9)), y + height * (0.5 + 0.25 * Math.sin(step / 7)))
