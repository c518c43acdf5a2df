/** The study files among a folder's paths, those at the top first; what a run wrote is none. */
export const studyFiles = (paths: readonly string[]) =>
  paths
    .filter((path) => /(^|\/)[^/]*study[^/]*\.ya?ml$/i.test(path) && !/(^|\/)(results|images|masks)\//.test(path))
    .filter((path) => path.split('/').length <= 3)
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))
