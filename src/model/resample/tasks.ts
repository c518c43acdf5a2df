import { fitFully, refit } from './refit.ts'

/** The work of this stage that a worker may be handed, by name. Pure: the same task gives the same result anywhere. */
export const tasks = { 'model/refit': refit, 'model/fit': fitFully }
