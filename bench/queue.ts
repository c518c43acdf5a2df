// Cases through Redis against a local run on the same cores; exits 1 where it does not hold.
// npx tsx bench/queue.ts kills [CASES] [KILLS]   four workers, killed at random, Redis killed twice: bytes equal to the local run
// npx tsx bench/queue.ts speed [CASES]           undisturbed: cases a second by the queue and locally, in turns
// npx tsx bench/queue.ts growth [JOBS...]        jobs that are answered at once: milliseconds and memory as they grow in number
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { openQueueMap } from '../src/cluster/queue-map.ts'
import { type CaseJob, queueName } from '../src/cluster/redis.ts'
import { startRedis } from '../test/support/redis.ts'

const [mode = 'kills', ...rest] = process.argv.slice(2)
const numbers = rest.map(Number)
const folder = mkdtempSync(join(tmpdir(), 'nomoscope-queue-'))
const at = (name: string) => join(folder, name)
const wait = (milliseconds: number) => new Promise((tick) => setTimeout(tick, milliseconds))
const workers = 4

/** Noise and cubes in it, each pair another case; one of a hundred has no image. */
function writeCases(count: number): void {
  const [edge, cube, images] = [24, 18, 200]
  const random = xoroshiro128plus(1)
  const write = (name: string, voxel: (x: number, y: number, z: number) => number) => {
    const header = `NRRD0004\ntype: uint8\ndimension: 3\nsizes: ${edge} ${edge} ${edge}\nspace: left-posterior-superior\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\nencoding: raw\n\n`
    const voxels = Buffer.alloc(edge ** 3)
    for (let i = 0; i < voxels.length; i++)
      voxels[i] = voxel(i % edge, Math.floor(i / edge) % edge, Math.floor(i / edge ** 2))
    writeFileSync(at(name), Buffer.concat([Buffer.from(header), voxels]))
  }
  for (let k = 0; k < images; k++) write(`image-${k}.nrrd`, () => 256 * uniformFloat64(random))
  for (let k = 0; k < count / images; k++) {
    const size = cube - (k % 7)
    const corner = k % (edge - cube)
    write(`mask-${k}.nrrd`, (...at) => Number(at.every((x) => x >= corner && x < corner + size)))
  }
  const lines = Array.from({ length: count }, (_, k) => {
    const image = k % 100 === 99 ? 'absent.nrrd' : `image-${k % images}.nrrd`
    return `c${k},${image},mask-${Math.floor(k / images)}.nrrd`
  })
  writeFileSync(at('cases.csv'), `ID,Image,Mask\n${lines.join('\n')}\n`)
}

const start = (...words: string[]): { child: ChildProcess; ended: Promise<number | null> } => {
  const child = spawn(process.execPath, [resolve('dist/cli.js'), ...words, '--quiet'], { stdio: 'ignore' })
  return { child, ended: new Promise((done) => child.once('close', done)) }
}
const extract = (out: string, ...words: string[]) =>
  start('extract', '--cases', at('cases.csv'), '--out', at(out), '--overwrite', ...words)

