import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { deidentifyFolder } from '../../archive/deidentify/folder.node.ts'
import { hasJournal } from '../../archive/deidentify/journal.node.ts'
import { type ArchiveServer, type FoundSeries, sortSeries } from '../../archive/pacs/archive-server.ts'
import { type CohortFile, cohortCases } from '../../archive/pacs/cohort-cases.ts'
import { draftProtocolMap, readProtocolMap, sequenceOf } from '../../archive/pacs/protocol-map.ts'
import { seriesTable } from '../../archive/pacs/series-table.ts'
import { CohortHasNoCase, WrongArguments } from '../../errors/index.ts'
import { writeAtomically } from '../../jobs/write-atomically.node.ts'
import { extract } from '../extract.ts'
import type { Terminal } from '../terminal.ts'
import { passphraseFor, profileOptions } from './deidentify.ts'
import { fetchPlanned, type PacsOptions, placesOf, readPatients } from './pacs-fetch.ts'

declare const NOMOSCOPE_VERSION: string

const maskKinds = /^(SEG|RTSTRUCT)$/

/**
 * `nomoscope pacs cohort`: the mapped series and the masks of the patients in a table are found, fetched, de-identified,
 * paired, checked and extracted. Every step goes on where a killed run stopped.
 */
export async function cohort(archive: ArchiveServer, _inputs: string[], options: PacsOptions, terminal: Terminal) {
  const { out, patients, map: mapFile } = options
  if (!out || !patients) throw WrongArguments('pacs cohort needs --patients, a table of numbers, and --out, a folder.')
  const linkage = join(out, 'linkage')
  const passphrase = await passphraseFor(linkage)
  const found: FoundSeries[] = []
  for (const patient of readPatients(patients)) found.push(...(await archive.find({ patient })))
  sortSeries(found)
  const drafted = join(out, 'protocol.yaml')
  if (!mapFile && !existsSync(drafted))
    await writeAtomically(drafted, draftProtocolMap(found.filter(({ modality }) => !maskKinds.test(modality))))
  const map = readProtocolMap(readFileSync(mapFile ?? drafted, 'utf8'), mapFile ?? drafted)
  const images = found.filter(({ modality, description }) => !maskKinds.test(modality) && sequenceOf(map, description))
  const masks = found.filter(({ modality }) => maskKinds.test(modality))
  await writeAtomically(join(out, 'series.csv'), seriesTable([...images, ...masks]))
  const originals = join(out, 'originals')
  const wanted = [...placesOf(images, map, originals), ...placesOf(masks, { sequences: { masks: ['*'] } }, originals)]
  await fetchPlanned(archive, wanted, options, terminal)
  if (options.plan) return
  const copies = join(out, 'images')
  const { written } = await deidentifyFolder(
    {
      from: originals,
      to: copies,
      report: join(out, 'report'),
      linkage: { file: linkage, passphrase },
      options: profileOptions({ retain: 'shifted-dates,safe-private', clean: 'descriptors,structured' }),
      rules: [],
      resume: hasJournal(copies),
      version: NOMOSCOPE_VERSION,
    },
    { progress: terminal.progress('de-identified'), fault: (error) => terminal.fault('', error) },
  )
  const files = [...written].map(
    ([original, path]): CohortFile => ({
      sequence: original.slice(resolve(originals).length + 1).split(/[\\/]/)[1],
      path: join(copies, path),
    }),
  )
  const { cases, lacking } = cohortCases(files, (path) => readFileSync(path))
  for (const line of lacking) terminal.say(line)
  if (cases.length === 0) throw CohortHasNoCase(out)
  const rows = cases.map(({ id, sequence, image, mask }) => [id, sequence, resolve(image), resolve(mask)].join(','))
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
