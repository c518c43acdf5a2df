import type { CaseTask } from '../../cases/case.ts'
import type { Normalisation } from '../../cases/normalisation.ts'
import { ExtractionUnknown, SequenceAbsent } from '../../errors/index.ts'
import type { ModelExtraction, ModelFile } from '../../model/predict/model-schema.ts'
import type { Cell } from '../../model/predict/predict.ts'
import { columnOf, sequenceOf } from '../column-names.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import { secondReadings } from '../file/second-readings.ts'
import { type Case, extractCases } from './extract-all.ts'
import { imageCases } from './study-cases.ts'

/** New patients as a model takes them: cells by column. */
export interface Patients {
  ids: string[]
  rows: Record<string, Cell>[]
  /** Rows whose images gave no features, with the reason; their cells are empty. */
  failed: Map<number, string>
  /** What was noticed on the way, by row. */
  noticed: Map<number, string[]>
}

/** A case of one row, or why there is none. */
type RowCase = { row: number; sequence: string } & ({ task: CaseTask } | { failed: string })

/** Whether a model's features have to be extracted for a table: it lacks some, and says where the images are. */
export function needsImages(
  { extraction, name, columns }: ModelFile,
  rows: Patients['rows'],
  images: boolean,
): boolean {
  const cells = new Set(rows.flatMap((row) => Object.keys(row)))
  const named =
    extraction && Object.keys(extraction.sequences).some((sequence) => cells.has(columnOf(sequence, 'image')))
  if (!images && !named) return false
  if (!extraction) throw ExtractionUnknown(name)
  return images || columns.some((column) => !cells.has(column.name))
}

/**
 * The cases of a table with columns `SEQUENCE_image`, `SEQUENCE_mask` (for the mean of readers also
 * `SEQUENCE_mask_READER`), `SEQUENCE_tissue` where images are normalised by a reference tissue, `SEQUENCE_field` where the
 * bias field is estimated in a mask, `SEQUENCE_clip` where the region is cut by one, and `SEQUENCE_drawn` with the image that
 * the region was drawn on where that is another. A region that is parted into habitats has `SEQUENCE_map_NAME` with the image
 * of each map that is another than the measured one, and one that a network measures `SEQUENCE_onnx` with its file.
 */
export function casesOfColumns(
  { extraction }: ModelFile,
  { ids, rows }: Pick<Patients, 'ids' | 'rows'>,
  resolve: (path: string) => string,
): RowCase[] {
  const text = (cell: Cell) => (cell === null || cell === undefined ? '' : String(cell).trim())
  return Object.keys(extraction!.sequences).flatMap((sequence) =>
    ids.flatMap((_, row): RowCase[] => {
      const cells = rows[row]
      const path = (column: string) => {
        const found = text(cells[column])
        return found === '' ? undefined : resolve(found)
      }
      const named = (what: string) => columnOf(sequence, what)
      const image = path(named('image'))
      const every = Object.keys(cells).filter((column) => column.startsWith(named('mask_')))
      const columns = [named('mask'), ...(extraction!.reader === 'mean' ? every : [])]
      const masks = columns.flatMap((column) => path(column) ?? [])
      if (image === undefined) return [{ row, sequence, failed: `${named('image')} is not given` }]
      if (masks.length === 0) return [{ row, sequence, failed: `${named('mask')} is not given` }]
      const others = {
        tissue: path(named('tissue')),
        field: path(named('field')),
        clip: path(named('clip')),
        drawn: path(named('drawn')),
        onnx: path(named('onnx')),
        maps: new Map(
          (extraction!.sequences[sequence].habitats?.maps ?? []).map(({ name }) => [
            name,
            {
              image: path(named(mapColumn(name))),
              tissue: path(named(`${mapColumn(name)}_tissue`)),
              field: path(named(`${mapColumn(name)}_field`)),
            },
          ]),
        ),
      }
      return masks.map((mask) => rowCase(extraction!, row, sequence, image, mask, others))
    }),
  )
}

