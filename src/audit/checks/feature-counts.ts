import { featureClasses, featureNames, hasVoxelMaps } from '../../features/classes/index.ts'
import { pow } from '../../portable-math.ts'
import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { plain, sum } from '../rows.ts'
import type { Transcript } from '../transcript.ts'

type Features = NonNullable<Transcript['features']>

/** Numbers of features against their sum, against the extractor's classes, and against whole filtered images. */
export const featureCounts: Check = {
  id: 'feature-counts',
  title: "Numbers of features against the extractor's classes",
  question:
    'Numbers of features cannot come from the classes that are named. Which classes, filters and settings were used',
  examine: ({ features }) =>
    features
      ? [...totals(features), ...(features.extractor === 'pyradiomics' ? classes(features) : []), ...filtered(features)]
      : [],
}

function totals({ families, total, selected, where }: Features): Examination[] {
  const check = (subject: string, parts: number[], whole: number, place: string) => {
    const line = `${parts.join(' + ')} = ${sum(parts)}; printed ${whole} (${place})`
    if (sum(parts) === whole) return addsUp(subject, ['features'], line)
    const statement = `${subject}: the families add up to ${sum(parts)}, not ${whole}.`
    return finding('inconsistent', subject, ['features'], statement, `${subject} ${sum(parts)} against ${whole}`, [
      line,
    ])
  }
  const extracted = total?.value ?? (families.length > 0 ? sum(families.map(({ n }) => n.value)) : undefined)
  return [
    ...(selected && extracted !== undefined
      ? [ofExtracted(selected.n.value, extracted, `${where}; ${selected.where}`)]
      : []),
    ...(total && families.length > 0
      ? [
          check(
            'all features',
            families.map(({ n }) => n.value),
            total.value,
            where,
          ),
        ]
      : []),
    ...(selected?.families
      ? [
          check(
            'selected features',
            Object.values(selected.families).map((n) => n.value),
            selected.n.value,
            selected.where,
          ),
        ]
      : []),
  ]
}

function ofExtracted(selected: number, extracted: number, where: string): Examination {
  const line = `${selected} selected of ${extracted} (${where})`
  if (selected <= extracted) return addsUp('selected of extracted', ['features'], line)
  const statement = `${selected} features are selected of ${extracted}.`
  return finding('impossible', 'selected of extracted', ['features'], statement, `${selected} of ${extracted}`, [line])
}

const sizes = new Map(Object.entries(featureNames).map(([name, { names }]) => [plain(name), names.length]))
const spelt = (name: string) => {
  const text = plain(name).replaceAll(' ', '')
  return text === 'firstorder' ? 'firstorder' : text.toLowerCase()
}

function classes({ families }: Features): Examination[] {
  return families.flatMap(({ name, n, classes: named }) => {
    if (!named || named.length === 0) return []
    const known = named.map((one) => ({ one, size: sizes.get(spelt(one)) }))
    if (known.some(({ size }) => size === undefined)) return []
    const available = sum(known.map(({ size }) => size!))
    const lines = [`${known.map(({ one, size }) => `${one} ${size}`).join(' + ')} = ${available}; printed ${n.value}`]
    const subject = `${name} features`
    if (available === n.value) return [addsUp(subject, ['features'], ...lines)]
    const whole = classesThatGive(n.value)
    if (whole) lines.push(`${n.value} would be ${whole}`)
    const more = n.value > available
    const statement = more
      ? `${n.value} ${name} features are more than the named classes have (${available})${whole ? `; they would be ${whole}` : ''}.`
      : `${n.value} ${name} features are fewer than the named classes have (${available}); which were left out is not stated.`
    const brief = `${n.value} ${name} features of classes with ${available}`
    return [finding(more ? 'inconsistent' : 'unusual', subject, ['features'], statement, brief, lines)]
  })
}

/** What papers call texture: of an image, beyond its histogram. */
const textures = featureClasses.filter((name) => hasVoxelMaps(name) && name !== 'firstorder')

/** Whole texture classes whose sizes add up to n. */
function classesThatGive(n: number): string | undefined {
  for (let subset = 1; subset < pow(2, textures.length); subset++) {
    const chosen = textures.filter((_, i) => subset & (1 << i))
    if (sum(chosen.map((name) => sizes.get(name)!)) === n)
      return chosen.map((name) => `${name.toUpperCase()} ${sizes.get(name)}`).join(' + ')
  }
  return undefined
}

function filtered({ families }: Features): Examination[] {
  return families.flatMap(({ name, n, repeats }) => {
    if (!repeats || repeats.length === 0) return []
    const parts = families.filter((family) => repeats.some((one) => plain(one) === plain(family.name)))
    const one = sum(parts.map((part) => part.n.value))
    if (one === 0) return []
    const subject = `${name} features`
    const images = n.value / one
    const line = `${parts.map((part) => part.n.value).join(' + ')} = ${one} of one image; ${n.value} / ${one} = ${images.toFixed(2)}`
    if (Number.isInteger(images)) return [addsUp(subject, ['features'], line)]
    const statement = `${n.value} ${name} features are no multiple of the ${one} that one filtered image gives.`
    return [
      finding('inconsistent', subject, ['features'], statement, `${n.value} ${name} features, ${one} an image`, [line]),
    ]
  })
}
