import { addsUp, type Check, deciding, finding } from '../examination.ts'

/** A model that is called radiomic holds some of the features that were selected for it, or a score of them. */
export const selectedFeatures: Check = {
  id: 'selected-features',
  title: 'Selected features in the model',
  question: 'The model that is called radiomic holds none of the selected features. Where did they go',
  examine: ({ features, models }) =>
    models.flatMap(({ id, radiomic, terms }, m) => {
      if (!radiomic || !features?.selected) return []
      const held = terms.filter((term) => term.radiomic).length
      const n = features.selected.n.text
      const line = `${features.selected.where}: ${n} features selected; ${id}: ${held} of ${terms.length} terms are radiomic (${terms.map(({ term }) => term).join(', ')})`
      const at = [`models.${m}`, 'features']
      if (held > 0) return [addsUp(id, at, line)]
      const statement = `${id} is called radiomic and holds none of the ${n} selected features, nor a score of them.`
      return [deciding(finding('inconsistent', id, at, statement, `${id}: 0 of ${n} features`, [line]), true)]
    }),
}
