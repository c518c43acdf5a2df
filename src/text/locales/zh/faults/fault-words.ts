/**
 * Faults in Chinese by their codes (`src/errors`): what is wrong, without the values of the case, which stand in the English
 * message beside it; and what to do about it.
 */
export type FaultWords = Readonly<Record<string, readonly [what: string, remedy: string]>>
