import { type Fault, fault } from '../../cohort/fault.ts'
import { HarmonisedModel } from '../../errors/index.ts'
import { isHarmonised, type ModelResult } from '../../model/index.ts'

/** The leading models that cannot be handed to others, each with the reason; all else is done with them. */
export function unsharedModels(leads: (ModelResult | undefined)[], file: string): Fault[] {
  return leads.flatMap((lead) =>
    lead && isHarmonised(lead) ? [fault(HarmonisedModel(lead.name), { file }, 'note')] : [],
  )
}
