import { type TextPart, text } from '../../with-numbers.ts'

/** Around the published checklists, whose own items keep their published wording. */
export const checklists = {
  title: 'Reporting checklists',
  paragraph:
    'Where this report answers the items of the reporting guidelines, what is missing, and what the authors must write. The table and figure numbers are those of this report.',
  heads: ['Item', 'Topic', 'Asks for', 'Where answered', 'State'],
  states: { answered: 'answered', partly: 'partly', missing: 'missing', authors: 'for the authors' },
  answered: (answered: TextPart, items: TextPart) =>
    text`${answered} / ${items} answered by this report. Prefilled by Nomoscope: check every entry against the manuscript.`,
  tables: (numbers: string) => `Table ${numbers}`,
  figure: (number: string) => `Figure ${number}`,
  methods: (part: string) => `Methods, ${part}`,
  ranges: (files: string) => `${files} (ranges, imputation)`,
  thisSection: 'this section',
}
