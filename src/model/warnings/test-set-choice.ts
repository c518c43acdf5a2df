import type { ModelResult, ModelWarning } from '../result.ts'
import { count, digits, told } from './message.ts'

/**
 * The warning against choosing a model by the test set: given to the model that does best on the held-out rows where the
 * training rows, by nested cross-validation, would have chosen another one. Keyed by the model's name.
 */
export function testSetChoice(results: readonly Pick<ModelResult, 'name' | 'label' | 'performance'>[]) {
  const judged = results.flatMap(({ name, label, performance: { heldOut, nested } }) =>
    heldOut && nested ? [{ name, label, heldOut: heldOut.auc, nested: nested.auc }] : [],
  )
  const found = new Map<string, ModelWarning>()
  if (judged.length < 2) return found
  const best = (by: 'heldOut' | 'nested') => judged.reduce((a, b) => (b[by] > a[by] ? b : a))
  const [onTest, onTraining] = [best('heldOut'), best('nested')]
  const gain = onTest.heldOut - onTraining.heldOut
  if (onTest.name !== onTraining.name && gain > 0)
    found.set(onTest.name, {
      code: 'test-set-choice',
      value: gain,
      limit: 0,
      ...told`Of ${count(judged.length)} models it does best on the held-out rows (${digits(onTest.heldOut)}), where nested cross-validation prefers ${onTraining.label} (held-out ${digits(onTraining.heldOut)}): a model chosen by its held-out figure has used up the test set, and that figure is too good.`,
    })
  return found
}
