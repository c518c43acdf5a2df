import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import {
  AccessRefused,
  BrokenAnswer,
  CertificateRefused,
  FileNotFound,
  ServerRefused,
  ServerTooSlow,
  ServerUnreachable,
} from '../../errors/index.ts'
import type { ArchiveServer, FoundSeries, Query } from './archive-server.ts'
import { parts, related } from './multipart.ts'
import type { WebServer } from './profiles.ts'

/** Of one answer; an object beyond is refused before it fills the memory. */
const largest = 2 ** 31 - 1

interface Answer {
  status: number
  type: string
  body: Buffer
}

const certificateFaults =
  /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME|ERR_TLS|ERR_SSL|wrong version number/i

/**
 * An archive over DICOMweb: QIDO-RS, WADO-RS and STOW-RS (DICOM PS3.18). The secret (password or token) goes into the
 * header of each request and nowhere else: no message of this module holds it.
 */
export function webArchive(server: WebServer, secret: string | undefined): ArchiveServer {
  const root = server.web.replace(/\/+$/, '')
  const host = new URL(root).host
  const ca = server.ca ? readCertificates(server.ca) : undefined
  const authorization =
    server.auth === 'basic'
      ? `Basic ${Buffer.from(`${server.user ?? ''}:${secret ?? ''}`).toString('base64')}`
      : server.auth === 'bearer'
        ? `Bearer ${secret ?? ''}`
        : undefined

  /** Throws a problem for whatever goes wrong on the way; gives what the server says otherwise. */
  function ask(path: string, accept: string, sent?: { body: Uint8Array; contentType: string }): Promise<Answer> {
    const url = new URL(`${root}${path}`)
    const headers: Record<string, string> = { Accept: accept }
    if (authorization) headers.Authorization = authorization
    if (sent) Object.assign(headers, { 'Content-Type': sent.contentType, 'Content-Length': String(sent.body.length) })
    return new Promise((resolve, reject) => {
      const send = url.protocol === 'https:' ? secure : plain
      const call = send(url, { method: sent ? 'POST' : 'GET', headers, ca }, (answer) => {
        const chunks: Buffer[] = []
        let size = 0
        answer.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > largest) call.destroy(BrokenAnswer(host, 'it sends more than 2 GiB for one object'))
          else chunks.push(chunk)
        })
        answer.on('end', () => {
          clearTimeout(limit)
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers['content-type'] ?? '',
            body: Buffer.concat(chunks),
          })
        })
        answer.on('aborted', () => fail(BrokenAnswer(host, 'it broke the connection in the middle of an answer')))
        answer.on('error', fail)
      })
      // No bytes for as long: a server that sends one byte a minute is slow too, so the whole has a limit of ten times it.
      const limit = setTimeout(() => call.destroy(ServerTooSlow(host, 10 * server.timeout)), 10_000 * server.timeout)
      call.setTimeout(1000 * server.timeout, () => call.destroy(ServerTooSlow(host, server.timeout)))
      call.on('error', fail)
      call.end(sent?.body)
      function fail(error: Error & { code?: string }) {
        clearTimeout(limit)
        if ('remedy' in error) return reject(error)
        const code = error.code ?? error.message
        reject(certificateFaults.test(code) ? CertificateRefused(host, code) : ServerUnreachable(host, code))
      }
    })
  }

  async function get(path: string, accept: string): Promise<Answer> {
    const answer = await ask(path, accept)
    judge(answer, host, path.split('?')[0])
    return answer
  }

  async function query(path: string, asked: Record<string, string | undefined>): Promise<Record<string, Field>[]> {
    const words = Object.entries(asked).flatMap(([name, value]) => (value ? [`${name}=${queryValue(value)}`] : []))
    const found: Record<string, Field>[] = []
    for (;;) {
      const page = [...words, `limit=${pageSize}`, `offset=${found.length}`]
      const { status, body } = await get(`${path}?${page.join('&')}`, 'application/dicom+json')
      if (status === 204 || body.length === 0) return found
      const rows = json(body, host)
      found.push(...rows)
      if (rows.length < pageSize) return found
    }
  }

  return {
    atOnce: 1,
    echo: async () => void (await get('/studies?limit=1', 'application/dicom+json')),
    async find(asked: Query) {
      const date = asked.from || asked.to ? `${asked.from ?? ''}-${asked.to ?? ''}` : undefined
      const rows = await query('/series', {
        PatientID: asked.patient,
        StudyInstanceUID: asked.study,
        Modality: asked.modality,
        StudyDate: date,
        SeriesDescription: asked.description,
        includefield: '00100010,00100020,00080020,00081030,0008103E,00200011,00201209,00080060',
      })
      return rows.map(seriesOf)
    },
    async instances({ study, series }) {
      const rows = await query(`/studies/${study}/series/${series}/instances`, {})
      return rows.map((row) => first(row, '00080018'))
    },
    async fetch({ study, series }, wanted, take) {
      for (const uid of wanted) {
        const path = `/studies/${study}/series/${series}/instances/${uid}`
        const { type, body } = await get(path, 'multipart/related; type="application/dicom"; transfer-syntax=*')
        for (const file of /multipart/i.test(type) ? parts(body, type, host) : [body]) await take(file)
      }
    },
    async store(file, name) {
      const boundary = createHash('sha256').update(file).digest('hex')
      const answer = await ask('/studies', 'application/dicom+json', related(file, boundary))
      judge(answer, host, `/studies, to which ${name} was sent,`)
      const failed = json(answer.body, host)[0]?.['00081198']?.Value as Record<string, Field>[] | undefined
      if (answer.status === 202 || failed?.length)
        throw ServerRefused(host, `/studies, to which ${name} was sent,`, answer.status)
    },
    close: async () => {},
  }
}

const pageSize = 500

/** DICOM JSON, as far as it is read here. */
interface Field {
  Value?: unknown[]
}

function json(body: Buffer, host: string): Record<string, Field>[] {
  try {
    const read: unknown = body.length > 0 ? JSON.parse(body.toString('utf8')) : []
    return (Array.isArray(read) ? read : [read]) as Record<string, Field>[]
  } catch {
    throw BrokenAnswer(host, 'its answer is not JSON')
  }
}

function first(row: Record<string, Field>, tag: string): string {
  const value = row[tag]?.Value?.[0]
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? personName(value as Partial<Record<string, string>>) : String(value)
}

/** A name as DICOM writes it: by letters, by characters, by sound. */
const personName = ({ Alphabetic = '', Ideographic = '', Phonetic = '' }: Partial<Record<string, string>>) =>
  [Alphabetic, Ideographic, Phonetic].join('=').replace(/=+$/, '')

/** Archives take these as they are, as RFC 3986 has it, and not all of them when they are encoded. */
const queryValue = (value: string) => encodeURIComponent(value).replace(/%(2F|3A|40)/g, decodeURIComponent)

const seriesOf = (row: Record<string, Field>): FoundSeries => ({
  patient: first(row, '00100020'),
  name: first(row, '00100010'),
  studyDate: first(row, '00080020'),
  study: first(row, '0020000D'),
  series: first(row, '0020000E'),
  number: first(row, '00200011'),
  modality: first(row, '00080060'),
  studyDescription: first(row, '00081030'),
  description: first(row, '0008103E'),
  instances: Number(first(row, '00201209') || 0),
})

function judge({ status }: Answer, host: string, what: string) {
  if (status === 401 || status === 403) throw AccessRefused(host, status)
  if (status < 200 || status >= 300) throw ServerRefused(host, what, status)
}

function readCertificates(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    throw FileNotFound(file)
  }
}
