import type { StudyOutput } from '../output.ts'
import { analysisOf } from './analysis.ts'
import { coxSection, isRepeated } from './cox-section.ts'
import { modelSection } from './model-section.ts'
import { nomogramSection } from './nomogram-section.ts'
import { prelude } from './prelude.ts'
import { scoreSection } from './score-section.ts'
import { survivalSection } from './survival-section.ts'

/**
 * `reproduce.R` and the tables that it reads: the study's models, their performance, the nomogram and the survival analyses
 * done again by glm, glmnet, pROC, rms and survival, each number beside ours. The script stops where they differ.
 */
export function reproduction(output: StudyOutput, version: string): { name: string; text: string }[] {
  const { study, models, coxModels, nomogram, survival, cohort } = output
  const analysis = analysisOf(output)
  const { scores, files } = analysis
  if (models.results.length + coxModels.length + survival.length === 0) return []
  const pathOf = (score: string) =>
    models.results.flatMap(({ selection }) => selection).find((own) => own.score === score)?.path
  const sections = [
    ...scores.map((trace) => [`Score: ${trace.score.name}`, scoreSection(trace, analysis, pathOf(trace.score.name))]),
    ...models.results.flatMap((result) => {
      const resolved = analysis.models.find(({ name }) => name === result.name)!
      const own = [[`Model: ${result.name}`, modelSection(result, resolved, analysis)]]
      return nomogram?.result.name === result.name ? [...own, ['Nomogram', nomogramSection(nomogram, analysis)]] : own
    }),
    ...coxModels.flatMap((group) =>
      group.results.flatMap((result) => {
        const resolved = analysis.models.find(({ name }) => name === result.name)!
        const own = [[`Cox model: ${result.name}`, coxSection(result, resolved, group, analysis)]]
        const repeated = !result.imputations && result.estimator !== 'firth' && group.followUp.start === undefined
        const drawn = repeated && isRepeated(resolved) && group.nomogram?.result.name === result.name && group.nomogram
        if (!drawn) return own
        const times = group.followUp.horizons.map(({ time }) => time)
        return [...own, ['Nomogram', nomogramSection(drawn, analysis, times)]]
      }),
    ),
    ...survival.flatMap(({ request, ...found }) =>
      request ? [[`Survival: ${found.label}`, survivalSection(request, found, cohort.cohort, analysis)]] : [],
    ),
  ]
  const script = [
    prelude(study, version, analysis.factors, {
      models: models.results.length + coxModels.length > 0,
      cox: coxModels.length > 0,
      lasso: scores.some(({ lasso }) => lasso),
      regressionScore: scores.some(({ lasso }) => !lasso),
      firth: models.results.some(({ estimator }) => estimator === 'firth'),
      backward: sections.some(([, body]) => body.includes('fit_terms(')),
    }),
    ...sections.map(([title, body]) => `${rule(title)}\n\n${body}`),
    `cat(sprintf("\\n%d numbers of nomoscope ${version} and R %s agree.\\n", compared, getRversion()))`,
  ].join('\n\n')
  return [{ name: 'reproduce.R', text: `${script}\n` }, ...files]
}

/** A heading that RStudio folds at. */
function rule(title: string): string {
  const text = `# ---- ${title.replace(/[^\x20-\x7e]/g, '.')} `
  return text.padEnd(119, '-')
}
