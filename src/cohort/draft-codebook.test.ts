import { expect, test } from 'vitest'
import { parseCodebook } from './codebook.ts'
import { buildCohort } from './cohort.ts'
import { draftCodebook } from './draft-codebook.ts'
import { readTable } from './read.ts'
import { codebookFromRedcap, expandCheckboxes } from './redcap.ts'

const table = (csv: string, file = 'c.csv') => readTable(new TextEncoder().encode(csv), file)

test('a drafted codebook parses, and reads its own table without a fault', async () => {
  const lines = Array.from({ length: 60 }, (_, i) =>
    [
      `P${i}`,
      30 + (i % 37),
      ['smooth', 'blur'][i % 2],
      i % 3,
      (i * 1.7).toFixed(1),
      ['positive', 'negative'][i % 2],
      5 + i,
    ].join(','),
  )
  const drafted = await table(`patient,Age (years),mri_edge,grade,cea,her2,dfs_months\n${lines.join('\n')}`)
  const text = draftCodebook(drafted, 'patient')
  const codebook = parseCodebook(text, 'codebook.yaml')
  const said = Object.fromEntries([...codebook.variables].map(([name, v]) => [name, [v.type, v.measured, v.unit]]))
  expect(said).toEqual({
    patient: ['id', undefined, undefined],
    'Age (years)': ['continuous', 'baseline', 'years'],
    mri_edge: ['binary', 'imaging', undefined],
    grade: ['categorical', 'tissue', undefined],
    cea: ['continuous', 'serum', undefined],
    her2: ['binary', 'tissue', undefined],
    dfs_months: ['continuous', 'after', 'months'],
  })
  expect(buildCohort(drafted, { id: 'patient', codebook }).faults).toEqual([])
})

test("REDCap's dictionary becomes a codebook: choices, ranges, calculations, checkboxes", async () => {
  const dictionary = await table(
    `"Variable / Field Name","Form Name","Field Type","Field Label","Choices, Calculations, OR Slider Labels","Field Note","Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max"
record_id,demo,text,Record ID,,,,,
age,demo,text,<b>Age</b>,,unit: years,number,18,120
seen,demo,text,Date of MRI,,,date_dmy,,
edge,mri,radio,Edge,"1, Smooth | 2, Blurred | 3, Spiculated, long",,,,
skin,mri,yesno,Skin,,,,,
sites,demo,checkbox,Sites,"1, Bone | 2, Liver",,,,
bmi,demo,calc,BMI,"[weight]/([height]^2)",,,,
intro,demo,descriptive,Welcome,,,,,
`,
    'dictionary.csv',
  )
  const data = await table(
    'record_id,age,seen,edge,skin,sites___1,sites___2,bmi\n1,49,2024-05-31,3,1,0,1,22.5\n2,17,2024-06-01,4,0,1,0,30\n',
  )
  const codebook = codebookFromRedcap(dictionary)
  expandCheckboxes(codebook, data)
  const { cohort, faults } = buildCohort(data, { id: 'record_id', codebook })
  expect(cohort.columns.get('edge')!.variable.levels!.map(({ label }) => label)).toEqual([
    'Smooth',
    'Blurred',
    'Spiculated, long',
  ])
  expect(cohort.columns.get('sites___2')!.variable.label).toBe('Sites: Liver')
  expect([...cohort.columns.get('sites___2')!.values]).toEqual([1, 0])
  expect(cohort.columns.get('bmi')!.variable.derivedFrom).toEqual(['weight', 'height'])
  expect(cohort.columns.get('age')!.variable).toMatchObject({ label: 'Age', unit: 'years', range: [18, 120] })
  expect(faults.map(({ row, column }) => [row, column])).toEqual([
    [3, 'age'],
    [3, 'edge'],
  ])
})
