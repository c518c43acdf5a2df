// Lets the tab, the server, the disk and the folder die at so many random moments of drawing and answering in Chromium, and
// looks at what is there afterwards; exits 1 where more than the stroke under the hand was lost, or the page said nothing.
// npm run build && npx tsx bench/crashes.ts [MOMENTS] [SEED]. As root, for the disk that is filled is a tmpfs.
import { type CrashTrial, crashes, crashReadings } from '../test/support/reading-crashes.ts'

const [moments, seed] = [Number(process.argv[2] ?? 100), Number(process.argv[3] ?? 1)]
const trials: CrashTrial[] = []
const notes = await crashReadings(moments, seed, (trial) => {
  trials.push(trial)
  if (trial.faults.length > 0 || trial.lost.strokes + trial.lost.answers > 0)
    console.log(`moment ${trials.length}: ${JSON.stringify(trial)}`)
  if (trials.length % 10 === 0) console.error(`${trials.length} of ${moments}`)
})
for (const note of notes) console.log(note)
for (const crash of crashes) {
  const own = trials.filter((trial) => trial.crash === crash)
  const sum = (of: (trial: CrashTrial) => number) => own.reduce((total, trial) => total + of(trial), 0)
  console.log(
    `${crash}: ${own.length} moments, ${sum(({ drawn }) => drawn)} strokes and ${sum(({ answered }) => answered)} answers, ` +
      `lost ${sum(({ lost }) => lost.strokes)} and ${sum(({ lost }) => lost.answers)}, ${sum(({ faults }) => faults.length)} faults`,
  )
}
const bad = trials.filter(({ faults, lost }) => faults.length > 0 || lost.strokes + lost.answers > 1)
process.exit(bad.length > 0 ? 1 : 0)
