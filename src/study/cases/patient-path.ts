import { UnsafeIdentifier } from '../../errors/index.ts'

/** A path with `{patient}` filled in. Throws UnsafeIdentifier for an identifier that would lead out of the folder. */
export function pathFor(template: string, patient: string): string {
  if (/[/\\\0]|^\.\.?$/.test(patient)) throw UnsafeIdentifier(patient)
  // A function: in a replacement text $ has a meaning of its own.
  return template.replaceAll('{patient}', () => patient)
}

/**
 * Where the `{patient}` of a path such as `images/P{patient}/t2.nrrd` stands: the folder to list, whether it is the last
 * part of the path, and the patient whom an entry of that folder belongs to. Undefined for a path without `{patient}`.
 */
export function patientPlace(template: string) {
  const segments = template.split('/')
  const at = segments.findIndex((segment) => segment.includes('{patient}'))
  if (at < 0) return undefined
  const [before, after] = segments[at].split('{patient}')
  return {
    parent: segments.slice(0, at).join('/') || '.',
    isLast: at === segments.length - 1,
    patientOf: (name: string): string | undefined =>
      name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after)
        ? name.slice(before.length, name.length - after.length)
        : undefined,
  }
}
