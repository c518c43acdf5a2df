/** What can be moved, searched and copied on the report's page. */
export const page = {
  threshold: 'Threshold',
  chosen: 'Back to the chosen threshold',
  calledPositive: 'Called positive',
  calledNegative: 'Called negative',
  withOutcome: 'With the outcome',
  without: 'Without',
  read: 'Out of fold: sensitivity {sensitivity}, specificity {specificity}, positive predictive value {ppv}, negative predictive value {npv}, net benefit {benefit}.',
  copy: 'Copy table',
  copied: 'Copied',
  search: 'Find in table',
}
