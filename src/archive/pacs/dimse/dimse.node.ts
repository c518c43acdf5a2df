import { BrokenAnswer, MoveNeedsPort, UnreadableObject } from '../../../errors/index.ts'
import { type Dataset, readAttributes, text } from '../../../image/dicom/file.ts'
import { tag } from '../../../image/dicom/tags.ts'
import { encodeHead } from '../../../image/dicom/write.ts'
import { representationOf } from '../../dictionary.ts'
import type { ArchiveServer, FoundSeries, Query } from '../archive-server.ts'
import type { DimseServer } from '../profiles.ts'
import { type Association, associate, contextOf, isAnswer, isPending, judgeStatus } from './association.node.ts'
import { type Command, encodeIdentifier, field, kinds } from './command.ts'
import type { Message } from './connection.node.ts'
import type { Pdu } from './pdu.ts'
import { openReceiver } from './receiver.node.ts'
import { implicitLittle, storageClasses, storageSyntaxes } from './storage.ts'
import { takeStored } from './stored.ts'

const services = {
  echo: '1.2.840.10008.1.1',
  find: '1.2.840.10008.5.1.4.1.2.2.1',
  move: '1.2.840.10008.5.1.4.1.2.2.2',
  get: '1.2.840.10008.5.1.4.1.2.2.3',
}

/** An archive over DIMSE: C-ECHO, C-FIND, C-GET or C-MOVE, C-STORE (DICOM PS3.4 and PS3.7), an association for each request. */
export function dimseArchive(server: DimseServer): ArchiveServer {
  const host = `${server.host}:${server.port}`

  async function within<Result>(
    offered: Parameters<typeof associate>[1],
    work: (association: Association) => Promise<Result>,
  ): Promise<Result> {
    const association = await associate(server, offered)
    try {
      const result = await work(association)
      await association.release()
      return result
    } finally {
      association.line.destroy()
    }
  }

  const query = (level: string, asked: [number, string][]) =>
    within([{ abstract: services.find, syntaxes: [implicitLittle] }], async (association) => {
      const { id } = contextOf(association, services.find, 'C-FIND')
      const identifier = encodeIdentifier([[0x00080005, 'ISO_IR 192'], [0x00080052, level], ...asked])
      await association.line.say(id, request(association, kinds.find, services.find), identifier, association.largest)
      const rows: Dataset[] = []
      for (;;) {
        const { command, dataset } = expectMessage(await association.line.message(), host)
        if (!isPending(command)) {
          judgeStatus(command, host, 'C-FIND')
          return rows
        }
        if (dataset) rows.push(parse(dataset, implicitLittle, host))
      }
    })

  return {
    atOnce: 50,
    echo: () =>
      within([{ abstract: services.echo, syntaxes: [implicitLittle] }], async (association) => {
        const { id } = contextOf(association, services.echo, 'C-ECHO')
        await association.line.say(id, request(association, kinds.echo, services.echo), undefined, association.largest)
        judgeStatus(expectMessage(await association.line.message(), host).command, host, 'C-ECHO')
      }),
    async find(asked: Query) {
      const date = asked.from || asked.to ? `${asked.from ?? ''}-${asked.to ?? ''}` : ''
      // The hierarchy is asked level by level: few archives answer for series across studies.
      const studies = await query('STUDY', [
        [0x00100020, asked.patient ?? ''],
        [0x00100010, ''],
        [0x0020000d, asked.study ?? ''],
        [0x00080020, date],
        [0x00081030, ''],
        [0x00080061, asked.modality ?? ''],
      ])
      const found: FoundSeries[] = []
      for (const study of studies) {
        const uid = text(study, tag.StudyInstanceUID) ?? ''
        const rows = await query('SERIES', [
          [0x0020000d, uid],
          [0x0020000e, ''],
          [0x00080060, asked.modality ?? ''],
          [0x0008103e, asked.description ?? ''],
          [0x00200011, ''],
          [0x00201209, ''],
        ])
        for (const row of rows) found.push(seriesOf(study, row))
      }
      return found
    },
    async instances({ study, series }) {
      const rows = await query('IMAGE', [
        [0x0020000d, study],
        [0x0020000e, series],
        [0x00080018, ''],
      ])
      return rows.map((row) => text(row, tag.SOPInstanceUID) ?? '')
    },
    fetch: (series, wanted, take) =>
      server.get === 'move' ? move(series, wanted, take) : retrieve(series, wanted, take),
    store: (file, name) => {
      const { file: read } = readAttributes(file, name)
      const kind = text(read.dataset, tag.SOPClassUID)
      const instance = text(read.dataset, tag.SOPInstanceUID)
      const start = datasetStart(file)
      if (!kind || !instance || start === undefined) throw UnreadableObject(name, 'it has no meta header or no number')
      return within([{ abstract: kind, syntaxes: [read.syntax] }], async (association) => {
        const { id } = contextOf(association, kind, `${name} in the form that it has`)
        const command = request(association, kinds.store, kind).set(field.instance, instance)
        await association.line.say(id, command, file.subarray(start), association.largest)
        judgeStatus(expectMessage(await association.line.message(), host).command, host, `C-STORE of ${name}`)
      })
    },
    close: async () => {},
  }

  function retrieve(series: FoundSeries, wanted: readonly string[], take: (file: Uint8Array) => Promise<void>) {
    const offered = storageClasses.map((abstract) => ({ abstract, syntaxes: storageSyntaxes, receives: true }))
    return within([{ abstract: services.get, syntaxes: [implicitLittle] }, ...offered], async (association) => {
      const { id } = contextOf(association, services.get, 'C-GET')
      await association.line.say(
        id,
        request(association, kinds.get, services.get),
        identifierOf(series, wanted),
        association.largest,
      )
      for (;;) {
        const message = expectMessage(await association.line.message(), host)
        const { command } = message
        if (isAnswer(command, kinds.get)) {
          if (isPending(command)) continue
          return judgeStatus(command, host, 'C-GET')
        }
        await takeStored(message, association, take)
      }
    })
  }

  async function move(series: FoundSeries, wanted: readonly string[], take: (file: Uint8Array) => Promise<void>) {
    if (!server.listen) throw MoveNeedsPort(host)
    const receiver = await openReceiver(server.listen, server.timeout, take)
    try {
      await within([{ abstract: services.move, syntaxes: [implicitLittle] }], async (association) => {
        const { id } = contextOf(association, services.move, 'C-MOVE')
        const command = request(association, kinds.move, services.move).set(field.destination, server.calling)
        await association.line.say(id, command, identifierOf(series, wanted), association.largest)
        for (;;) {
          const { command: answer } = expectMessage(await association.line.message(), host)
          if (isPending(answer)) continue
          await receiver.done()
          return judgeStatus(answer, host, `C-MOVE to ${server.calling}`)
        }
      })
    } finally {
      await receiver.close()
    }
  }
}

