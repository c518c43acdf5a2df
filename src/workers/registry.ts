/** Every kind of work that may run in a worker, by the stage before the slash; a stage is loaded when first asked for. */
const stages: Record<string, () => Promise<Record<string, (task: never) => unknown>>> = {
  case: async () => (await import('../cases/extract.ts')).tasks,
  landmarks: async () => (await import('../cases/histogram-landmarks.ts')).tasks,
  curve: async () => (await import('../cases/time-signal-curve.ts')).tasks,
  quality: async () => (await import('../cases/image-quality.ts')).tasks,
  glance: async () => (await import('../cases/inspect.ts')).tasks,
  voxel: async () => (await import('../cases/voxel-maps.ts')).tasks,
  features: async () => (await import('../features/extraction-tasks.ts')).tasks,
  model: async () => (await import('../model/resample/tasks.ts')).tasks,
}

/** Runs one task here. Throws when no stage knows the name: that is our own fault, not the user's. */
export async function runTask(name: string, task: unknown): Promise<unknown> {
  const stage = stages[name.split('/')[0]]
  const body = stage && (await stage())[name]
  if (!body) throw new Error(`no task is named ${name}`)
  return body(task as never)
}
