import { addsUp, type Check, type Examination, finding } from '../examination.ts'

/** An interval begins with its lower end. */
export const reversedIntervals: Check = {
  id: 'reversed-intervals',
  title: 'Ends of intervals',
  question: 'Intervals are printed whose lower end lies above the upper one. What are the two numbers',
  examine: ({ models, performance, agreement }) =>
    [
      ...models.flatMap(({ id, terms }, m) =>
        terms.map(({ term, ci }, t) => ({ name: `${id}, ${term}`, ci, at: `models.${m}.terms.${t}` })),
      ),
      ...performance.map(({ set, ci }, i) => ({ name: `interval of the ${set} set`, ci, at: `performance.${i}` })),
      ...agreement.map(({ of, ci }, a) => ({ name: of, ci, at: `agreement.${a}` })),
    ].flatMap(({ name, ci, at }): Examination[] => {
      if (!ci) return []
      if (!ci.reversed) return [addsUp(name, [at], `${ci.lower.text} is not above ${ci.upper.text}`)]
      const statement = `${name}: the interval ${ci.text} ends below where it begins.`
      return [finding('impossible', name, [at], statement, `${name} ${ci.text}`, [statement])]
    }),
}
