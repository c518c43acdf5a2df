import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fixture } from '../../../../test/support/needs.ts'
import type { DicomFile } from '../file.ts'
import { unpackJpeg } from './codecs.ts'
import { packedFrame } from './fragments.ts'
import type { PixelFormat } from './pixels.ts'

/** Made by test/fixtures/image/make_lossless.py: DCMTK's lossless JPEG, OpenJPH's HTJ2K. */
const frames: { syntax: string; rows: number; columns: number; bits: number; packed: string; values: string }[] =
  JSON.parse(readFileSync(fixture('image', 'lossless.json'), 'utf8'))

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
const fileOf = (syntax: string): DicomFile => ({
  name: 'slice.dcm',
  syntax,
  dataset: { elements: new Map(), littleEndian: true, encoding: 'latin1' },
})
const formatOf = ({ rows, columns, bits }: (typeof frames)[number]): PixelFormat => ({
  rows,
  columns,
  frames: 1,
  allocated: bits > 8 ? 16 : 8,
  stored: bits,
  signed: false,
  type: bits > 8 ? 'uint16' : 'uint8',
})

test('lossless frames have every voxel that was packed, the last one too', async () => {
  let equal = 0
  for (const frame of frames) {
    const raw = await unpackJpeg(fileOf(frame.syntax), formatOf(frame), bytesOf(frame.packed))
    if (Buffer.compare(Buffer.from(raw), Buffer.from(frame.values, 'base64')) === 0) equal++
  }
  expect(equal).toBe(frames.length)
  expect(frames.length).toBe(73)
})

test('a lossless JPEG frame that breaks off is refused at every length', async () => {
  const frame = frames.find(({ syntax, rows, columns }) => syntax.endsWith('.70') && rows * columns > 60)!
  const packed = bytesOf(frame.packed)
  let last = packed.lastIndexOf(0xd9) - 1 // before the end marker
  while (packed[last - 1] === 0xff) last-- // which fill bytes may precede
  for (let length = 0; length < last; length++)
    await expect(unpackJpeg(fileOf(frame.syntax), formatOf(frame), packed.subarray(0, length))).rejects.toMatchObject({
      code: 'NS-IMG-02',
    })
})

describe('fragments of several frames', () => {
  const [one, two] = frames.filter(({ syntax }) => syntax.endsWith('.70')).map(({ packed }) => bytesOf(packed))
  const cut = (bytes: Uint8Array, ...at: number[]) =>
    [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length))
  const fragments = [...cut(one, 20, 40), ...cut(two, 30)]
  const none = new Uint8Array(0)
  const frame = (file: DicomFile, table: Uint8Array, index: number) => packedFrame(file, fragments, table, 2, index)

  test('end at the marker where there is no table of offsets', () => {
    expect(frame(fileOf('1.2.840.10008.1.2.4.70'), none, 0)).toEqual(one)
    expect(frame(fileOf('1.2.840.10008.1.2.4.70'), none, 1)).toEqual(two)
    // The marker itself may be cut in two.
    const split = [...cut(one, one.length - (one[one.length - 1] === 0 ? 2 : 1)), two.subarray(0, 9), two.subarray(9)]
    expect(packedFrame(fileOf(''), split, none, 2, 1)).toEqual(two)
    expect(() => packedFrame(fileOf(''), fragments.slice(0, 4), none, 2, 1)).toThrow(/cannot be assigned to/)
  })

  test('lie where the basic or the extended table says', () => {
    const offset = one.length + 3 * 8
    const basic = new Uint8Array(new Uint32Array([0, offset]).buffer)
    expect(frame(fileOf(''), basic, 1)).toEqual(two)
    const file = fileOf('')
    const bytes = new Uint8Array(new BigUint64Array([0n, BigInt(offset)]).buffer)
    file.dataset.elements.set(0x7fe00001, { vr: 'OV', bytes })
    expect(frame(file, none, 0)).toEqual(one)
    expect(frame(file, none, 1)).toEqual(two)
  })
})
