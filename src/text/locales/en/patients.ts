import { type Quantity, type TextPart, text } from '../../with-numbers.ts'
import { plural } from './document.ts'

/** Who was seen, left out, read, followed and split. */
export const patients = {
  title: 'Patients',
  unit: (unit: 'patient' | 'lesion', n: Quantity) => plural(n, unit, `${unit}s`),
  /** A group by its outcome: "HER-2 positive". */
  group: (outcome: string, level: string) => `${outcome} ${level.toLowerCase()}`,
  counted: (assessed: Quantity, unit: string, analysed: Quantity) =>
    text`Of ${assessed} ${unit} assessed, ${analysed} ${plural(analysed, 'was', 'were')} analysed`,
  byOutcome: (
    counted: TextPart,
    positive: TextPart,
    outcome: string,
    level: string,
    negative: TextPart,
    other: string,
  ) => text`${counted}: ${positive} ${outcome} ${level.toLowerCase()} and ${negative} ${other.toLowerCase()}.`,
  descriptive: (counted: TextPart, models: boolean) =>
    models ? text`${counted}.` : text`${counted}. Nothing is predicted; the tables describe.`,
  event: {
    read: (label: string, column: string, values: TextPart) =>
      text`${label} (column ${column}, all rows of the table): ${values}.`,
    value: (label: string, rows: TextPart) => text`${label} (${rows} rows)`,
    event: (values: TextPart) => text`${values} counted as the event`,
    censored: (values: TextPart) => text`${values} as none`,
    competing: (values: TextPart) => text`${values} as a competing event`,
  },
  flowTitle: 'Selection of patients',
  flowCaption: 'Criteria were applied in this order; a patient is counted at the first that was met.',
  flowDescription: (assessed: number, analysed: number) =>
    `Flow diagram from ${assessed} assessed to ${analysed} analysed.`,
  flow: {
    assessed: (unit: string) => `Assessed ${unit}`,
    notIncluded: 'Inclusion criteria not met',
    excluded: 'Excluded',
    outcome: 'Outcome not known',
    included: 'Met the inclusion criteria',
    eligible: 'Eligible',
    analysed: 'Analysed',
  },
  clinicalTable: (by: string | undefined) => (by ? `Clinical characteristics by ${by}` : 'Clinical characteristics'),
  mriTable: (by: string | undefined) => (by ? `MRI features by ${by}` : 'MRI features'),
  readings: {
    title: 'Structured reading',
    paragraph: (first: string, second: string) =>
      text`${first[0].toUpperCase()}${first.slice(1)} and ${second} read the MRI independently by the items of the BI-RADS lexicon; where they differ the consensus is analysed.`,
    table: 'Agreement of the two readers on the structured MRI reading',
    heads: ['Item', 'Patients', 'Same reading', 'κ (95% CI)'],
    ordered: 'Ordered: disagreement weighted by the square of its distance.',
    kappa: 'κ, Cohen’s kappa, interval by its large-sample standard error.',
  },
  again: {
    title: 'Second reading by the same reader',
    paragraph:
      'Some patients were read a second time by the same reader, in another order and without sight of the first reading. Second readings enter no mean, no consensus and no comparison with another reader.',
    items: (of: string, reader: string) =>
      `Agreement of ${of} with the second reading (${reader}) on the structured MRI`,
    features: 'Agreement of the features on the regions drawn twice by the same reader',
    pair: (of: string, reader: string) => `${of}, ${reader}`,
    heads: ['Readings', 'Patients', 'Features', 'ICC, median (range)', 'ICC ≥ 0.75', 'ICC ≥ 0.90'],
    to: 'to',
    icc: 'ICC, ICC(2,1): single measurement, absolute agreement; of all patients who were read twice.',
  },
  split: {
    title: 'Training and validation set',
    paragraph: (training: TextPart, validation: TextPart, rule: TextPart) =>
      text`The models were trained on ${training} rows, and ${validation} were held out (${rule}); all rows of a patient are in one set. Nothing was learnt from the held-out rows.`,
    none: 'none',
    random: (share: TextPart, stratify: string | undefined) =>
      text`a random split, ${share} for training${stratify ? `, stratified by ${stratify}` : ''}; a random split is internal validation, not external`,
    before: (column: string, date: string) => `by ${column}: before ${date} for training`,
    heldOut: (column: string, values: TextPart) => text`by ${column}: ${values} held out`,
    column: (column: string) => `by the column ${column}`,
  },
  followUp: {
    title: 'Follow-up',
    paragraph: (n: {
      patients: TextPart
      progressed: TextPart
      lesion: TextPart
      marker: TextPart
      died: TextPart | undefined
      stable: TextPart
      unknown: TextPart | undefined
      good: TextPart
      poor: TextPart
    }) =>
      text`Of ${n.patients} patients ${n.progressed} progressed: ${n.lesion} with a new lesion first, ${n.marker} with an elevated marker first${n.died ? text`, and ${n.died} died without either` : ''}. ${n.stable} were stable${n.unknown ? text`, and in ${n.unknown} no visit looked for progression` : ''}. Prognosis was good in ${n.good} and poor (recurrence or metastasis) in ${n.poor}.`,
    elevated: (limits: readonly TextPart[]) =>
      text`A marker is elevated where ${limits.reduce((all, one) => text`${all}, or ${one}`)}.`,
    limit: (marker: string, limit: TextPart, unit: string, rise: TextPart) =>
      text`${marker} is above ${limit}${unit} and above ${rise} times its value at diagnosis`,
    figure: 'Serum markers of one patient over the follow-up',
    caption:
      'Dashed: upper limit of normal. The patient is the one with the most visits among those whose progression was shown by a marker, or else by a new lesion.',
    description: (visits: number, progression: string) =>
      `Markers of one patient from diagnosis over ${visits} visits; progression by ${progression}.`,
    diagnosis: 'diagnosis',
    progression: (by: string) => `progression: ${by}`,
    lastVisit: 'last visit',
    death: 'death',
    time: 'Months since diagnosis',
    by: {
      'new lesion': 'new lesion',
      'marker elevation': 'marker elevation',
      death: 'death',
      none: 'none',
    } as Record<string, string>,
  },
  survival: {
    title: 'Survival',
    figure: (by: string) => `Kaplan–Meier estimates by ${by}`,
    caption: (panels: TextPart) =>
      text`${panels}. Bands are pointwise 95% intervals (log-log); ticks are censored patients; pale and without a band where fewer than ten are at risk.`,
    panel: (letter: string, label: string) => `(${letter}) ${label}`,
    labelBy: (label: string, by: string) => `${label} by ${by}`,
    median: (group: string, value: TextPart, unit: string) => text`${group} ${value}${unit ? ` ${unit}` : ''}`,
    notReached: (group: string) => `${group} not reached`,
    left: (rows: TextPart) => text` (${rows} without follow-up excluded)`,
    test: (chiSquare: TextPart, p: TextPart) => text` Log-rank χ² ${chiSquare}, ${p}.`,
    notTested: (why: string) => ` No log-rank test: ${why}`,
    sentence: (s: {
      label: string
      by: string
      events: TextPart
      n: TextPart
      left: TextPart
      followUp: TextPart
      unit: string
      medians: TextPart
      test: TextPart
      counted: TextPart
    }) =>
      text`${s.label} by ${s.by}: ${s.events} events among ${s.n} patients${s.left}; median follow-up ${s.followUp}${s.unit ? ` ${s.unit}` : ''} (reverse Kaplan–Meier).${s.counted} Medians: ${s.medians}.${s.test}`,
    landmark: (at: TextPart, unit: string, before: TextPart) =>
      text` Times are counted from the landmark at ${at}${unit ? ` ${unit}` : ''}, of patients followed beyond it; ${before} were not.`,
    rival: (other: string) => ` Patients with the competing event first (${other}) count as censored here.`,
    late: (start: string) => ` Patients are at risk from their entry on (${start}).`,
    time: (unit: string) => (unit ? `Time (${unit})` : 'Time'),
    logRank: (p: string) => `Log-rank ${p}`,
    ratio: (group: string, other: string, ratio: string) => `HR ${group} / ${other} ${ratio}`,
  },
}
