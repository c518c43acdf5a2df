declare const NOMOSCOPE_VERSION: string | undefined

/** What stands in diagnostics where PyRadiomics names its own and its libraries' versions. */
export const version = `nomoscope ${typeof NOMOSCOPE_VERSION === 'string' ? NOMOSCOPE_VERSION : 'development'}`
