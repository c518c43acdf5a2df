import { fixedDecimals, wholeNumber } from '../../text/format.ts'
import type { ModelResult, ModelWarning } from '../result.ts'
import { warning } from './warning.ts'

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
    found.set(
      onTest.name,
      warning(
        'test-set-choice',
        gain,
        0,
        wholeNumber(judged.length),
        fixedDecimals(onTest.heldOut, 2),
        onTraining.label,
        fixedDecimals(onTraining.heldOut, 2),
      ),
    )
  return found
}
