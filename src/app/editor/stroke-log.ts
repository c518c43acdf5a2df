import { applyEdit, type Edit } from './edits.ts'

/** One line of a patient's log of strokes: who did what with which tool is the server's to add. */
export interface LoggedStroke {
  tool: string
  /** Runs as base64 of little-endian 32-bit numbers: first voxel, voxels, label after. */
  runs: string
}

/** An edit as a line that can be applied to a mask again; what was there before is not kept. */
export function strokeLine(tool: string, edit: Edit): LoggedStroke {
  const bytes = new DataView(new ArrayBuffer((edit.length / 4) * 12))
  for (let r = 0, at = 0; r < edit.length; r += 4, at += 12) {
    bytes.setUint32(at, edit[r], true)
    bytes.setUint32(at + 4, edit[r + 1], true)
    bytes.setUint32(at + 8, edit[r + 3], true)
  }
  return { tool, runs: toBase64(new Uint8Array(bytes.buffer)) }
}

/**
 * Does the strokes of a log to the mask that was saved last, and gives how many there were. The same strokes may already be
 * in the mask: each sets what it sets. A line that was cut off by a crash, or reaches beyond the mask, ends the replay.
 */
export function replayStrokes(mask: Uint16Array, lines: readonly string[]): number {
  let count = 0
  for (const line of lines) {
    const edit = editFrom(line, mask.length)
    if (!edit) break
    applyEdit(mask, edit)
    count++
  }
  return count
}

function editFrom(line: string, voxels: number): Edit | undefined {
  let bytes: Uint8Array
  try {
    bytes = fromBase64((JSON.parse(line) as LoggedStroke).runs)
  } catch {
    return undefined
  }
  if (bytes.length % 12 !== 0) return undefined
  const view = new DataView(bytes.buffer)
  const edit = new Uint32Array(bytes.length / 3)
  for (let r = 0, at = 0; at < bytes.length; r += 4, at += 12) {
    edit[r] = view.getUint32(at, true)
    edit[r + 1] = view.getUint32(at + 4, true)
    edit[r + 3] = view.getUint32(at + 8, true)
    if (edit[r] + edit[r + 1] > voxels || edit[r + 3] > 65535) return undefined
  }
  return edit
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768))
  return btoa(text)
}

const fromBase64 = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
