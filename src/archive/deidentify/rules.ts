import { parse } from 'yaml'
import { z } from 'zod'
import { BlankRulesWrong } from '../../errors/index.ts'
import { type Dataset, text, value } from '../../image/dicom/file.ts'
import { tag } from '../../image/dicom/tags.ts'
import { describeIssues } from '../issues.ts'
import type { Box } from './burned-in.ts'

const whole = z.number().int().min(0)
const schema = z.strictObject({
  blank: z.array(
    z.strictObject({
      modality: z.string().optional(),
      manufacturer: z.string().optional(),
      model: z.string().optional(),
      columns: whole.optional(),
      rows: whole.optional(),
      rectangles: z.array(z.tuple([whole, whole, whole, whole])).min(1),
    }),
  ),
})

/** Rectangles (left, top, width, height) that are blanked in images of a modality, manufacturer, model and size. */
export type BlankRule = z.infer<typeof schema>['blank'][number]

/** The rules of a YAML file. Throws BlankRulesWrong. */
export function readRules(content: string, file: string): BlankRule[] {
  try {
    return schema.parse(parse(content)).blank
  } catch (error) {
    if (error instanceof z.ZodError) throw BlankRulesWrong(file, describeIssues(error))
    throw BlankRulesWrong(file, (error as Error).message.split('\n')[0])
  }
}

/** The rectangles of all rules that an image meets; a rule's words may be a part of the attribute, in any case. */
export function ruleBoxes(dataset: Dataset, rules: BlankRule[]): Box[] {
  const has = (which: number, wanted?: string) =>
    wanted === undefined || (text(dataset, which) ?? '').toLowerCase().includes(wanted.toLowerCase())
  const is = (which: number, wanted?: number) => wanted === undefined || value(dataset, which) === wanted
  return rules
    .filter(
      (rule) =>
        has(tag.Modality, rule.modality) &&
        has(tag.Manufacturer, rule.manufacturer) &&
        has(0x00081090, rule.model) &&
        is(tag.Columns, rule.columns) &&
        is(tag.Rows, rule.rows),
    )
    .flatMap(({ rectangles }) => rectangles)
}
