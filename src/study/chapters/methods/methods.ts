import { outlierLimit } from '../../../image/quality/quality.ts'
import type { Block } from '../../../report/document.ts'
import { fixedDecimals, wholeNumber } from '../../../text/format.ts'
import { plainText, type TextPart } from '../../../text/with-numbers.ts'
import { sequenceName } from '../../column-names.ts'
import type { StudyConfig } from '../../file/schema.ts'
import { type Chapter, figureBlock, paragraph } from '../chapter.ts'
import { lowerFirst } from '../variable-labels.ts'
import { curveText, extractionText } from './extraction.ts'
import { fileName, type MethodsFacts } from './facts.ts'
import { foldFigure } from './fold-figure.ts'
import { modelText } from './models.ts'
import { numberCitations } from './references.ts'

/** The methods section, every setting that mattered in words; nothing is written here that the study file does not say. */
export function methodsChapter(facts: MethodsFacts): Chapter {
  const { study, messages } = facts
  const { heads, title } = messages.methods
  const heading = (text: string): Block => ({ kind: 'heading', text })
  const scheme = foldFigure(facts)
  const statistics = statisticsText(facts)
  const { blocks, cited } = numberCitations([
    heading(facts.patients.outcome ? heads.patientsAndOutcome : heads.patients),
    ...patientText(facts),
    ...(study.quality ? [heading(heads.quality), qualityText(facts)] : []),
    ...(study.features ? [heading(heads.features), ...extractionText(facts)] : []),
    ...curveText(facts),
    ...(Object.keys(study.models).length > 0 ? [heading(heads.models), ...modelText(facts)] : []),
    ...scheme.map(({ id }) => figureBlock(id)),
    ...(statistics.length > 0 ? [heading(heads.statistics), ...statistics] : []),
    heading(heads.software),
    ...softwareText(facts),
  ])
  return {
    id: 'methods',
    title,
    ...(scheme.length > 0 && { figures: scheme }),
    blocks:
      cited.length > 0
        ? [...blocks, heading(heads.references), { kind: 'list', ordered: true, items: cited.map(plainText) }]
        : blocks,
  }
}

function patientText({ study, patients, messages }: MethodsFacts): Block[] {
  const { document, methods: words } = messages
  const { outcome, criteria, unit, aggregate, cohort } = study
  const blocks: Block[] = []
  const source = [words.source(fileName(cohort.file), cohort.codebook && fileName(cohort.codebook))]
  if (unit === 'lesion') source.push(words.lesions)
  else if (aggregate)
    source.push(
      words.aggregated(typeof aggregate === 'string' ? words.aggregate(aggregate) : words.largest(aggregate.largest)),
    )
  blocks.push(paragraph(document.sentences(source)), paragraph(plainText(words.blanks.cohort)))
  const numbered = (list: NonNullable<NonNullable<StudyConfig['criteria']>['include']>) =>
    document.clauses(list.map((rule, i) => `(${i + 1}) ${criterionText(rule, patients, messages)}`))
  if (criteria?.include?.length) blocks.push(paragraph(words.inclusion(numbered(criteria.include))))
  if (criteria?.exclude?.length) blocks.push(paragraph(words.exclusion(numbered(criteria.exclude))))
  if (!outcome || !patients.outcome) return blocks
  const said = [
    words.outcome(patients.outcome.label, patients.outcome.groups.positive, patients.outcome.groups.negative),
  ]
  const derived =
    'derive' in outcome
      ? outcome.derive === 'her2'
        ? words.her2(outcome.from.ihc, outcome.from.fish)
        : words.her2Rule(document.list(Object.values(outcome.from)))
      : undefined
  blocks.push(paragraph(document.sentences(derived === undefined ? said : [...said, derived])))
  return blocks
}

/** A criterion by its label, with its rule where the rule has a limit that the label does not say. */
function criterionText(
  rule: string | { label: string; rule: string },
  { cohort }: MethodsFacts['patients'],
  { images, methods: words }: MethodsFacts['messages'],
): string {
  if (typeof rule === 'string') return rule
  const limits = rule.rule.match(/(?<![\w.])\d+(?:\.\d+)?(?![\w.])/g) ?? []
  if (limits.every((limit) => rule.label.includes(limit))) return rule.label
  const named = rule.rule
    .replaceAll('>=', '≥')
    .replaceAll('<=', '≤')
    .replace(/(?<!['"\w])[A-Za-z_]\w*(?!['"\w])/g, (name) => {
      if (name === 'or' || name === 'and') return words[name]
      const [, sequence, measure] =
        /^(.+?)_(snr|clipped|wrap|fat_ratio|motion_mm|outline_dice|outline_mm)$/.exec(name) ?? []
      if (measure)
        return `${sequenceName(sequence)} ${images.quality.short[measure as keyof typeof images.quality.short]}`
      const label = cohort.columns.get(name)?.variable.label
      return label === undefined ? name : lowerFirst(label)
    })
  return words.criterion(rule.label, named)
}

function qualityText({ study: { images = {} }, messages }: MethodsFacts): Block {
  const { document, methods } = messages
  const words = methods.quality
  const outlines = Object.entries(images).flatMap(([name, { anatomy }]) =>
    anatomy ? [words.pair(sequenceName(name), sequenceName(anatomy))] : [],
  )
  const measures = [...words.measures, ...(outlines.length > 0 ? [words.outline(document.list(outlines))] : [])]
  return paragraph(words.paragraph(document.clauses(measures), fixedDecimals(outlierLimit, 1)))
}

function softwareText({ study, messages: { methods: words }, version }: MethodsFacts): Block[] {
  return [words.software(version, wholeNumber(study.seed)), plainText(words.code), plainText(words.blanks.data)].map(
    paragraph,
  )
}

function statisticsText(facts: MethodsFacts): Block[] {
  const { study, messages, tables } = facts
  const { methods: words } = messages
  const blocks: Block[] = []
  const ofPatients = tables.filter(({ id }) => /^(baseline|mri|split|markers-\d+)$/.test(id))
  const compares = ofPatients.some(({ columns }) => columns.some(({ label }) => label.text === messages.document.p))
  if (compares) blocks.push(paragraph(plainText(words.compared)))
  else if (ofPatients.length > 0) blocks.push(paragraph(plainText(words.described)))
  const timed = timedText(facts)
  if (timed.length > 0) blocks.push(paragraph(messages.document.sentences(timed)))
  const kinds = [...new Set(study.regressions.map(({ kind }) => kind))]
  if (kinds.length > 0) {
    const named = messages.document.and(kinds.map((kind) => messages.regressions.kinds[kind]))
    blocks.push(paragraph(words.regressions(named, kinds.includes('ordinal'))))
  }
  return blocks
}

/** How times to events were estimated and modelled. */
function timedText({ study, messages: { methods: words }, tables }: MethodsFacts): TextPart[] {
  const analysed = [study.survival ?? []].flat()
  const modelled = Object.values(study.models).flatMap(({ cox }) => (cox ? [cox] : []))
  const timed = [...analysed, ...modelled]
  const isLate = ({ start }: { start?: string }) => start !== undefined
  const has = (name: RegExp) => tables.some(({ id }) => name.test(id))
  return [
    ...(analysed.length > 0 ? [words.survival] : []),
    ...(timed.some(isLate) ? [words.late(modelled.some(isLate))] : []),
    ...(timed.some(({ landmark }) => landmark !== undefined) ? [words.landmark] : []),
    ...(has(/^incidence-\d+$/) ? [words.competing] : []),
    ...(has(/^fine-gray-performance-\d+$/) ? [words.fineGray] : []),
  ]
}
