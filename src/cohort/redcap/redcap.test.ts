import { expect, test } from 'vitest'
import { buildCohort } from '../cohort.ts'
import { loadCohort } from '../load.ts'
import { readTable } from '../tables/read-table.ts'
import { codebookFromRedcap, describeExport } from './redcap.ts'

const table = (csv: string, file = 'c.csv') => readTable(new TextEncoder().encode(csv), file)

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
  describeExport(codebook, data)
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

test('a longitudinal export is one row a record: fields of one event keep their name, of several get one column each', async () => {
  const files: Record<string, string> = {
    'dictionary.csv': `field_name,form_name,field_type,field_label,select_choices_or_calculations,text_validation_type_or_show_slider_number
record_id,demo,text,ID,,
age,demo,text,Age,,integer
edge,mri,radio,Edge,"1, Smooth | 2, Burr",
cea,lab,text,CEA,,number
alive,fu,yesno,Alive,,
`,
    'export.csv': `record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,age,edge,cea,alive
1,baseline_arm_1,,,50,1,2.5,
1,month_6_arm_1,,,,,3.5,1
2,baseline_arm_1,,,61,2,1.5,
2,baseline_arm_1,visits,1,,,9,
2,baseline_arm_1,visits,2,,,9,
3,month_6_arm_1,,,,,old,0
`,
  }
  const { cohort, faults } = await loadCohort({ file: 'export.csv', redcap: 'dictionary.csv' }, (path) =>
    new TextEncoder().encode(files[path]),
  )
  const NA = Number.NaN
  expect(cohort.ids).toEqual(['1', '2', '3'])
  const values = Object.fromEntries([...cohort.columns].map(([name, column]) => [name, [...column.values]]))
  expect(values).toMatchObject({
    age: [50, 61, NA],
    edge: [0, 1, NA],
    'cea@baseline_arm_1': [2.5, 1.5, NA],
    'cea@month_6_arm_1': [3.5, NA, NA],
    alive: [1, NA, 0],
  })
  expect(cohort.columns.get('cea@month_6_arm_1')!.variable).toMatchObject({
    type: 'continuous',
    label: 'CEA (month 6 arm 1)',
  })
  expect(faults.map(({ code, severity, row, column }) => [code, severity, row, column])).toEqual([
    ['NS-COH-33', 'note', undefined, 'redcap_repeat_instance'],
    ['NS-COH-12', 'error', 7, 'cea@month_6_arm_1'],
  ])
})
