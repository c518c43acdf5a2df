/** What is wrong with names that are to stand for patients, by the patient's number; undefined where nothing is. */
export function pseudonymFault(pairs: readonly (readonly [id: string, pseudonym: string])[]): string | undefined {
  for (const [id, pseudonym] of pairs)
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/.test(pseudonym))
      return `it gives ${id} the name "${pseudonym}" (letters, digits, - and _ only, 32 at most)`
  if (new Set(pairs.map(([, pseudonym]) => pseudonym)).size < pairs.length) return 'it gives two patients one name'
  return undefined
}
