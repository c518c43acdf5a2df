import { DamagedImage } from '../../../errors/index.ts'
import { concatenate } from '../../bytes.ts'
import { type DicomFile, values } from '../file.ts'
import { tag } from '../tags.ts'

/**
 * The packed bytes of one frame (from 0): all fragments of a single frame, one fragment a frame, those that a table of
 * offsets (the basic one, or the extended one of 64 bits) assigns to it, or those up to the frame's end-of-image marker.
 * Source: DICOM PS3.5 A.4, PS3.3 C.7.6.3.1.8. Throws DamagedImage.
 */
export function packedFrame(
  file: DicomFile,
  fragments: Uint8Array[],
  table: Uint8Array,
  frames: number,
  frame: number,
): Uint8Array {
  if (frames === 1) return concatenate(...fragments)
  if (fragments.length === frames) return fragments[frame]
  let groups = known.get(fragments)
  if (!groups) {
    groups = grouped(file, fragments, table, frames)
    known.set(fragments, groups)
  }
  return concatenate(...groups[frame])
}

/** What belongs together, once for all frames of a file. */
const known = new WeakMap<Uint8Array[], Uint8Array[][]>()

function grouped(file: DicomFile, fragments: Uint8Array[], table: Uint8Array, frames: number): Uint8Array[][] {
  const offsets = offsetsIn(file, table, frames)
  const groups = offsets ? byOffset(fragments, offsets) : byMarker(fragments)
  if (groups.length !== frames || groups.some((group) => group.length === 0))
    throw DamagedImage(
      file.name,
      `its ${fragments.length} fragments cannot be assigned to ${frames} frames: ${offsets ? 'the table of offsets is wrong' : `there is no table of offsets, and ${groups.length} of them end`}`,
    )
  return groups
}

function offsetsIn({ dataset }: DicomFile, table: Uint8Array, frames: number): number[] | undefined {
  const extended = values(dataset, tag.ExtendedOffsetTable, 'UV')
  if (extended.length === frames) return extended
  if (table.length !== 4 * frames) return undefined
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength)
  return Array.from({ length: frames }, (_, i) => view.getUint32(4 * i, true))
}

/** Offsets count from the first fragment's item, each item with its head of 8 bytes. */
function byOffset(fragments: Uint8Array[], offsets: number[]): Uint8Array[][] {
  const groups: Uint8Array[][] = offsets.map(() => [])
  let [at, frame] = [0, 0]
  for (const fragment of fragments) {
    while (frame + 1 < offsets.length && at >= offsets[frame + 1]) frame++
    groups[frame].push(fragment)
    at += fragment.length + 8
  }
  return groups
}

/** JPEG, JPEG-LS and JPEG 2000 all end with FF D9, which stands nowhere within their data; zeros may pad it. */
function byMarker(fragments: Uint8Array[]): Uint8Array[][] {
  const groups: Uint8Array[][] = []
  let own: Uint8Array[] = []
  let before = 0
  for (const fragment of fragments) {
    own.push(fragment)
    let last = fragment.length - 1
    while (last > 0 && fragment[last] === 0) last--
    const ahead = last > 0 ? fragment[last - 1] : before
    if (fragment[last] === 0xd9 && ahead === 0xff) {
      groups.push(own)
      own = []
    }
    before = fragment[fragment.length - 1]
  }
  return groups
}
