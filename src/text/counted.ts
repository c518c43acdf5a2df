/** A count and what is counted: 1 case, 2 cases. */
export const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`