/** Seconds that something takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}
const local = () => timed(() => extract('local.csv', '--jobs', String(cpus().length)).ended)

const work = {
  async kills([count = 20_000, kills = 50]: number[]) {
    writeCases(count)
    const alone = await local()
    console.log(`local: ${count} cases in ${alone.toFixed(0)} s`)
    const redis = await startRedis(at('redis'), 'secret')
    const worker = () => start('worker', redis.address, '--root', folder, '--jobs', '1')
    const all = Array.from({ length: workers }, worker)
    let [over, killed, restarts] = [false, 0, 0]
    const seconds = timed(() => extract('queued.csv', '--queue', redis.address).ended.then(() => (over = true)))
    const random = xoroshiro128plus(2)
    // Moments uniform over half of what the local run took, so that all of them hit.
    const moments = [...Array(kills + 2).keys()].map((i) => ({
      at: (alone / 2) * uniformFloat64(random),
      redis: i < 2,
    }))
    let now = 0
    for (const moment of moments.sort((a, b) => a.at - b.at)) {
      await wait(1000 * (moment.at - now))
      now = moment.at
      if (over) break
      if (moment.redis) {
        await redis.kill()
        await redis.start()
        restarts++
      } else {
        const i = Math.floor(workers * uniformFloat64(random))
        all[i].child.kill('SIGKILL')
        await all[i].ended
        all[i] = worker()
        killed++
      }
    }
    console.log(
      `queue: ${count} cases in ${(await seconds).toFixed(0)} s, ${killed} workers and ${restarts} Redis killed`,
    )
    for (const { child } of all) child.kill('SIGTERM')
    const statuses = await Promise.all(all.map(({ ended }) => ended))
    await redis.kill()
    const same = readFileSync(at('queued.csv')).equals(readFileSync(at('local.csv')))
    const rows = readFileSync(at('queued.csv'), 'utf8').trim().split('\n').length - 1
    console.log(`${rows} rows, bytes ${same ? 'equal' : 'DIFFER'}; workers ended with ${statuses}`)
    return same && killed === kills && restarts === 2 && rows === count
  },

  async speed([count = 2000]: number[]) {
    writeCases(count)
    const redis = await startRedis(at('redis'), 'secret')
    const all = Array.from({ length: workers }, () => start('worker', redis.address, '--root', folder, '--jobs', '1'))
    const ratios: number[] = []
    for (let turn = 0; turn < 4; turn++) {
      const alone = await local()
      const queued = await timed(() => extract('queued.csv', '--queue', redis.address).ended)
      if (turn > 0) ratios.push(queued / alone) // the first one warms the workers
      console.log(`${count} cases: local ${(count / alone).toFixed(0)} a second, queue ${(count / queued).toFixed(0)}`)
    }
    for (const { child } of all) child.kill('SIGTERM')
    await Promise.all(all.map(({ ended }) => ended))
    await redis.kill()
    const median = ratios.sort((a, b) => a - b)[ratios.length >> 1]
    console.log(`the queue takes ${median.toFixed(2)} of the local run's time`)
    return median < 1.15
  },

  async growth(counts: number[]) {
    const redis = await startRedis(at('redis'), 'secret')
    const version = 'bench'
    const client = new Redis(redis.address)
    const worker = new Worker<CaseJob>(
      queueName(version),
      async ({ data }) => {
        for (const { answer } of data.cases) writeFileSync(answer, '{"failed":"x"}')
      },
      { connection: new Redis(redis.address, { maxRetriesPerRequest: null }), concurrency: 50 },
    )
    const each: number[] = []
    for (const count of counts.length > 0 ? counts : [1000, 10_000, 100_000]) {
      const map = await openQueueMap(redis.address, at(`answers-${count}`), version)
      const tasks = Array.from({ length: count }, (_, i) => ({ image: `image-${i}`, mask: 'mask' }))
      let redisMegabytes = 0
      const timer = setInterval(async () => {
        const used = /used_memory:(\d+)/.exec(await client.info('memory'))
        redisMegabytes = Math.max(redisMegabytes, Number(used?.[1]) / 2 ** 20)
      }, 200)
      const seconds = await timed(() => map.map('case/extract', tasks))
      clearInterval(timer)
      await map.close()
      each.push((1000 * seconds) / count)
      const own = process.memoryUsage().rss / 2 ** 20
      console.log(
        `${count} jobs: ${each.at(-1)!.toFixed(2)} ms each; Redis at most ${redisMegabytes.toFixed(1)} MB, this process ${own.toFixed(0)} MB`,
      )
    }
    await worker.close()
    client.disconnect()
    await redis.kill()
    return each.at(-1)! < 1.5 * each[0]
  },
}

const holds = await work[mode as keyof typeof work](numbers)
rmSync(folder, { recursive: true })
process.exit(holds ? 0 : 1)
