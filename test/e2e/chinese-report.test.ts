import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { smallDemo } from '../support/small-demo.ts'

const folder = scratchFolder()
const out = join(folder, 'results')
let page = ''

beforeAll(() => {
  const study = smallDemo(folder, 60, (text) => `language: zh\n${text}`)
  const { stdout, stderr } = nomoscope('run', study, '--out', out, '--quiet')
  expect(stdout, stderr).toContain('report.html')
  page = readFileSync(join(out, 'report.html'), 'utf8')
}, 600_000)

/** Texts of a page between its tags, scripts and styles left out. */
function texts(html: string): string[] {
  return html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, '')
    .split(/<[^>]+>/)
    .map((text) => text.replace(/&[a-z#0-9]+;/g, ' ').trim())
    .filter(Boolean)
}

/** What the checklists print in their published English (items, topics, sections, sources), and the list of references. */
function withoutChecklists(html: string): string {
  return html.replace(/<section id="section-checklists">[\s\S]*?<\/section>/, '').replace(/<ol>[\s\S]*?<\/ol>/, '')
}

/** Words that people write in a study file or codebook: its labels, levels, criteria and names. */
function studyWords(): Set<string> {
  const files = ['study.yaml', 'codebook.yaml', 'params.yaml', 'cohort.csv'].map((name) => {
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch {
      return ''
    }
  })
  return new Set(
    files
      .join(' ')
      .toLowerCase()
      .match(/[a-z]+/g),
  )
}

/** Words of programs, methods and people that Chinese papers print in Latin letters. */
const names = new Set(
  `kaplan meier log rank student welch mann whitney kruskal wallis pearson fisher holm shapiro wilk cox lasso brier auc roc
   combat nomoscope pyradiomics delong ledell logit noma clopper youden lowess efron harrell grambsch therneau riley bayes
   van houwelingen le cessie steyerberg asco cap fish cohen bi rads iglewicz hoaglin wald json html csv provenance model
   hosmer lemeshow vickers elkin deploy fitted results mr mri tr te nri idi dce dwi adc snr dice logistic aic icc iqr nomogram predict explain kuhl holm ns sd ci hr or iid`.split(
    /\s+/,
  ),
)

/** English words in a row that neither the study nor a name accounts for: two of them are English prose. */
function english(text: string, known: ReadonlySet<string>): string[] {
  const strange = (text.match(/[A-Za-z]{2,}/g) ?? []).filter((word) => {
    const lower = word.toLowerCase()
    return !known.has(lower) && !names.has(lower)
  })
  return strange.length >= 2 ? strange : []
}

/** Labels, names and criteria that the study's own files write out, the longest first. */
function labels(): string[] {
  const written = ['study.yaml', 'codebook.yaml'].map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
  const found = written.matchAll(/(?:label|study): ?(?:'([^']+)'|"([^"]+)"|([^,{}[\]\n]+))/g)
  // An item of the BI-RADS lexicon, whose items keep their published names, as those of the checklists do.
  const lexicon = ['Skin thickening or retraction']
  const named = [...found]
    .map(([, single, double, plain]) => (single ?? double ?? plain).trim())
    .filter((label) => label.includes(' '))
  return [...named, ...lexicon].sort((a, b) => b.length - a.length)
}

test('a Chinese report holds no English sentence but the labels of the study and published checklists', () => {
  const known = studyWords()
  const own = labels()
  const rest = texts(withoutChecklists(page)).map((text) => own.reduce((all, label) => all.replaceAll(label, ''), text))
  const found = rest.filter(
    (text) => english(text, known).length > 0 || (/[a-z]{2,}( [a-z]{2,}){3}/.test(text) && !text.endsWith('…')),
  )
  expect(found).toEqual([])
})

test('so does the page of the nomogram', () => {
  const known = studyWords()
  const html = readFileSync(join(out, 'nomogram.html'), 'utf8')
  expect(texts(html).filter((text) => english(text, known).length > 0)).toEqual([])
})
