import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'
import { startRedis } from '../support/redis.ts'

const folder = scratchFolder()

test.each([
  'redis://:p@ss@127.0.0.1:1',
  'redis://:se/cret@127.0.0.1:1',
  'redis://:se:cret@127.0.0.1:1',
  'redis://127.0.0.1:1/x',
  'redis://',
  'rediss://host:port',
])(
  'an address that two programs would read differently is refused, and no part of a password is shown: %s',
  (address) => {
    const { status, stdout, stderr } = nomoscope('status', address)
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining('NS-CLU-13')])
    expect(stderr).not.toMatch(/p@ss|ss@|cret|^ {4}at /m)
  },
)

toolTest(
  'a password that is escaped is read; who may not write is refused by name',
  ['redis-server', '--version'],
  7,
  async () => {
    const redis = await startRedis(join(folder, 'redis'), 'p@s:s/1')
    const { host } = new URL(redis.address.replace(/\/\/.*@/, '//'))
    const address = `redis://:${encodeURIComponent('p@s:s/1')}@${host}`
    const client = new Redis(address)
    const faultOf = (where: string) => {
      const { status, stderr } = nomoscope('status', where)
      return [status, /NS-CLU-\d+ .*/.exec(stderr)?.[0]]
    }
    expect(faultOf(address)).toEqual([0, undefined])
    expect(faultOf(`${address}/15`)).toEqual([0, undefined])
    expect(faultOf(`${address}/99`)).toEqual([3, expect.stringMatching(/NS-CLU-14 .*DB index is out of range/)])
    await client.acl('SETUSER', 'anna', 'on', '>pw', '~*', '&*', '+@all', '-eval', '-evalsha')
    expect(faultOf(`redis://anna:pw@${host}`)).toEqual([3, expect.stringMatching(/NS-CLU-14 .*NOPERM/)])
    await client.acl('SETUSER', 'bo', 'on', '>pw', '~bull:*', '&*', '+@all')
    expect(faultOf(`redis://bo:pw@${host}`)).toEqual([0, undefined])
    expect(faultOf(`redis://anna:wrong@${host}`)).toEqual([3, expect.stringMatching(/NS-CLU-07 .*WRONGPASS/)])
    const port = Number(host.split(':')[1]) - 10_000
    const primary = ['--replicaof', '127.0.0.1', host.split(':')[1], '--masterauth', 'p@s:s/1']
    const replica = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...primary],
      {
        stdio: 'ignore',
      },
    )
    const second = new Redis(`redis://127.0.0.1:${port}`)
    second.on('error', () => {})
    await second.ping()
    expect(faultOf(`redis://127.0.0.1:${port}`)).toEqual([3, expect.stringMatching(/NS-CLU-14 .*(READONLY)/)])
    client.disconnect()
    second.disconnect()
    replica.kill('SIGKILL')
    await redis.kill()
  },
)
