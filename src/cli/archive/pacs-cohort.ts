import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cohortCases } from '../../archive/pacs/cohort-cases.ts'
import { findSeries, notFound } from '../../archive/pacs/find.ts'
import type { OpenedArchive } from '../../archive/pacs/open.node.ts'
import { readPatientList } from '../../archive/pacs/patient-list.ts'
import { draftProtocolMap, readProtocolMap } from '../../archive/pacs/protocol-map.ts'
import { CohortHasNoCase, WrongArguments } from '../../errors/index.ts'
import { readNamedText } from '../../jobs/read-named.node.ts'
import { writeAtomically } from '../../jobs/write-atomically.node.ts'
import { extract } from '../extract.ts'
import { filesIn } from '../init.ts'
import type { Terminal } from '../terminal.ts'
import { fetchDeidentified, ordered, type PacsOptions, placesOf } from './pacs-fetch.ts'

/**
 * `nomoscope pacs cohort`: the mapped series and the masks of the patients in a table are found, fetched, de-identified as
 * they come, paired, checked and extracted. Every step goes on where a killed run stopped.
 */
export async function cohort(opened: OpenedArchive, _inputs: string[], options: PacsOptions, terminal: Terminal) {
  const { out, patients, map: mapFile } = options
  if (!out || !patients) throw WrongArguments('pacs cohort needs --patients, a table of numbers, and --out, a folder.')
  const list = readPatientList(await readNamedText(patients), patients)
  const found = await findSeries(opened.archive, {}, list, terminal.progress('patients asked for'))
  const absent = notFound(list, found)
  if (absent.length > 0) terminal.say(`Nothing was found of ${absent.join(', ')}.`)
  const drafted = join(out, 'protocol.yaml')
  if (!mapFile && !existsSync(drafted)) await writeAtomically(drafted, draftProtocolMap(found))
  const map = readProtocolMap(await readNamedText(mapFile ?? drafted), mapFile ?? drafted)
  await fetchDeidentified(
    opened,
    placesOf(found, await ordered(opened, found, map, terminal), out),
    out,
    options,
    terminal,
  )
  if (options.plan) return
  const images = join(out, 'images')
  const { cases, lacking } = cohortCases(filesIn(images), (path) => readFileSync(join(images, path)))
  for (const line of lacking) terminal.say(line)
  if (cases.length === 0) throw CohortHasNoCase(out)
  const whole = (path: string) => resolve(images, path)
  const rows = cases.map(({ id, sequence, image, mask }) => [id, sequence, whole(image), whole(mask)].join(','))
  const table = join(out, 'cases.csv')
  await writeAtomically(table, `${['ID,Sequence,Image,Mask', ...rows].join('\n')}\n`)
  const features = join(out, 'features.csv')
  await extract(
    undefined,
    undefined,
    { cases: table, out: features, params: options.params, overwrite: true },
    terminal,
  )
  terminal.result(features)
}
