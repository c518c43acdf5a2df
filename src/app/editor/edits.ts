/**
 * Changes of a mask as runs, so that a stroke is undone by what it touched and not by a copy of the volume.
 * Four numbers a run: first voxel, voxels, label before, label after.
 */
export type Edit = Uint32Array

/** A list of numbers that grows. */
function growing() {
  let room = new Uint32Array(1024)
  let used = 0
  return {
    push(value: number) {
      if (used === room.length) {
        const larger = new Uint32Array(2 * room.length)
        larger.set(room)
        room = larger
      }
      room[used++] = value
    },
    taken: () => room.slice(0, used),
  }
}

export interface Recorder {
  /** Gives a voxel a label, and remembers what it had when the stroke began. */
  set: (voxel: number, label: number) => void
  /** Ends the stroke; undefined where nothing changed. */
  finish: () => Edit | undefined
}

/** Records what a stroke does to a mask. `touched` is as long as the mask, 0 before and 0 again afterwards. */
export function recordStroke(mask: Uint16Array, touched: Uint8Array): Recorder {
  const voxels = growing()
  const before = growing()
  return {
    set(voxel, label) {
      if (mask[voxel] === label) return
      if (touched[voxel] === 0) {
        touched[voxel] = 1
        voxels.push(voxel)
        before.push(mask[voxel])
      }
      mask[voxel] = label
    },
    finish() {
      const [order, had] = [voxels.taken(), before.taken()]
      // A voxel and what it had, as one number, so that typed arrays sort them: 16 bits hold a label.
      const both = Float64Array.from(order, (voxel, i) => voxel * 65536 + had[i]).sort()
      for (const voxel of order) touched[voxel] = 0
      return runsOf(
        both.length,
        (i) => Math.floor(both[i] / 65536),
        (i) => both[i] % 65536,
        mask,
      )
    },
  }
}

/** The change from one mask to another of its size; undefined where there is none. */
export function editBetween(before: Uint16Array, after: Uint16Array): Edit | undefined {
  const changed = growing()
  for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) changed.push(i)
  const voxels = changed.taken()
  return runsOf(
    voxels.length,
    (i) => voxels[i],
    (i) => before[voxels[i]],
    after,
  )
}

function runsOf(
  count: number,
  voxelOf: (i: number) => number,
  beforeOf: (i: number) => number,
  after: Uint16Array,
): Edit | undefined {
  const runs = growing()
  for (let i = 0; i < count; ) {
    const [first, had] = [voxelOf(i), beforeOf(i)]
    const has = after[first]
    let next = i + 1
    while (next < count && voxelOf(next) === first + next - i && beforeOf(next) === had && after[voxelOf(next)] === has)
      next++
    if (had !== has) for (const value of [first, next - i, had, has]) runs.push(value)
    i = next
  }
  const edit = runs.taken()
  return edit.length > 0 ? edit : undefined
}

/** Does an edit to a mask. */
export function applyEdit(mask: Uint16Array, edit: Edit) {
  for (let r = 0; r < edit.length; r += 4) mask.fill(edit[r + 3], edit[r], edit[r] + edit[r + 1])
}

/** The edit that takes another back. */
export function inverseOf(edit: Edit): Edit {
  const inverse = edit.slice()
  for (let r = 0; r < edit.length; r += 4) {
    inverse[r + 2] = edit[r + 3]
    inverse[r + 3] = edit[r + 2]
  }
  return inverse
}

export interface History {
  add: (edit: Edit) => void
  /** Takes the last edit back, or does it again; gives what was done to the mask. */
  undo: (mask: Uint16Array) => Edit | undefined
  redo: (mask: Uint16Array) => Edit | undefined
  canUndo: () => boolean
  canRedo: () => boolean
}

/** Edits to take back: the last thousand, as long as they are within 256 MB. */
export function openHistory(most = 1000, bytes = 256 << 20): History {
  const done: Edit[] = []
  const undone: Edit[] = []
  let used = 0
  const keep = (edit: Edit) => {
    done.push(edit)
    used += edit.byteLength
    while (done.length > most || (used > bytes && done.length > 1)) used -= done.shift()!.byteLength
  }
  return {
    add(edit) {
      undone.length = 0
      keep(edit)
    },
    undo(mask) {
      const edit = done.pop()
      if (!edit) return undefined
      used -= edit.byteLength
      undone.push(edit)
      const inverse = inverseOf(edit)
      applyEdit(mask, inverse)
      return inverse
    },
    redo(mask) {
      const edit = undone.pop()
      if (!edit) return undefined
      keep(edit)
      applyEdit(mask, edit)
      return edit
    },
    canUndo: () => done.length > 0,
    canRedo: () => undone.length > 0,
  }
}
