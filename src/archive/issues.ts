import type { z } from 'zod'

/** What is wrong in a file that a person writes, each with its place. */
export const describeIssues = ({ issues }: z.ZodError, at: readonly string[] = []): string =>
  issues
    .map((issue) => {
      const place = [...at, ...issue.path].join('.')
      const why = issue.code === 'invalid_key' ? issue.issues[0].message : issue.message
      return place ? `${place}: ${why}` : why
    })
    .join('; ')
