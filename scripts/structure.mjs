#!/usr/bin/env node
// Part of `npm run lint`: no circle of imports between files, none that runs back up, the linter's rules as
// scripts/stages.mjs has them, no file over 400 lines but tables of data, no folder of unlike things over 25 files; the
// folders and files inside study/ and model/ import each other in one direction, on 8 and 10 floors at the most.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { parseSync } from 'oxc-parser'
import { linterConfiguration, stages } from './stages.mjs'

/** Tables of data, and kernels whose passes are written out because AssemblyScript has no closures. */
const longByNature = [/\.as\.ts$/, /\/locales\//, /\/demo\/texts\.ts$/, /\/archive\/tables\//]
/** Folders whose files are all of one kind: one check, one filter, one figure, one table of errors a file. */
const wideByNature = [/\/audit\/checks$/, /\/figures\/charts$/, /\/features\/filters$/]

/** Floors that a stage of many rooms may have: the longest way of imports through its folders and the files beside them. */
const floorsOf = { study: 8, model: 10 }

const faults = []
const files = readdirSync('src', { recursive: true })
  .map((name) => posix.join('src', name.replaceAll('\\', '/')))
  .filter((name) => /\.tsx?$/.test(name) && !/\.(test|wasm|d)\.tsx?$/.test(name))
  .sort()
const known = new Set(files)
const imports = new Map(
  files.map((file) => {
    const text = readFileSync(file, 'utf8')
    const found = text.matchAll(/(?:\bfrom\s+|\bimport\(\s*|\bimport\s+)['"](\.{1,2}\/[^'"]+)['"]/g)
    return [file, [...found].map(([, path]) => posix.join(dirname(file), path)).filter((path) => known.has(path))]
  }),
)

/** The library's doors lead to every stage. */
const doors = ['src/index.ts', 'src/node.ts']
const rank = new Map(stages.map(({ folder }, i) => [folder, i]))
for (const [file, targets] of imports) {
  if (doors.includes(file)) continue
  for (const target of targets) {
    const [from, to] = [file, target].map((path) => rank.get(path.split('/')[1]))
    const upwards = from === undefined ? to !== undefined : to !== undefined && to > from
    if (upwards) faults.push(`${file} imports ${target}, which comes later in the way of the data`)
  }
}
for (const file of files) {
  if (/\.as\.ts$/.test(file)) continue
  for (const power of powersOf(file))
    faults.push(`${file}: ${power}: write pow of src/portable-math.ts, which is the same on every engine`)
}
for (const circle of circles(imports)) faults.push(`a circle of imports: ${circle.join(' -> ')}`)
for (const file of files) {
  const lines = readFileSync(file, 'utf8').split('\n').length
  if (lines > 401 && !longByNature.some((pattern) => pattern.test(file))) faults.push(`${file} has ${lines} lines`)
}
const widths = new Map()
for (const file of files) widths.set(dirname(file), (widths.get(dirname(file)) ?? 0) + 1)
for (const [folder, width] of widths)
  if (width > 25 && !wideByNature.some((pattern) => pattern.test(folder))) faults.push(`${folder} has ${width} files`)
for (const [stage, most] of Object.entries(floorsOf)) {
  const rooms = roomsOf(stage)
  const turns = circles(rooms)
  for (const turn of turns) faults.push(`src/${stage}: ${turn.join(', ')} import each other`)
  const floors = turns.length > 0 ? 0 : Math.max(...[...rooms.keys()].map((room) => height(rooms, room)))
  if (floors > most) faults.push(`src/${stage} has ${floors} floors, more than ${most}`)
}
if (JSON.stringify(JSON.parse(readFileSync(join('biome.json'), 'utf8'))) !== JSON.stringify(linterConfiguration()))
  faults.push('biome.json is not as scripts/stages.mjs has it: run node scripts/stages.mjs')

for (const fault of faults) console.error(fault)
console.log(`${files.length} files, ${faults.length} faults of structure`)
process.exit(faults.length ? 1 : 0)

/** Where a file raises to a power by the operator, whose rounding no program can replace (src/portable-math.ts). */
function powersOf(file) {
  const text = readFileSync(file, 'utf8')
  if (!text.includes('**')) return []
  const found = []
  const isNumber = (node) => node.type === 'Literal' || (node.type === 'UnaryExpression' && isNumber(node.argument))
  const visit = (node) => {
    if (!node || typeof node !== 'object') return
    for (const value of Object.values(node)) visit(value)
    const isPower = node.type === 'BinaryExpression' && node.operator === '**'
    if (!isPower && !(node.type === 'AssignmentExpression' && node.operator === '**=')) return
    const isSquare = isNumber(node.right) && node.right.value === 2
    if (!isSquare && !(node.left.value === 2 && isNumber(node.right))) found.push(text.slice(node.start, node.end))
  }
  visit(parseSync(file, text).program)
  return found
}

/** What the folders and single files of a stage import of one another. */
function roomsOf(stage) {
  const inside = (file) => file.startsWith(`src/${stage}/`)
  const roomOf = (file) => file.split('/')[2]
  const rooms = new Map(files.filter(inside).map((file) => [roomOf(file), new Set()]))
  for (const file of files.filter(inside))
    for (const target of imports.get(file).filter(inside))
      if (roomOf(target) !== roomOf(file)) rooms.get(roomOf(file)).add(roomOf(target))
  return rooms
}

function height(graph, from) {
  return 1 + Math.max(0, ...[...graph.get(from)].map((target) => height(graph, target)))
}

/** The sets of nodes that import each other, by Tarjan's algorithm. */
function circles(graph) {
  const index = new Map()
  const low = new Map()
  const stack = []
  const found = []
  const visit = (file) => {
    index.set(file, index.size)
    low.set(file, index.get(file))
    stack.push(file)
    for (const target of graph.get(file)) {
      if (!index.has(target)) {
        visit(target)
        low.set(file, Math.min(low.get(file), low.get(target)))
      } else if (stack.includes(target)) low.set(file, Math.min(low.get(file), index.get(target)))
    }
    if (low.get(file) !== index.get(file)) return
    const circle = stack.splice(stack.indexOf(file))
    if (circle.length > 1) found.push(circle)
  }
  for (const file of graph.keys()) if (!index.has(file)) visit(file)
  return found
}
