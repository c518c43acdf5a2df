/** How far a stage of a run is. */
export interface Progress {
  stage: string
  done: number
  total: number
  /** As the run itself reckons it, in words: `40 s`. */
  left?: string
}

/** The last progress that a run's lines tell, as the terminal writes it without a screen. */
export function progressOf(lines: readonly string[]): Progress | undefined {
  const found = lines.findLast((line) => progressLine.test(line))
  const [, stage, done, total, left] = progressLine.exec(found ?? '') ?? []
  return found === undefined ? undefined : { stage, done: Number(done), total: Number(total), ...(left && { left }) }
}

const progressLine = /^(.+): (\d+) of (\d+)(?:, about (.+) left| in .+)?$/
