/** A value as there is room for it: four digits. */
export const shortNumber = (value: number): string =>
  String(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4)))
