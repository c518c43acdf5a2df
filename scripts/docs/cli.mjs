// docs/cli.md: the help of every command, as the built program prints it.
import { execFileSync } from 'node:child_process'

const help = (...words) =>
  execFileSync(process.execPath, ['dist/cli.js', ...words, '--help'], {
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: '80' },
  })

/** The page; needs the build. */
export function cliPage() {
  const whole = help()
  const commands = [...whole.slice(whole.indexOf('Commands:')).matchAll(/^ {2}(\S+)/gm)]
    .map(([, name]) => name)
    .filter((name) => name !== 'help')
  const sections = commands.map((name) => `## ${name}\n\n\`\`\`text\n${help(name).trim()}\n\`\`\`\n`)
  return `# Command line\n\nWritten by \`npm run docs\` from the program's own help. stdout is for results, stderr for progress and messages. Exit status:\n0 done, 1 a fault of Nomoscope, 2 wrong usage, 3 the data has faults (named; everything sound was still done), 130 interrupted.\n\n\`\`\`text\n${whole.trim()}\n\`\`\`\n\n${sections.join('\n')}`
}