/** The cases of patients whose images lie as a study file's `images` says. Throws SequenceAbsent. */
export function casesOfStudy(
  { extraction, name }: ModelFile,
  ids: readonly string[],
  study: StudyConfig,
  context: StudyContext,
): RowCase[] {
  const sequences = Object.keys(extraction!.sequences)
  const absent = sequences.find((sequence) => !study.images?.[sequence])
  if (absent) throw SequenceAbsent(name, absent)
  const cases = imageCases({ ...study, features: { params: '', sequences } }, ids, { file: '' }, context)
  const rowOf = new Map(ids.map((id, row) => [id, row]))
  const first = cases.filter(({ input }) => !secondReadings(study).has(input.reader))
  return wantedReaders(first, extraction!.reader).map(({ input: { patient, sequence }, task }) => {
    const { image, mask, drawn, n4, normalise, derive, habitats } = task
    const tissue = tissueOf(normalise)
    const clip = typeof derive?.clip === 'object' && 'mask' in derive.clip ? derive.clip.mask : undefined
    const found = rowCase(extraction!, rowOf.get(patient)!, sequence, image, mask, {
      tissue,
      field: n4?.mask,
      clip,
      drawn: drawn?.image,
      onnx: networkOf(study, context),
      maps: new Map(
        (habitats?.maps ?? []).map((map) => [
          map.name,
          { image: map.image, tissue: tissueOf(map.normalise), field: map.n4?.mask },
        ]),
      ),
    })
    // Where the model's images were files of their own, the study says which of a folder's is meant.
    if ('task' in found) found.task.source ??= task.source
    return found
  })
}

/** Of every sequence the regions of the model's reader, or of all of them for their mean, as `featuresByReader` has it. */
function wantedReaders(cases: readonly Case[], wanted: string | undefined): Case[] {
  const readers = [...new Set(cases.map(({ input }) => input.reader))].filter((reader) => reader !== '')
  const counts = wanted === 'mean' ? readers.filter((reader) => reader !== 'consensus') : [wanted ?? readers[0]]
  return cases.filter(({ input: { reader } }) => reader === '' || counts.includes(reader))
}

const tissueOf = (normalise: Normalisation | undefined) =>
  typeof normalise === 'object' && 'mask' in normalise ? normalise.mask : undefined

/** Files of a new patient besides the image and the region's mask; those of maps by their names. */
interface OtherFiles extends Record<'tissue' | 'field' | 'clip' | 'drawn' | 'onnx', string | undefined> {
  maps: ReadonlyMap<string, Record<'image' | 'tissue' | 'field', string | undefined>>
}

/** The network's file that a study names. */
function networkOf({ features }: StudyConfig, context: StudyContext): string | undefined {
  const deep = features && 'params' in features ? features.deep : undefined
  return deep && context.resolve(deep.model)
}

/** The rest of the column that names the file of a map. */
const mapColumn = (map: string) => `map_${map}`

type Prepared = ModelExtraction['sequences'][string]

/** An image's normalisation with the new patient's mask; `absent` where the table does not name it. */
function scaleFor(
  how: Prepared['normalise'],
  tissue: string | undefined,
): { normalise?: Normalisation; absent?: true } {
  if (typeof how !== 'object' || !('zscore' in how) || how.zscore !== 'tissue') return { normalise: how }
  return tissue === undefined ? { absent: true } : { normalise: { ...how, mask: tissue } }
}

/** The correction of an image's bias field with the new patient's mask; `absent` where the table does not name it. */
function fieldFor(evening: Prepared['n4'], field: string | undefined): { n4?: CaseTask['n4']; absent?: true } {
  if (!evening) return {}
  const { inMask, ...settings } = evening
  if (inMask && field === undefined) return { absent: true }
  return { n4: { ...settings, ...(inMask && { mask: field }) } }
}

/** The maps of a new patient's region; the rest of a column's name where the table does not name a file. */
function habitatsFor(
  { habitats }: Prepared,
  image: string,
  files: OtherFiles['maps'],
): CaseTask['habitats'] | { absent: string } {
  if (!habitats) return undefined
  const maps: NonNullable<CaseTask['habitats']>['maps'] = []
  for (const { name, own, n4, normalise, ...rest } of habitats.maps) {
    const { image: path, tissue, field } = files.get(name) ?? {}
    const found = own ? image : path
    if (found === undefined) return { absent: mapColumn(name) }
    const scale = scaleFor(normalise, tissue)
    if (scale.absent) return { absent: `${mapColumn(name)}_tissue` }
    const even = fieldFor(n4, field)
    if (even.absent) return { absent: `${mapColumn(name)}_field` }
    maps.push({ name, image: found, ...rest, n4: even.n4, normalise: scale.normalise })
  }
  return { maps, fit: habitats.fit }
}

