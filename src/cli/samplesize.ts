import { WrongArguments } from '../errors/index.ts'
import { developmentSizeBinary } from '../statistics/sample-size/development.ts'
import { validationSizeBinary } from '../statistics/sample-size/validation.ts'
import type { Terminal } from './terminal.ts'

export interface SampleSizeOptions {
  prevalence: number
  parameters?: number
  cstatistic?: number
  nagelkerke?: number
  external?: boolean
}

/** `nomoscope samplesize`: Riley's criteria for developing a model, or with --external for validating one. */
export function sampleSize(options: SampleSizeOptions, terminal: Terminal, json = false): void {
  const { prevalence, parameters, cstatistic: cStatistic, nagelkerke, external } = options
  if (external && cStatistic === undefined) throw WrongArguments('--external needs the --cstatistic that is expected.')
  if (!external && (parameters === undefined || (cStatistic === undefined && nagelkerke === undefined)))
    throw WrongArguments(
      'Developing a model needs --parameters (candidates, before any selection) and --cstatistic or --nagelkerke.',
    )
  const size = external
    ? validationSizeBinary({ prevalence, cStatistic: cStatistic! })
    : developmentSizeBinary({ prevalence, parameters: parameters!, cStatistic, nagelkerke })
  if (json) {
    terminal.result(JSON.stringify(size, null, 1))
    return
  }
  for (const { name, n } of size.criteria) terminal.result(`${name}: ${n}`)
  terminal.result(`patients needed: ${size.n}, ${Math.ceil(size.events)} of them with the outcome`)
}
