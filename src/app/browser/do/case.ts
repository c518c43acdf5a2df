import { extractCase } from '../../../cases/extract.ts'
import { jsonValue } from '../../../cases/feature-table.ts'
import type { Result, Work } from '../messages.ts'
import { openPool } from '../pool.ts'
import type { Say } from './context.ts'

/** As `nomoscope extract IMAGE MASK --params PARAMS`: the same JSON. */
export async function extractOne(work: Extract<Work, { do: 'case' }>, say: Say): Promise<Result> {
  const { files, image, mask, params, paramsName } = work
  const pool = openPool({ files })
  try {
    const { values, warnings } = await extractCase(
      { image, mask, params, paramsFile: paramsName },
      pool.platform,
      pool.jobs > 1 ? pool.map : undefined,
    )
    for (const line of warnings) say({ line })
    say({ line: `${Object.keys(values).filter((name) => !name.startsWith('diagnostics')).length} features` })
    const text = `${JSON.stringify(jsonValue(values), null, 1)}\n`
    return { saved: { name: 'features.json', blob: new Blob([text], { type: 'application/json' }) } }
  } finally {
    await pool.close()
  }
}
