/**
 * Where another reader's masks lie beside those of one: that one's name in the path with the other's in its place, or where
 * there is none, the other's before the ending.
 */
export function pathBeside(path: string, of: string, name: string): string {
  const isPart = (at: number) =>
    !/[\p{L}\p{N}]/u.test(path.charAt(at - 1)) && !/[\p{L}\p{N}]/u.test(path.charAt(at + of.length))
  for (let at = path.lastIndexOf(of); at >= 0; at = at === 0 ? -1 : path.lastIndexOf(of, at - 1))
    if (isPart(at)) return path.slice(0, at) + name + path.slice(at + of.length)
  return path.replace(/(\.nii\.gz|\.[^./]*)?$/, (ending) => `.${name}${ending}`)
}
