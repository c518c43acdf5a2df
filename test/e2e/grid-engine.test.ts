import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { startGridEngine } from '../support/grid-engine.ts'
import { fixture, toolTest } from '../support/needs.ts'
import { wait } from '../support/slurm.ts'

const folder = scratchFolder()
const at = (name: string) => join(folder, name)
const program = resolve('dist/cli.js')

toolTest(
  'by Grid Engine: missing parts are sent, one is killed, and what is gathered is one run’s to the byte',
  ['sh', '-c', 'test -x /usr/lib/gridengine/sge_qmaster && test -x /usr/lib/gridengine/sge_execd && test $(id -u) = 0'],
  8,
  async () => {
    const of = (name: string) =>
      `${fixture('radiomics', `${name}_image.nrrd`)},${fixture('radiomics', `${name}_label.nrrd`)}`
    const rows = Array.from({ length: 40 }, (_, i) => `c${i},${of(i % 2 ? 'oblique' : 'lesion')}`)
    writeFileSync(at('cases.csv'), `ID,Image,Mask\n${rows.join('\n')}\n`)
    const list = ['--cases', at('cases.csv')]
    expect(nomoscope('extract', ...list, '--out', at('whole.csv'), '--quiet').status).toBe(0)
    mkdirSync(at("a doctor's place"))
    const [out, parts] = [at("a doctor's place/sent.csv"), at("a doctor's place/sent.csv.parts")]
    nomoscope('submit', ...list, '--out', out, '--parts', '4')
    nomoscope('shard', parts, '2', '--jobs', '1')
    const grid = await startGridEngine(at('grid'))
    const call = (...words: string[]) =>
      spawnSync(process.execPath, [program, ...words], { env: grid.env, encoding: 'utf8' })
    try {
      // A limit of one gigabyte of addresses, in which WebAssembly has to fit.
      const sent = call('submit', ...list, '--out', out, '--sge', '--resume', '--memory', '1024', '--time', '30')
      expect([sent.status, sent.stdout], sent.stderr).toEqual([
        0,
        expect.stringMatching(/^Grid Engine jobs 1, 2, and one to gather/),
      ])
      const isAmid = () => existsSync(join(parts, 'cache/1')) && !existsSync(join(parts, 'parts/00001.jsonl'))
      for (let i = 0; i < 1200 && !isAmid(); i++) await wait(50)
      expect([isAmid(), grid.killPart(1)]).toEqual([true, true])
      for (let i = 0; i < 240 && !existsSync(out); i++) await wait(500)
      expect(call('status', parts).stdout).toBe('4 of 4 parts, 40 of 40 cases\n')
      expect(readFileSync(out).equals(readFileSync(at('whole.csv')))).toBe(true)
      const logs = readdirSync(join(parts, 'logs'))
      expect(logs).toEqual(expect.arrayContaining(['1.log', '3.log', '4.log', 'gather.log']))
      expect(logs).not.toContain('2.log')
      expect(readFileSync(join(parts, 'logs/1.log'), 'utf8')).toContain('10 of 10 cases done')
    } finally {
      await grid.close()
    }
  },
  240_000,
)
