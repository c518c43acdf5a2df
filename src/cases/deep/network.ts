import type { InferenceSession } from 'onnxruntime-web/wasm'
import { sha256 } from '../../digest.ts'
import {
  OnnxInputUnusable,
  OnnxNotFinite,
  OnnxOther,
  OnnxOutputUnusable,
  OnnxTooLarge,
  OnnxUnreadable,
} from '../../errors/index.ts'
import type { CasePlatform } from '../platform.ts'
import type { Patch } from './patch.ts'

/** A network's file, its SHA-256, and which of its outputs is taken where it has several. */
export interface NetworkFile {
  model: string
  hash: string
  output?: string
}

/** What a network takes and gives. */
export interface Network {
  input: string
  /** Of the input: 1 × channels × (depth ×) height × width. */
  shape: number[]
  output: string
  run: (patch: Float32Array) => Promise<Float32Array>
}

const largestFile = 2 ** 29
const mostFeatures = 4096

/** The last network of this thread: all cases of a study have the same. */
let last: { key: string; network: Promise<Network> } | undefined

/**
 * A network that is ready to run: ONNX Runtime's WebAssembly, one thread, so that Node and a browser give the same bytes.
 * Throws OnnxTooLarge, OnnxOther (the file is not the one of the hash), OnnxUnreadable, OnnxInputUnusable, OnnxOutputUnusable.
 */
export function openNetwork(file: NetworkFile, patch: Patch, platform: CasePlatform): Promise<Network> {
  const key = JSON.stringify([file, patch.size])
  if (last?.key !== key) {
    const network = load(file, patch, platform)
    const made = { key, network }
    last = made
    network.catch(() => {
      if (last === made) last = undefined
    })
  }
  return last!.network
}

async function load({ model, hash, output }: NetworkFile, patch: Patch, platform: CasePlatform): Promise<Network> {
  const bytes = await platform.images.bytes(model)
  if (bytes.length > largestFile) throw OnnxTooLarge(model, bytes.length, largestFile)
  const found = await sha256(bytes)
  if (found !== hash) throw OnnxOther(model, hash, found)
  const ort = await import('onnxruntime-web/wasm')
  ort.env.wasm.numThreads = 1
  ort.env.logLevel = 'error'
  ort.env.wasm.wasmBinary ??= await platform.onnxRuntime()
  let session: InferenceSession
  try {
    session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'], logSeverityLevel: 4 })
  } catch (cause) {
    const why = firstLine(cause)
    throw OnnxUnreadable(model, /external data/i.test(why) ? 'its weights lie in another file' : why)
  }
  const { input, shape } = inputOf(session, model, patch)
  const name = outputOf(session, model, output)
  const run = async (values: Float32Array): Promise<Float32Array> => {
    const channels = shape[1]
    const fed = new Float32Array(values.length * channels)
    for (let c = 0; c < channels; c++) fed.set(values, c * values.length)
    let given: InferenceSession.ReturnType
    try {
      given = await session.run({ [input]: new ort.Tensor('float32', fed, shape) }, [name])
    } catch (cause) {
      throw OnnxUnreadable(model, firstLine(cause))
    }
    const { data, type } = given[name]
    if (type !== 'float32') throw OnnxOutputUnusable(model, `its output ${name} is of ${type}, not float32`)
    const numbers = data as Float32Array
    if (numbers.length > mostFeatures)
      throw OnnxOutputUnusable(model, `its output ${name} has ${numbers.length} numbers; ${mostFeatures} are the most`)
    if (numbers.length === 0) throw OnnxOutputUnusable(model, `its output ${name} has no numbers`)
    const bad = numbers.findIndex((value) => !Number.isFinite(value))
    if (bad >= 0) throw OnnxNotFinite(model, bad + 1, numbers[bad])
    return Float32Array.from(numbers)
  }
  return { input, shape, output: name, run }
}

const firstLine = (cause: unknown) => String(cause instanceof Error ? cause.message : cause).split('\n')[0]

/** The one input as 1 × channels × the patch, x fastest. Throws OnnxInputUnusable. */
function inputOf({ inputMetadata }: InferenceSession, file: string, { size }: Patch) {
  if (inputMetadata.length !== 1) throw OnnxInputUnusable(file, `it has ${inputMetadata.length} inputs, not one`)
  const [one] = inputMetadata
  if (!one.isTensor || one.type !== 'float32')
    throw OnnxInputUnusable(file, `its input ${one.name} is of ${one.isTensor ? one.type : 'no tensor'}, not float32`)
  const wanted = [...size].reverse()
  const shape = [...one.shape]
  const told = `its input ${one.name} is ${shape.length > 0 ? shape.join(' × ') : 'of unknown shape'}`
  if (shape.length !== size.length + 2)
    throw OnnxInputUnusable(file, `${told}, and a patch of ${size.join(' × ')} is 1 × channels × ${wanted.join(' × ')}`)
  const [batch, channels, ...extent] = shape
  if (typeof batch === 'number' && batch !== 1)
    throw OnnxInputUnusable(file, `${told}: it takes ${batch} patches at once`)
  if (typeof channels === 'number' && channels !== 1 && channels !== 3)
    throw OnnxInputUnusable(file, `${told}: of ${channels} channels, where 1 or 3 are known how to be filled`)
  const other = extent.findIndex((n, i) => typeof n === 'number' && n !== wanted[i])
  if (other >= 0) throw OnnxInputUnusable(file, `${told}, while the patch is ${size.join(' × ')} (x, y, z)`)
  return { input: one.name, shape: [1, typeof channels === 'number' ? channels : 1, ...wanted] }
}

/** Throws OnnxOutputUnusable. */
function outputOf({ outputNames }: InferenceSession, file: string, asked: string | undefined): string {
  if (asked !== undefined && !outputNames.includes(asked))
    throw OnnxOutputUnusable(file, `it has no output ${asked}, but ${outputNames.join(', ')}`)
  if (asked === undefined && outputNames.length !== 1)
    throw OnnxOutputUnusable(file, `it has the outputs ${outputNames.join(', ')}, and none is named by \`output\``)
  return asked ?? outputNames[0]
}
