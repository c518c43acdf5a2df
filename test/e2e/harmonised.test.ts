import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'
import { writeSmallStudy } from '../support/small-study.ts'

const folder = scratchFolder()
const out = join(folder, 'results')

/** The small study from two centres, its score on features that ComBat harmonised. */
beforeAll(() => {
  const file = writeSmallStudy(
    folder,
    `split: none
centre: hospital
selection: [{ combat: true }, { lasso: { folds: 4, lambda: min } }]
models:
  radiomics: { terms: [{ score: radiomics }] }`,
  )
  const cohort = join(folder, 'cohort.csv')
  const [names, ...rows] = readFileSync(cohort, 'utf8').trim().split(/\r?\n/)
  writeFileSync(cohort, [`${names},hospital`, ...rows.map((row, i) => `${row},${'AB'[i % 2]}`), ''].join('\n'))
  writeFileSync(
    join(folder, 'codebook.yaml'),
    `${readFileSync(join(folder, 'codebook.yaml'), 'utf8')}  hospital: { type: binary, levels: [A, B] }\n`,
  )
  const { status, stderr } = nomoscope('run', file, '--out', out, '--quiet')
  expect(status, stderr).toBe(0)
}, 120_000)

test('a model on harmonised features is validated, and is not handed on: no nomogram, no model file, and that is said', () => {
  const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))
  expect(results.models.radiomics.performance.apparent.auc.value).toBeGreaterThan(0.5)
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('NS-MOD-11')
  for (const name of ['model.json', 'nomogram.html']) expect(existsSync(join(out, name)), name).toBe(false)
  for (const name of ['report.docx', 'provenance.json']) expect(existsSync(join(out, name)), name).toBe(true)
})

const probe = ['Rscript', '-e', 'for (p in c("glmnet", "pROC")) loadNamespace(p)']
toolTest('R repeats what comes after ComBat', probe, 1, () => {
  const { status, stdout, stderr } = spawnSync('Rscript', ['reproduce.R'], { cwd: out, encoding: 'utf8' })
  expect(status, stdout + stderr).toBe(0)
})

test('a centre towards which the others are brought is told in Methods, one that is none of them refused by check', () => {
  const file = join(folder, 'study.yaml')
  const study = readFileSync(file, 'utf8')
  writeFileSync(file, study.replace('combat: true', 'combat: { reference: C }'))
  const refused = nomoscope('check', file)
  expect(refused.status).toBe(3)
  expect(refused.stdout + refused.stderr).toContain('ComBat cannot bring centres to C, which is none of A, B.')
  writeFileSync(file, study.replace('combat: true', 'combat: { reference: B }'))
  const { status, stderr } = nomoscope('run', file, '--out', join(folder, 'towards'), '--quiet')
  expect(status, stderr).toBe(0)
  expect(readFileSync(join(folder, 'towards', 'report.html'), 'utf8')).toContain('over centres towards centre B')
}, 120_000)

test('nested over two columns, keeping what age does, is told in Methods; what tells the outcome is refused', () => {
  const file = join(folder, 'study.yaml')
  const study = readFileSync(file, 'utf8')
  const written = study.replace(
    /^selection:.*$/m,
    'selection: [{ combat: { by: [hospital, lesion type], keep: [age] } }, { lasso: { folds: 4 } }]',
  )
  writeFileSync(file, written)
  const { status, stderr } = nomoscope('run', file, '--out', join(folder, 'nested'), '--quiet')
  expect(status, stderr).toBe(0)
  const report = readFileSync(join(folder, 'nested', 'report.html'), 'utf8').replace(/<[^>]+>/g, '')
  expect(report).toMatch(
    /nested ComBat.{0,8} one after the other over hospital, lesion type, keeping the effects of age, without the outcome/,
  )
  for (const [keep, reason] of [
    ['status', 'it is the outcome'],
    ['absent', 'absent'],
  ]) {
    writeFileSync(file, written.replace('keep: [age]', `keep: [${keep}]`))
    const refused = nomoscope('check', file)
    expect(refused.status).not.toBe(0)
    expect(refused.stdout + refused.stderr).toContain(reason)
  }
}, 120_000)

test('with several lesions of a patient: longitudinal and nested, learnt from training patients alone, told in Methods', () => {
  const own = join(folder, 'lesions')
  const file = writeSmallStudy(
    own,
    `split: { column: set }
centre: hospital
unit: lesion
selection: [{ combat: { longitudinal: true, keep: [age] } }, { lasso: { folds: 4, lambda: min } }]
models:
  radiomics: { terms: [{ score: radiomics }] }`,
  )
  const study = readFileSync(file, 'utf8').replace('id: id, codebook', 'id: id, patient: who, codebook')
  writeFileSync(file, study)
  const [names, ...rows] = readFileSync(join(own, 'cohort.csv'), 'utf8').trim().split(/\r?\n/)
  // Two lesions a patient, of whom every third is held out; half of the patients changed the centre in between.
  const who = (i: number) => Math.floor(i / 2)
  const isHeldOut = (i: number) => who(i) % 3 === 0
  const centre = (i: number) => 'AB'[(who(i) + (i % 2) * (who(i) % 4 < 2 ? 1 : 0)) % 2]
  writeFileSync(
    join(own, 'cohort.csv'),
    [
      `${names},who,hospital,set,device`,
      ...rows.map(
        (row, i) => `${row},W${who(i)},${centre(i)},${isHeldOut(i) ? 'validation' : 'training'},${'XYZ'[who(i) % 3]}`,
      ),
      '',
    ].join('\n'),
  )
  writeFileSync(
    join(own, 'codebook.yaml'),
    `${readFileSync(join(own, 'codebook.yaml'), 'utf8')}  who: { type: id }
  hospital: { type: binary, levels: [A, B] }
  set: { type: binary, levels: [training, validation] }
  device: { type: categorical, levels: [X, Y, Z] }
`,
  )
  const ran = (name: string) => {
    const { status, stderr } = nomoscope('run', file, '--out', join(own, name), '--quiet')
    expect(status, stderr).toBe(0)
    return JSON.parse(readFileSync(join(own, name, 'results.json'), 'utf8')).models.radiomics
  }
  const methods = (name: string) => readFileSync(join(own, name, 'report.html'), 'utf8').replace(/<[^>]+>/g, '')
  const first = ran('first')
  expect(methods('first')).toMatch(/longitudinal ComBat.{0,8} over centres.*with an intercept for each patient/)

  // Other features of those who are held out: the same model, another performance in them.
  const [heads, ...features] = readFileSync(join(own, 'features.csv'), 'utf8').trim().split(/\r?\n/)
  const changed = features.map((row, i) => {
    const [id, ...cells] = row.split(',')
    return [id, ...cells.map((cell) => (cell === '' || !isHeldOut(i) ? cell : String(3 - 2 * Number(cell))))].join(',')
  })
  const table = readFileSync(join(own, 'features.csv'), 'utf8')
  writeFileSync(join(own, 'features.csv'), [heads, ...changed, ''].join('\n'))
  const second = ran('second')
  expect(second.terms).toEqual(first.terms)
  expect(second.performance.apparent).toEqual(first.performance.apparent)
  expect(second.performance.heldOut.auc.value).not.toBe(first.performance.heldOut.auc.value)
  writeFileSync(join(own, 'features.csv'), table)

  writeFileSync(file, study.replace('longitudinal: true, keep', 'longitudinal: true, by: [hospital, device], keep'))
  ran('nested')
  expect(methods('nested')).toMatch(/longitudinal ComBat.{0,8} one after the other over hospital, device/)
}, 180_000)
