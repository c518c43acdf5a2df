import { UnsafeIdentifier } from '../../errors/index.ts'

/** A path with `{patient}` filled in. Throws UnsafeIdentifier for an identifier that would lead out of the folder. */
export function pathFor(template: string, patient: string): string {
  if (/[/\\\0]|^\.\.?$/.test(patient)) throw UnsafeIdentifier(patient)
  // A function: in a replacement text $ has a meaning of its own.
  return template.replaceAll('{patient}', () => patient)
}
