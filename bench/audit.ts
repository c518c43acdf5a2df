// How often the audit cries wolf, and what it finds: papers of all designs whose numbers are true, and the same with one
// fault of each kind planted in them.
// npx tsx bench/audit.ts [--papers 500] [--plants 12]
import { measureFalseAlarms, measurePlanted } from '../test/support/measured-audit.ts'

const option = (name: string, usual: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? usual : Number(process.argv[at + 1])
}

const alarms = measureFalseAlarms(option('papers', 500))
for (const line of alarms.lines) console.log(line)
console.log(
  `${alarms.papers} consistent papers, ${alarms.examined} numbers examined: ${alarms.accused} papers (${((100 * alarms.accused) / alarms.papers).toFixed(1)}%) with a finding above unusual, ${alarms.impossible} with an impossible one; ${alarms.unusual} findings are unusual`,
)
const planted = measurePlanted(option('plants', 12))
for (const { kind, made, found } of planted.kinds) console.log(`${kind}: ${found} of ${made}`)
console.log(
  `${planted.kinds.length} kinds of faults, ${planted.made} planted, ${planted.found} found (${((100 * planted.found) / planted.made).toFixed(1)}%)`,
)
