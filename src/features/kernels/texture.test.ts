import { afterEach, expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { extractCase, readReference } from '../../../test/support/radiomics-case.ts'
import { useKernels } from '../../statistics/kernels/load.ts'

afterEach(() => useKernels(true))

const folder = fixture('radiomics')

test.each(['lesion.paper', 'oblique.default', 'flipped.force2d', 'lesion.weighted', 'flipped.bincount'])(
  '%s: wasm and TypeScript give the same numbers',
  async (name) => {
    const reference = readReference(`${folder}/${name}.json`)
    const fast = await extractCase(reference, folder, `${folder}/params`)
    useKernels(false)
    const plain = await extractCase(reference, folder, `${folder}/params`)
    expect(fast.features.map(([feature]) => feature)).toEqual(plain.features.map(([feature]) => feature))
    expect(fast.features.map(([, value]) => value)).toMatchDigits(
      plain.features.map(([, value]) => value),
      1e-12,
    )
  },
)
