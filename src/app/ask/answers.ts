import type { Progress } from './opened.ts'

/** What the views ask, each answered by the stage that computes it; loaded when it is asked first. */
export interface Answers {
  study: typeof import('./study-text.ts').study
  edit: typeof import('./study-text.ts').edit
  lines: typeof import('./study-text.ts').lines
  cohort: typeof import('./cohort.ts').cohort
  rows: typeof import('./cohort.ts').rows
  correct: typeof import('./cohort.ts').correct
  analysis: typeof import('./analysis.ts').analysis
  plan: typeof import('./plan.ts').plan
  settings: typeof import('./features.ts').settings
  caseSteps: typeof import('./features.ts').caseSteps
  mapChoices: typeof import('./features.ts').mapChoices
  featureMap: typeof import('./features.ts').featureMap
  overlay: typeof import('./overlay.ts').overlay
  features: typeof import('./features.ts').features
  chosenFeatures: typeof import('./features.ts').chosenFeatures
  results: typeof import('./results.ts').results
  threshold: typeof import('./results.ts').threshold
  model: typeof import('./results.ts').model
  patient: typeof import('./results.ts').patient
  audit: typeof import('./paper.ts').audit
  draftOfPaper: typeof import('./paper.ts').draftOfPaper
  draft: typeof import('./draft.ts').draft
}

type Answer = (question: never, progress: Progress) => Promise<unknown>

const load: Record<keyof Answers, () => Promise<Answer>> = {
  study: async () => (await import('./study-text.ts')).study,
  edit: async () => (await import('./study-text.ts')).edit,
  lines: async () => (await import('./study-text.ts')).lines,
  cohort: async () => (await import('./cohort.ts')).cohort,
  rows: async () => (await import('./cohort.ts')).rows,
  correct: async () => (await import('./cohort.ts')).correct,
  analysis: async () => (await import('./analysis.ts')).analysis,
  plan: async () => (await import('./plan.ts')).plan,
  settings: async () => (await import('./features.ts')).settings,
  caseSteps: async () => (await import('./features.ts')).caseSteps,
  mapChoices: async () => (await import('./features.ts')).mapChoices,
  featureMap: async () => (await import('./features.ts')).featureMap,
  overlay: async () => (await import('./overlay.ts')).overlay,
  features: async () => (await import('./features.ts')).features,
  chosenFeatures: async () => (await import('./features.ts')).chosenFeatures,
  results: async () => (await import('./results.ts')).results,
  threshold: async () => (await import('./results.ts')).threshold,
  model: async () => (await import('./results.ts')).model,
  patient: async () => (await import('./results.ts')).patient,
  audit: async () => (await import('./paper.ts')).audit,
  draftOfPaper: async () => (await import('./paper.ts')).draftOfPaper,
  draft: async () => (await import('./draft.ts')).draft,
}

export async function answerTo(name: keyof Answers, question: unknown, progress: Progress): Promise<unknown> {
  return (await load[name]())(question as never, progress)
}