function rowCase(
  { params, sequences }: ModelExtraction,
  row: number,
  sequence: string,
  image: string,
  mask: string,
  others: OtherFiles,
): RowCase {
  const { tissue, field, clip, drawn: drawnImage } = others
  const { source, label, threshold, region, register, n4: evening, normalise: how } = sequences[sequence]
  const without = (column: string) => ({ row, sequence, failed: `${columnOf(sequence, column)} is not given` })
  const scale = scaleFor(how, tissue)
  if (scale.absent) return without('tissue')
  let derive: CaseTask['derive']
  if (region?.clip === 'mask') {
    if (clip === undefined) return without('clip')
    derive = { ...region, clip: { mask: clip } }
  } else derive = region as CaseTask['derive']
  let drawn: CaseTask['drawn']
  if (register) {
    if (drawnImage === undefined) return without('drawn')
    drawn = { image: drawnImage, source: register.source, register: register.transform }
  }
  const even = fieldFor(evening, field)
  if (even.absent) return without('field')
  const { deep: network } = sequences[sequence]
  if (network && others.onnx === undefined) return without('onnx')
  const habitats = habitatsFor(sequences[sequence], image, others.maps)
  if (habitats && 'absent' in habitats) return without(habitats.absent)
  return {
    row,
    sequence,
    task: {
      image,
      mask,
      source,
      label,
      derive,
      threshold,
      params,
      paramsFile: 'the model file',
      drawn,
      n4: even.n4,
      normalise: scale.normalise,
      habitats,
      ...(network && { deep: { ...network, model: others.onnx! } }),
    },
  }
}

/** The patients with the features of their images as further cells; one whose images cannot be read has the reason. */
export async function withFeatures(
  { columns, extraction, origin }: ModelFile,
  { ids, rows }: Pick<Patients, 'ids' | 'rows'>,
  cases: readonly RowCase[],
  context: Pick<StudyContext, 'map' | 'progress' | 'version'>,
): Promise<Patients> {
  const failed = new Map<number, string>()
  const noticed = new Map<number, string[]>()
  const values = ids.map(() => new Map<string, number[]>())
  for (const one of cases) if ('failed' in one) failed.set(one.row, one.failed)
  const ready = cases.flatMap((one) => ('task' in one && !failed.has(one.row) ? [one] : []))
  const made = await extractCases(
    ready.map(({ sequence, task }) => ({ input: { sequence }, task })),
    context.map,
    context.progress('features'),
  )
  made.forEach(({ status, reason, values: found, lost }, i) => {
    const { row, sequence } = ready[i]
    if (status === 'failed') {
      failed.set(row, `${sequence}: ${reason}`)
      return
    }
    const notes = [reason, lost ? `${Math.round(100 * lost.share)}% of the region is outside the image.` : '']
    for (const note of notes) if (note) noticed.set(row, [...(noticed.get(row) ?? []), `${sequence}: ${note}`])
    for (const [feature, value] of Object.entries(found)) {
      if (feature.startsWith('diagnostics_') || typeof value !== 'number') continue
      const name = columnOf(sequence, feature)
      values[row].set(name, [...(values[row].get(name) ?? []), value])
    }
  })
  if (origin.software !== context.version)
    for (const row of ids.keys())
      noticed.set(row, [
        `Features by nomoscope ${context.version}, the model's by ${origin.software}.`,
        ...(noticed.get(row) ?? []),
      ])
  const sequences = Object.keys(extraction!.sequences)
  const isFeature = (name: string) => sequenceOf(name, sequences) !== undefined
  const told = rows.map((cells, row): Record<string, Cell> => {
    if (failed.has(row)) return { ...cells, ...Object.fromEntries(columns.map(({ name }) => [name, ''])) }
    const own = { ...cells }
    for (const { name } of columns) {
      const known = (values[row].get(name) ?? []).filter((value) => !Number.isNaN(value))
      if (known.length > 0) own[name] = known.reduce((sum, value) => sum + value, 0) / known.length
      else if (isFeature(name)) own[name] ??= ''
    }
    return own
  })
  return { ids: [...ids], rows: told, failed, noticed }
}
