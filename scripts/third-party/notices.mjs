// Whose code is in dist/, from what the bundlers took: dist/THIRD-PARTY.txt with every licence and notice, and
// dist/sbom.cdx.json, a CycloneDX bill of materials of that and of what npm installs with the package.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What may be shipped with a program under MIT; a package under anything else ends the build. */
const accepted = /^(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|MPL-2\.0|CC0-1\.0|Unlicense|Zlib)$/

/** Packages whose package.json says it otherwise. */
const stated = {
  'dejavu-fonts-ttf': 'Bitstream-Vera AND LicenseRef-Arev-public-domain',
  'png-js': 'MIT',
}

/** The folder of the package that a bundled file lies in: node_modules/a, node_modules/@a/b, also nested ones. */
const folderOf = (file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]

/**
 * Writes both files.
 * bundled  the source files that the bundlers took into dist/
 */
export function writeNotices(bundled, { name, version }) {
  const folders = new Set(['node_modules/dejavu-fonts-ttf', ...bundled.map(folderOf).filter(Boolean)])
  const inside = [...folders].map(described)
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages
  const installed = Object.entries(lock)
    .filter(([path, { dev, optional }]) => path !== '' && !dev && !(optional && !existsSync(path)))
    .map(([path]) => described(path))
  const all = byName([...inside, ...installed])
  const refused = all.filter(
    ({ licence, name: own }) => !stated[own] && !licence.split(/ (?:OR|AND) /).some(isAccepted),
  )
  if (refused.length > 0)
    throw new Error(`not to be shipped: ${refused.map((one) => `${one.name} (${one.licence})`).join(', ')}`)
  writeFileSync('dist/THIRD-PARTY.txt', notices(byName(inside)))
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name, version, 'bom-ref': `pkg:npm/${name}@${version}` } },
    components: all.map(component),
  }
  writeFileSync('dist/sbom.cdx.json', `${JSON.stringify(bom, null, 1)}\n`)
}

const isAccepted = (licence) => accepted.test(licence.replace(/[()]/g, ''))

function described(folder) {
  const { name, version, license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const said = license?.type ?? license ?? licenses?.map((one) => one.type ?? one).join(' OR ')
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)(\.|-|$)/i.test(file) && !/\.(js|ts|json)$/.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
  return { name, version, licence: stated[name] ?? said ?? 'unknown', texts }
}

/** Each package and version once. */
function byName(packages) {
  const once = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]))
  return [...once.values()].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1))
}

/** One entry for each distinct text, with the packages that it covers. */
function notices(packages) {
  const covered = new Map()
  for (const { name, version, licence, texts } of packages) {
    const text = texts.join('\n\n') || `${licence}; the package holds no text of it.`
    covered.set(text, [...(covered.get(text) ?? []), `${name} ${version} (${licence})`])
  }
  const rule = `\n\n${'-'.repeat(100)}\n\n`
  const entries = [...covered].map(([text, names]) => `${names.join('\n')}\n\n${text}`)
  const head = 'Nomoscope holds code, WebAssembly and a font of others. Their licences and notices follow.'
  return `${[head, readFileSync('scripts/third-party/codecs.txt', 'utf8').trim(), ...entries].join(rule)}\n`
}

function component({ name, version, licence }) {
  const single = /^[A-Za-z0-9.-]+$/.test(licence)
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  const licenses = [single ? { license: { id: licence } } : { expression: licence }]
  return { type: 'library', 'bom-ref': purl, name, version, purl, licenses }
}
