import { outlierLimit } from '../../../image/quality/quality.ts'
import type { Block, Cell } from '../../../report/document.ts'
import { fixed, whole } from '../../../text/format.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { Chapter } from '../chapter.ts'
import { curveText, extractionText } from './extraction.ts'
import type { MethodsFacts } from './facts.ts'
import { modelText } from './models.ts'

/** The methods section, every setting that mattered in words; nothing stands here that the study file does not say. */
export function methodsChapter(facts: MethodsFacts): Chapter {
  const { study } = facts
  return {
    id: 'methods',
    title: 'Methods',
    blocks: [
      { kind: 'heading', text: facts.of.outcome ? 'Patients and outcome' : 'Patients' },
      ...patientText(facts),
      ...(study.quality ? [{ kind: 'heading', text: 'Image quality' } as const, qualityText(study)] : []),
      ...(study.features ? [{ kind: 'heading', text: 'Image features' } as const, ...extractionText(facts)] : []),
      ...curveText(facts),
      ...(Object.keys(study.models).length > 0
        ? [{ kind: 'heading', text: 'Models and validation' } as const, ...modelText(facts)]
        : []),
      { kind: 'heading', text: 'Statistics' },
      ...statisticsText(facts),
    ],
  }
}

const paragraph = (text: Cell): Block => ({ kind: 'paragraph', text })

function patientText({ study, of }: MethodsFacts): Block[] {
  const { outcome, criteria, unit, aggregate, cohort } = study
  const blocks: Block[] = []
  const source = `The cohort was read from ${cohort.file}${cohort.codebook ? ` with the codebook ${cohort.codebook}, which fixes types, levels, units, missing codes and when each variable is known` : ''}.`
  const lesions =
    unit === 'lesion'
      ? ' The unit of analysis is the lesion; every split, fold and resample keeps the lesions of a patient together.'
      : aggregate
        ? ` Several lesions of a patient became one row (${typeof aggregate === 'string' ? aggregate : `the one with the largest ${aggregate.largest}`}).`
        : ''
  blocks.push(paragraph(plainText(source + lesions)))
  const rules = (title: string, list: NonNullable<StudyConfig['criteria']>['include']): void => {
    if (!list || list.length === 0) return
    const names = list.map((rule) => (typeof rule === 'string' ? rule : rule.label))
    blocks.push(paragraph(plainText(`${title}: ${names.map((name, i) => `(${i + 1}) ${name}`).join('; ')}.`)))
  }
  rules('Inclusion criteria', criteria?.include)
  rules('Exclusion criteria', criteria?.exclude)
  if (!outcome || !of.outcome) return blocks
  const derived =
    'derive' in outcome
      ? outcome.derive === 'her2'
        ? ` It was derived from immunohistochemistry (${outcome.from.ihc})${outcome.from.fish ? ` and the FISH ratio (${outcome.from.fish})` : ''}: 3+ or a ratio above 2.0 is positive; 2+ without FISH is undetermined.`
        : ` It was derived by the ASCO/CAP rule of 2018 from ${Object.values(outcome.from).join(', ')}.`
      : ''
  blocks.push(
    paragraph(
      plainText(
        `The outcome is ${of.outcome.label} (${of.outcome.groups.positive} against ${of.outcome.groups.negative}).${derived}`,
      ),
    ),
  )
  return blocks
}

function qualityText({ images = {} }: StudyConfig): Block {
  const outlines = Object.entries(images).flatMap(([name, { anatomy }]) => (anatomy ? [`${name} with ${anatomy}`] : []))
  const measures = [
    'the signal-to-noise ratio (mean of the patient over the noise of the air)',
    'the share of voxels at the largest value (clipping)',
    'the share of lines that are patient at both ends (wrap-around)',
    'the signal under the skin over that of deeper tissue (failed fat saturation)',
    'the largest rigid shift of a phase of a dynamic series against the first (motion)',
    ...(outlines.length > 0
      ? [`the overlap (Dice) and displacement of the patient's outline: ${outlines.join(', ')} (distortion)`]
      : []),
  ]
  return paragraph(
    text`The quality of every image was measured as it was acquired, before the criteria were applied: ${measures.join('; ')}. Nothing was corrected. An image more than ${fixed(outlierLimit, 1)} robust standard deviations from the median of its sequence, at the bad end, was flagged; being flagged removed nobody, only the criteria did.`,
  )
}

function statisticsText({ study, of, version }: MethodsFacts): Block[] {
  const compared = of.outcome || study.compare
  const blocks = [
    paragraph(
      plainText(
        !compared
          ? 'Continuous variables are described by mean and standard deviation where the Shapiro–Wilk test found no departure from normality (p ≥ 0.05), otherwise by median and quartiles; categorical variables by counts.'
          : "Continuous variables were compared by Student's t-test where the Shapiro–Wilk test found no departure from normality in any group (p ≥ 0.05), otherwise by the Mann–Whitney test; categorical variables by Pearson's χ² test without continuity correction, or Fisher's exact test where an expected count was below 5. Every table names the test of each row. Standardised mean differences are given beside p-values. Tests are two-sided.",
      ),
    ),
  ]
  if (study.survival)
    blocks.push(
      paragraph(
        plainText(
          'Survival was estimated by Kaplan and Meier with log-log 95% intervals, follow-up by the reverse estimator, and groups were compared by the log-rank test.',
        ),
      ),
    )
  blocks.push(
    paragraph(
      text`All computation was done with Nomoscope ${version}; every random choice derives from the seed ${whole(study.seed)}. The study file, the hashes of all inputs and the assignment of every fold and resample are in provenance.json.`,
    ),
  )
  return blocks
}