const request = (association: Association, kind: number, service: string): Command =>
  new Map<number, string | number>([
    [field.sopClass, service],
    [field.kind, kind],
    [field.message, association.next()],
    ...(kind === kinds.echo ? [] : ([[field.priority, 0]] as [number, number][])),
  ])

const identifierOf = ({ study, series }: FoundSeries, wanted: readonly string[]) =>
  encodeIdentifier([
    [0x00080052, 'IMAGE'],
    [0x0020000d, study],
    [0x0020000e, series],
    [0x00080018, wanted.join('\\')],
  ])

function expectMessage(read: Message | Pdu, host: string): Message {
  if ('command' in read) return read
  throw BrokenAnswer(host, 'it broke the association off, as archives do with a title (calling) that they do not know')
}

function parse(dataset: Buffer, syntax: string, host: string): Dataset {
  const { file, damage } = readAttributes(
    Buffer.concat([encodeHead('1', '1', syntax), dataset]),
    host,
    representationOf,
  )
  if (damage) throw BrokenAnswer(host, damage.message)
  return file.dataset
}

function seriesOf(study: Dataset, row: Dataset): FoundSeries {
  const of = (dataset: Dataset, which: number) => text(dataset, which) ?? ''
  return {
    patient: of(study, tag.PatientID),
    name: of(study, tag.PatientName).replace(/=+$/, ''),
    studyDate: of(study, 0x00080020),
    study: of(study, tag.StudyInstanceUID),
    series: of(row, tag.SeriesInstanceUID),
    number: of(row, tag.SeriesNumber),
    modality: of(row, tag.Modality),
    studyDescription: of(study, 0x00081030),
    description: of(row, tag.SeriesDescription),
    instances: Number(of(row, 0x00201209) || 0),
  }
}

/** Where a file's dataset begins: behind the preamble and the meta header, whose length stands in its first element. */
function datasetStart(file: Uint8Array): number | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.subarray(128, 132).toString('latin1') !== 'DICM' || bytes.readUInt32LE(132) !== 0x00000002) return undefined
  return 144 + bytes.readUInt32LE(140)
}
