const unsaved = new Set<Promise<void>>()

/** Work of a reader that is not on the disk before it ends: lists and forms that are asked for meanwhile wait for it. */
export function saving<Result>(work: Promise<Result>): Promise<Result> {
  const end = () => {
    unsaved.delete(kept)
  }
  const kept: Promise<void> = work.then(end, end)
  unsaved.add(kept)
  return work
}

/** Waits until all of it, and what follows from it, is on the disk or could not be sent for now. */
export async function allSaved(): Promise<void> {
  while (unsaved.size > 0) await Promise.all(unsaved)
}
