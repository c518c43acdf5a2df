import { WrongArguments } from '../../errors/index.ts'
import { developmentSizeContinuous } from '../../statistics/sample-size/continuous.ts'
import { developmentSizeBinary, developmentSizeSurvival } from '../../statistics/sample-size/development.ts'
import { validationSizeBinary } from '../../statistics/sample-size/validation.ts'
import type { Terminal } from '../terminal.ts'

export interface SampleSizeOptions {
  prevalence?: number
  parameters?: number
  cstatistic?: number
  nagelkerke?: number
  coxsnell?: number
  shrinkage?: number
  /** Of survival: events per patient and unit of time, the time of the prediction, mean follow-up. */
  rate?: number
  timepoint?: number
  followup?: number
  /** Of a number: adjusted R² that is expected, mean and standard deviation. */
  rsquared?: number
  mean?: number
  sd?: number
  external?: boolean
}

/** `nomoscope samplesize`: Riley's criteria for developing a model, or with --external for validating one. */
export function sampleSize(options: SampleSizeOptions, terminal: Terminal, json = false): void {
  const size = sizeOf(options)
  if (json) {
    terminal.result(JSON.stringify(size, null, 1))
    return
  }
  for (const criterion of size.criteria) {
    const per =
      'eventsPerParameter' in criterion
        ? `, ${criterion.eventsPerParameter.toFixed(1)} events per parameter`
        : 'patientsPerParameter' in criterion
          ? `, ${criterion.patientsPerParameter.toFixed(1)} patients per parameter`
          : ''
    terminal.result(`${criterion.name}: ${criterion.n} patients${per}`)
  }
  if (!('events' in size)) {
    terminal.result(`patients needed: ${size.n}`)
    return
  }
  const what = options.rate === undefined ? 'outcome' : 'event'
  terminal.result(`patients needed: ${size.n}, ${Math.ceil(size.events)} of them with the ${what}`)
}

function sizeOf(options: SampleSizeOptions) {
  const { prevalence, parameters, cstatistic: cStatistic, nagelkerke, coxsnell: coxSnell, shrinkage } = options
  const { rate, timepoint, followup: meanFollowUp, rsquared: rSquared, mean, sd, external } = options
  if (external) {
    if (prevalence === undefined || cStatistic === undefined)
      throw WrongArguments('--external needs the --prevalence and the --cstatistic that are expected.')
    return validationSizeBinary({ prevalence, cStatistic })
  }
  if (parameters === undefined)
    throw WrongArguments('Developing a model needs --parameters: candidates, before any selection.')
  if (rate !== undefined || timepoint !== undefined || meanFollowUp !== undefined) {
    if (rate === undefined || timepoint === undefined || meanFollowUp === undefined)
      throw WrongArguments('Survival needs --rate, --timepoint and --followup, all in the same unit of time.')
    if ([cStatistic, nagelkerke, coxSnell].every((value) => value === undefined))
      throw WrongArguments('A model of survival needs one of --cstatistic, --coxsnell and --nagelkerke.')
    return developmentSizeSurvival({
      parameters,
      cStatistic,
      coxSnell,
      nagelkerke,
      rate,
      timepoint,
      meanFollowUp,
      shrinkage,
    })
  }
  if (rSquared !== undefined || mean !== undefined || sd !== undefined) {
    if (rSquared === undefined || mean === undefined || sd === undefined)
      throw WrongArguments('A number that is foretold needs --rsquared, and --mean and --sd in its unit.')
    return developmentSizeContinuous({ parameters, rSquared, mean, sd, shrinkage })
  }
  if (prevalence === undefined || [cStatistic, nagelkerke, coxSnell].every((value) => value === undefined))
    throw WrongArguments(
      'Developing a model needs --prevalence and one of --cstatistic, --nagelkerke and --coxsnell; of survival --rate, --timepoint and --followup; of a number --rsquared, --mean and --sd.',
    )
  return developmentSizeBinary({ prevalence, parameters, cStatistic, nagelkerke, coxSnell, shrinkage })
}
