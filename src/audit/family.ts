import type { Printed } from './printed.ts'
import { plain } from './rows.ts'
import type { Model, Term, Transcript } from './transcript.ts'

export type Family = NonNullable<Model['family']>

/**
 * What kind of regression a table is of: as declared, by the name of its ratios (HR is Cox's), or by words of its title;
 * one of odds ratios in a paper that compares patients with and without an outcome and speaks of no times is logistic.
 * Undefined where nothing tells: then no bound that holds for one kind alone is held against it.
 */
export function familyOf(model: Model, paper?: Transcript): Family | undefined {
  if (model.family) return model.family
  if (model.terms.some(({ shr }) => shr)) return 'fine-gray'
  if (model.terms.some(({ hr }) => hr)) return 'cox'
  const id = plain(model.id)
  if (/\bfine|subdistribution|competing/.test(id)) return 'fine-gray'
  if (/\bcox\b|hazard|survival/.test(id)) return 'cox'
  if (/\blogistic|odds ratio/.test(id)) return 'logistic'
  if (/\blinear\b/.test(id)) return 'linear'
  if (/\bpoisson\b/.test(id)) return 'poisson'
  const sides = paper?.tables.some(({ groups }) => groups.some(({ outcome }) => outcome))
  const rates = paper?.performance.some(({ auc }) => auc)
  return sides && rates && model.terms.some((term) => term.or) && !aboutTimes(paper!) ? 'logistic' : undefined
}

const names = { or: 'OR', hr: 'HR', shr: 'sHR', rr: 'RR' } as const

/** exp(β) of a term with its name. */
export function ratioOf(term: Term): { name: string; printed: Printed } | undefined {
  for (const key of ['or', 'hr', 'shr', 'rr'] as const) {
    const printed = term[key]
    if (printed) return { name: names[key], printed }
  }
  return undefined
}

/** Whether an interval is one of β itself: of a linear model, or where no ratio is printed and β lies in it. */
export function onSlope(model: Model, term: Term): boolean {
  if (familyOf(model) === 'linear') return true
  const { beta, ci } = term
  if (ratioOf(term) || !beta || !ci) return false
  const odds = Math.exp(beta.value)
  const holds = (value: number) => ci.lower.low <= value && ci.upper.high >= value
  return ci.lower.value < 0 || (holds(beta.value) && !holds(odds))
}

/** How the ratios of a model are called. */
export function ratioName(model: Model): string {
  return model.terms.map((term) => ratioOf(term)?.name).find((name) => name) ?? 'OR'
}

/** Whether the paper is about times to an event: its "AUC" may be a concordance, or of one time. */
export function aboutTimes({ title, models, performance }: Transcript): boolean {
  return (
    performance.some(({ cIndex }) => cIndex) ||
    models.some((model) => ['cox', 'fine-gray'].includes(familyOf(model) ?? '')) ||
    /surviv|prognos|recurren|time to|hazard|\bcox\b|relapse|progression|mortality|concordance/i.test(title)
  )
}
