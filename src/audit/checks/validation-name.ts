import { addsUp, type Check, finding } from '../examination.ts'

/** External means patients of another place or time; a random part of the same patients is internal. Source: TRIPOD. */
export const validationName: Check = {
  id: 'validation-name',
  title: 'What the validation is called',
  question:
    'A random part of the same patients is called an external validation. Were there patients of another centre or time',
  examine: ({ validation }) => {
    if (!validation) return []
    const line = `${validation.where}: by ${validation.by}, called ${validation.called}`
    if (validation.called === 'internal' || validation.by !== 'random split')
      return [addsUp('validation', ['validation'], line)]
    const statement = `A random split of one cohort is called external validation (${validation.where}); it is internal.`
    return [finding('inconsistent', 'validation', ['validation'], statement, 'a random split called external', [line])]
  },
}
