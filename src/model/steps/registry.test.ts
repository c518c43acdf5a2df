import { expect, test } from 'vitest'
import { noiseStudy } from '../../../test/support/noise.ts'
import { oneThread } from '../../../test/support/one-thread.ts'
import { locales } from '../../text/locales/index.ts'
import { validateModels } from '../validate/validate-models.ts'
import { definitionOf, type SelectionStep } from './index.ts'

const validate = (...selection: unknown[]) =>
  validateModels(noiseStudy(1, 40, 4, selection as SelectionStep[]), { bootstrap: 0, permutations: 0 }, oneThread)

// @ts-expect-error: no such step
const misspelt: SelectionStep = { varianse: 0.9 }

test('a step that does not exist is named, not skipped', async () => {
  await expect(validate(misspelt)).rejects.toMatchObject({
    code: 'NS-MOD-20',
    message: 'The selection step varianse is not known; did you mean variance?',
  })
  await expect(validate({ boruta: 100 })).rejects.toMatchObject({ code: 'NS-MOD-20' })
})

test('a step with a senseless value is named', async () => {
  await expect(validate({ correlation: 80 })).rejects.toMatchObject({
    code: 'NS-MOD-21',
    message: expect.stringContaining('{"correlation":80} cannot be used: correlation'),
  })
})

test('each step says what it does, in the words of Methods', () => {
  const words = (step: SelectionStep) => definitionOf(step).describe(step, locales.en.steps).text
  expect(words({ icc: 0.85, bound: 'lower' })).toBe(
    'ICC(2,1)[@icc] between readers of at least 0.85 at its lower 95% bound',
  )
  expect(words({ icc: 0.8, of: 'perturbations' })).toBe('ICC(1,1)[@icc] under perturbations of at least 0.80')
  expect(words({ lasso: { folds: 10, lambda: '1se', alpha: 0.5 } })).toContain('elastic net[@glmnet] (α 0.50)')
})
