import type { Codebook, CodebookVariable } from '../codebook/codebook.ts'
import type { Level } from '../codebook/variable.ts'
import { parseNumber } from '../tables/parse-cell.ts'
import { columnOf, type Table } from '../tables/table.ts'

/**
 * A codebook from a REDCap data dictionary (Project Setup → Data Dictionary → Download, or the API's metadata):
 * field types become types, choices levels, validation ranges ranges, the identifier flag and notes free text.
 * When a variable is known REDCap does not say: it is `baseline` until a codebook beside it says otherwise.
 *
 * @param dictionary the data dictionary as a table
 * @returns the codebook
 * @throws ColumnAbsent when the table is no dictionary
 * @example
 * ```ts
 * import { codebookFromRedcap, readTable } from 'nomoscope/cohort'
 * const csv = 'field_name,field_type,field_label,select_choices_or_calculations\nsex,radio,Sex,"0, Female | 1, Male"\n'
 * const book = codebookFromRedcap(await readTable(new TextEncoder().encode(csv), 'dictionary.csv'))
 * book.variables.get('sex')?.label // → 'Sex'
 * ```
 */
export function codebookFromRedcap(dictionary: Table): Codebook {
  const field = (long: string, short: string) =>
    dictionary.columns.find(({ name }) => name === long || name === short)?.cells
  const names = (field('Variable / Field Name', 'field_name') ?? columnOf(dictionary, 'field_name').cells) as string[]
  const types = (field('Field Type', 'field_type') ?? columnOf(dictionary, 'field_type').cells) as string[]
  const labels = field('Field Label', 'field_label')
  const choices = field('Choices, Calculations, OR Slider Labels', 'select_choices_or_calculations')
  const validation = field('Text Validation Type OR Show Slider Number', 'text_validation_type_or_show_slider_number')
  const low = field('Text Validation Min', 'text_validation_min')
  const high = field('Text Validation Max', 'text_validation_max')
  const notes = field('Field Note', 'field_note')
  const codebook: Codebook = { file: dictionary.file, missing: [], variables: new Map() }
  for (const [row, name] of names.entries()) {
    if (name === '' || types[row] === 'descriptive') continue
    const variable: CodebookVariable = { name }
    const label = (labels?.[row] ?? '').replace(/<[^>]*>/g, '').trim()
    if (label) variable.label = label
    const unit = /^(?:unit|in)s?:?\s+(\S+)$/i.exec(notes?.[row] ?? '')?.[1]
    if (unit) variable.unit = unit
    describe(variable, types[row], choices?.[row] ?? '', validation?.[row] ?? '')
    const range: [number, number] = [parseNumber(low?.[row] ?? ''), parseNumber(high?.[row] ?? '')]
    if (variable.type === 'continuous' && !range.every(Number.isNaN))
      variable.range = [Number.isNaN(range[0]) ? -Infinity : range[0], Number.isNaN(range[1]) ? Infinity : range[1]]
    codebook.variables.set(name, variable)
  }
  return codebook
}

function describe(variable: CodebookVariable, type: string, choices: string, validation: string): void {
  const levels = choicesOf(choices)
  if (type === 'yesno' || type === 'truefalse') {
    variable.type = 'binary'
    variable.levels = [
      { value: '0', label: type === 'yesno' ? 'No' : 'False' },
      { value: '1', label: type === 'yesno' ? 'Yes' : 'True' },
    ]
  } else if (['radio', 'dropdown', 'checkbox'].includes(type) && levels.length >= 2) {
    variable.type = levels.length === 2 ? 'binary' : 'categorical'
    variable.levels = levels
  } else if (type === 'calc' || type === 'slider') {
    variable.type = 'continuous'
    const sources = type === 'calc' ? [...choices.matchAll(/\[(\w+)\]/g)].map((found) => found[1]) : []
    variable.derivedFrom = [...new Set(sources)]
  } else if (validation.startsWith('date')) {
    // An export through the API or as CSV (raw) writes year first whatever the field shows.
    variable.type = 'date'
  } else if (/^(number|integer)/.test(validation)) {
    variable.type = 'continuous'
    if (validation.includes('comma_decimal')) variable.decimal = ','
    // Numbers are often typed into a field of text that nothing validates: its cells say what it is.
  } else if (type !== 'text') variable.type = 'text'
}

/** `1, Mass | 2, Non-mass enhancement` as levels. */
function choicesOf(choices: string): Level[] {
  return choices.split('|').flatMap((choice) => {
    const found = /^\s*([^,]+?)\s*,\s*(.*?)\s*$/s.exec(choice)
    return found ? [{ value: found[1], label: found[2].replace(/<[^>]*>/g, '') }] : []
  })
}

/**
 * What the dictionary says of a field, said of each column that an export makes of it: a checkbox is one 0/1 column a
 * choice, `field___code`, a field that is filled in several events one column an event, `field@event`.
 *
 * @param codebook of the dictionary; the columns are added to it
 * @param data the export
 * @returns nothing
 */
export function describeExport(codebook: Codebook, data: Table): void {
  for (const { name } of data.columns) {
    const [, plain, event] = /^(.+?)(?:@(.+))?$/.exec(name)!
    const box = /^(.+)___(.+)$/.exec(plain)
    const field = codebook.variables.get(box ? box[1] : plain)
    if (!field || codebook.variables.has(name)) continue
    const variable = box ? checkbox(field, box[2]) : field
    const label = variable.label ?? plain
    codebook.variables.set(name, {
      ...variable,
      name,
      label: event ? `${label} (${event.replaceAll('_', ' ')})` : label,
    })
  }
}

function checkbox(field: CodebookVariable, exported: string): CodebookVariable {
  // A code -1 is exported as __1.
  const code = exported.replace(/^_/, '-').toLowerCase()
  const choice = field.levels?.find(({ value }) => value.toLowerCase() === code)?.label ?? exported
  return {
    name: field.name,
    label: `${field.label ?? field.name}: ${choice}`,
    type: 'binary',
    levels: [
      { value: '0', label: 'Unchecked' },
      { value: '1', label: 'Checked' },
    ],
  }
}
