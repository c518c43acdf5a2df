// The programs compared with: pythons of the virtual environments that bench/install-peers.mjs makes, or of the folder in
// NOMOSCOPE_PEERS. A script of each prints a JSON line { wall, user, features } a round, after one that is not counted.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const folder = process.env.NOMOSCOPE_PEERS ?? join(import.meta.dirname, '../../.bench')

const clock = `
import json, logging, sys, time, warnings
warnings.simplefilter('ignore')
logging.disable(logging.CRITICAL)
def rounds(run, n):
    for k in range(n):
        t, c = time.time(), time.process_time()
        count = run()
        if k or n == 1: print(json.dumps({'wall': time.time() - t, 'user': time.process_time() - c, 'features': count}), flush=True)
`
const like = (module) => `${clock}
from ${module} import featureextractor
params, image, mask, n = sys.argv[1:5]
e = featureextractor.RadiomicsFeatureExtractor(params)
rounds(lambda: len([k for k in e.execute(image, mask) if not k.startswith('diagnostics')]), int(n))
`
const scripts = {
  pyradiomics: like('radiomics'),
  'flash-radiomics': like('flash_radiomics'),
  nyxus: `${clock}
from nyxus import Nyxus3D
params, image, mask, n = sys.argv[1:5]
e = Nyxus3D(['*3D_ALL*'])
rounds(lambda: e.featurize_files([image], [mask], False).shape[1], int(n))
`,
  mirp: `${clock}
from mirp import extract_features
params, image, mask, n = sys.argv[1:5]
run = lambda: extract_features(image=image, mask=mask, new_spacing=1.0, base_discretisation_method='fixed_bin_number', base_discretisation_n_bins=32)[0].shape[1]
rounds(run, int(n))
`,
}
const modules = {
  pyradiomics: 'radiomics',
  'flash-radiomics': 'flash_radiomics.featureextractor',
  nyxus: 'nyxus',
  mirp: 'mirp',
}

export const python = (peer) => join(folder, peer, 'bin/python')
export const isThere = (peer) => spawnSync(python(peer), ['-c', `import ${modules[peer]}`]).status === 0
/** The command that extracts a case `n` times with the parameter file. */
export const extraction = (peer, params, [image, mask], n) => [
  python(peer),
  '-c',
  scripts[peer],
  params,
  image,
  mask,
  String(n),
]

/** PyRadiomics' voxel maps of the given features. */
export const maps = (features, [image, mask]) => [
  python('pyradiomics'),
  '-c',
  `${clock}
from radiomics import featureextractor
e = featureextractor.RadiomicsFeatureExtractor(binWidth=25, voxelBatch=2000)
e.disableAllFeatures(); e.enableFeaturesByName(**json.loads(sys.argv[3]))
e.execute(sys.argv[1], sys.argv[2], voxelBased=True)
`,
  image,
  mask,
  JSON.stringify(features),
]

/** PyRadiomics' own program on many cases. */
export const batch = (cases, params, jobs, out) => [
  join(folder, 'pyradiomics/bin/pyradiomics'),
  cases,
  '-p',
  params,
  '-j',
  String(jobs),
  '-f',
  'csv',
  '-o',
  out,
]
