import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { readTable } from '../../src/cohort/tables/read-table.ts'
import { registryWorkbook } from '../support/registry-workbook.ts'

const page = readFileSync('docs/quickstart.md', 'utf8')
const cli = resolve('dist/cli.js')

/** The page's changes of a file: lines that begin with - are there, and those with + take their place. */
function answer(name: string, text: string): string {
  const block = new RegExp(`\`\`\`diff ${name}\\n([\\s\\S]*?)\`\`\``).exec(page)![1]
  let answered = text
  for (const [, before, after] of block.matchAll(/((?:^-.*\n)+)((?:^\+.*\n)+)/gm)) {
    const lines = (of: string) => of.replace(/^[-+]/gm, '')
    expect(answered).toContain(lines(before))
    answered = answered.replace(lines(before), () => lines(after))
  }
  return answered
}

test('the workbook of the page is the one that the tests make', async () => {
  const cells = async (bytes: Uint8Array) =>
    (await readTable(bytes, 'registry.xlsx', { sheet: 'Data' })).columns.map(({ name, cells: own }) => [name, ...own])
  expect(await cells(readFileSync('examples/registry/registry.xlsx'))).toEqual(await cells(registryWorkbook()))
})

test('the quickstart: from an untidy workbook to a report with one round of answers', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'nomoscope-quickstart-'))
  copyFileSync('examples/registry/registry.xlsx', join(folder, 'registry.xlsx'))
  const nomoscope = (args: string[]) =>
    spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 })
  for (const [command] of page.matchAll(/(?<=^ {4}npx nomoscope )(init|check|run) .*$/gm)) {
    const done = nomoscope(command.split(' '))
    expect(done.stderr + done.stdout, command).not.toMatch(/NS-ASK|error:|at .*\.js:\d+/)
    expect(done.status, command).toBe(0)
    if (!command.startsWith('init')) continue
    for (const name of ['study.yaml', 'codebook.yaml']) {
      const path = join(folder, name)
      writeFileSync(path, answer(name, readFileSync(path, 'utf8')))
    }
  }
  const results = JSON.parse(readFileSync(join(folder, 'results/results.json'), 'utf8'))
  // Counted in the workbook: who is borderline is no control.
  const csv = registryRows()
  const borderline = csv.filter((row) => row.HER2 === '2').length
  expect(borderline).toBeGreaterThan(0)
  expect(results.flow.analysed).toBe(csv.length - borderline)
  expect(results.models.clinical.terms.map(({ term }: { term: string }) => term).length).toBe(4)
  expect(results.survival[0].events).toBe(
    csv.filter((row) => row.HER2 !== '2' && row['Recurrence event'] === '1').length,
  )
  const html = readFileSync(join(folder, 'results/report.html'), 'utf8')
  expect(html).toContain('borderline')
})

function registryRows(): Record<string, string>[] {
  // The maker's own numbers, read without our reader of tables.
  const xml = new TextDecoder().decode(unzippedSheet())
  const rows = [...xml.matchAll(/<row r="(\d+)">(.*?)<\/row>/g)].map(([, r, body]) => {
    const cells = [...body.matchAll(/<c r="([A-Z]+)\d+"[^>]*>(?:<v>(.*?)<\/v>|<is><t>(.*?)<\/t><\/is>)<\/c>/g)]
    return { r: Number(r), cells: Object.fromEntries(cells.map(([, at, number, text]) => [at, number ?? text])) }
  })
  const names = rows.find(({ r }) => r === 3)!.cells
  return rows
    .filter(({ r }) => r > 4)
    .map(({ cells }) => Object.fromEntries(Object.entries(names).map(([at, name]) => [name, cells[at] ?? ''])))
}

function unzippedSheet(): Uint8Array {
  return unzipSync(readFileSync('examples/registry/registry.xlsx'))['xl/worksheets/sheet1.xml']
}
