export {
  type Nomogram,
  type NomogramAxis,
  type NomogramModel,
  type NomogramOutcome,
  type NomogramVariable,
  nomogram,
  nomogramPoints,
  outcomeProbability,
} from './nomogram.ts'
export { evaluateTerm, type Term, type Value } from './term.ts'
