import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openKeySet, type KeySet } from '../testing/key-set.ts'
import { createAccounts } from './accounts.ts'

let keySet: KeySet
type Key = Awaited<ReturnType<KeySet['createKey']>>
let first: Key
let second: Key

beforeAll(async () => {
  keySet = await openKeySet()
  first = await keySet.createKey('first')
  second = await keySet.createKey('second')
})
afterAll(() => keySet.close())
beforeEach(() => {
  keySet.publish(first.jwk)
  keySet.setAway(false)
  keySet.setAnswer(undefined)
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)

describe('accounts', () => {
  it('are read by keys that are asked for once, until one is missing or they are old', async () => {
    const read = createAccounts(keySet.settings())
    const before = keySet.asked()
    await read(await first.sign({ sub: 'ann' }), Date.now())
    await read(await first.sign({ sub: 'bob' }), Date.now())
    expect(keySet.asked()).toBe(before + 1)

    keySet.publish(second.jwk)
    pass(11)
    expect(await read(await second.sign({ sub: 'ann' }), Date.now())).toMatchObject({
      kind: 'account',
    })
    expect(keySet.asked()).toBe(before + 2)
    await expect(read(await first.sign({ sub: 'ann' }), Date.now())).rejects.toMatchObject({
      code: 'sign_in_required',
      status: 401,
    })
  })

  it('of a key that was withdrawn are refused once the keys are old', async () => {
    const read = createAccounts(keySet.settings({ keysMaxAge: 60 }))
    const token = await first.sign({ sub: 'ann' })
    await read(token, Date.now())
    keySet.publish(second.jwk)
    pass(61)
    await expect(read(token, Date.now())).rejects.toMatchObject({ code: 'sign_in_required' })
  })

  it('make nobody ask for keys again and again with keys that nobody has', async () => {
    const read = createAccounts(keySet.settings())
    const stranger = await keySet.createKey('stranger')
    const before = keySet.asked()
    for (let times = 0; times < 20; times++) {
      await expect(read(await stranger.sign({ sub: 'eve' }), Date.now())).rejects.toMatchObject({
        code: 'sign_in_required',
      })
    }
    expect(keySet.asked() - before).toBeLessThanOrEqual(2)
  })

  it('wait for a provider that is away', async () => {
    const read = createAccounts(keySet.settings())
    keySet.setAway(true)
    const token = await first.sign({ sub: 'ann' })
    await expect(read(token, Date.now())).rejects.toMatchObject({
      code: 'server_error',
      status: 503,
      retryAfter: 5,
    })
    keySet.setAway(false)
    expect(await read(token, Date.now())).toMatchObject({ kind: 'account' })
  })

  it('wait for a provider whose answer has no end, and read no more of it than keys may have', async () => {
    const read = createAccounts(keySet.settings())
    let sent = 0
    let cut: () => void
    const isCut = new Promise<void>((resolve) => (cut = resolve))
    keySet.setAnswer((_request, response) => {
      response.on('close', cut)
      const send = () => {
        while (!response.destroyed && response.write(' '.repeat(65_536))) sent += 65_536
      }
      response.on('drain', send)
      send()
    })
    const token = await first.sign({ sub: 'ann' })
    await expect(read(token, Date.now())).rejects.toMatchObject({
      code: 'server_error',
      status: 503,
      cause: { message: 'the answer has more than 1048576 bytes' },
    })
    await isCut
    // What the sockets hold comes on top.
    expect(sent).toBeLessThan(20 * 1024 * 1024)
  })

  it('need not say by which of several keys they are signed', async () => {
    const read = createAccounts(keySet.settings())
    const nameless = (id: string) => keySet.createKey(id, false)
    const [one, other] = [await nameless('one'), await nameless('other')]
    keySet.publish(first.jwk, one.jwk, other.jwk)
    for (const key of [one, other]) {
      const token = await key.sign({ sub: 'ann' }, 60)
      expect(await read(token, Date.now())).toMatchObject({ kind: 'account' })
      await expect(read(token, Date.now() + 95_000)).rejects.toMatchObject({
        code: 'sign_in_required',
      })
    }
    const forged = await (await nameless('stranger')).sign({ sub: 'eve' })
    await expect(read(forged, Date.now())).rejects.toMatchObject({
      code: 'sign_in_required',
      status: 401,
    })
  })

  it('allow the clocks to differ as far as is said', async () => {
    const read = createAccounts(keySet.settings({ clockTolerance: 30 }))
    const token = await first.sign({ sub: 'ann' }, 60)
    expect(await read(token, Date.now() + 85_000)).toMatchObject({ kind: 'account' })
    await expect(read(token, Date.now() + 95_000)).rejects.toMatchObject({
      code: 'sign_in_required',
    })
  })

  it('are signed by no other algorithm than was said', async () => {
    const read = createAccounts(keySet.settings({ algorithms: ['RS256'] }))
    await expect(read(await first.sign({ sub: 'ann' }), Date.now())).rejects.toMatchObject({
      code: 'sign_in_required',
    })
  })

  it('have claims within claims, by a path of names with dots between', async () => {
    const admin = { claim: 'realm_access.roles', value: 'admins' }
    const settings = keySet.settings({ prefix: '{org.id}/', admin, maxFilesClaim: 'constructor' })
    const read = createAccounts(settings)
    const claims = { sub: 'ann', realm_access: { roles: ['users', 'admins'] } }
    const identity = await read(await first.sign({ ...claims, org: { id: 'a/b' } }), Date.now())
    expect(identity).toMatchObject({ admin: true, prefix: 'a_b/', limits: { maxFiles: null } })
    // A name that has dots itself comes first.
    const named = { 'realm_access.roles': 'users', 'org.id': 'c' }
    expect(await read(await first.sign({ ...claims, ...named }), Date.now())).toMatchObject({
      admin: false,
      prefix: 'c/',
    })
    for (const org of ['x', null, [], { id: 5 }, {}]) {
      const token = await first.sign({ ...claims, org })
      await expect(read(token, Date.now())).rejects.toMatchObject({ code: 'sign_in_required' })
    }
  })

  it('mean what the settings make of their claims', async () => {
    const settings = keySet.settings({ prefix: '{team}/{sub}/' })
    const read = createAccounts(settings)
    const claims = { sub: '../../Ann <ann@x.test>', team: 'a/b', files: 5, bytes: '1000' }
    const identity = await read(await first.sign({ ...claims, groups: ['admins'] }), Date.now())
    expect(identity).toMatchObject({
      admin: true,
      prefix: 'a_b/.._.._Ann <ann@x.test>/',
      limits: { maxFileSize: null, maxFiles: 5, maxBytes: 1000 },
    })
    expect(identity.subject).toMatch(/^account:[0-9a-f]{32}$/)
    const again = await read(await first.sign({ ...claims, groups: 'users' }), Date.now())
    expect(again).toMatchObject({ admin: false, subject: identity.subject })
    for (const wrong of [{ team: '' }, { files: 'many' }, { bytes: -1 }, { sub: '' }]) {
      const token = await first.sign({ ...claims, ...wrong })
      await expect(read(token, Date.now())).rejects.toMatchObject({ code: 'sign_in_required' })
    }
  })
})
