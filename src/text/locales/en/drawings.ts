/** Words in the drawings. */
export const drawings = {
  logOdds: 'Log-odds',
  logHazard: 'Log hazard',
}
