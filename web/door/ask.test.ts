import { expect, test } from 'vitest'
import { ask, type Addressee, WorkerError } from './ask.ts'

/** The worker's end: answers each message with what `reply` gives, or not at all. */
function workerThat(reply: (message: unknown) => unknown): Addressee {
  return {
    postMessage(message, [port]) {
      const answer = reply(message)
      if (port instanceof MessagePort && answer !== undefined) port.postMessage(answer)
    },
  }
}

test('gives the value of the answer', async () => {
  const worker = workerThat(() => ({ ok: true, value: { busy: true } }))
  expect(await ask<'busy'>(worker, { type: 'busy' }, 1000)).toEqual({ busy: true })
})

test('a refusal is an error with the code of the worker', async () => {
  const worker = workerThat(() => ({ ok: false, code: 'storage' }))
  await expect(ask<'ping'>(worker, { type: 'ping' }, 1000)).rejects.toMatchObject({
    name: 'WorkerError',
    code: 'storage',
  })
})

test.each([
  ['no reply', 'hello'],
  ['an unknown code', { ok: false, code: 'nonsense' }],
  ['a value of another message', { ok: true, value: { busy: true } }],
  ['an upload without its fields', { ok: true, value: { uploads: [{ id: 'x' }] } }],
])('an answer that is not of the agreed form is none: %s', async (_what, answer) => {
  const asked = ask<'hello'>(
    workerThat(() => answer),
    { type: 'hello' },
    1000,
  )
  await expect(asked).rejects.toMatchObject({ code: 'no_answer' })
})

test('silence ends in time', async () => {
  const asked = ask<'ping'>(
    workerThat(() => undefined),
    { type: 'ping' },
    20,
  )
  await expect(asked).rejects.toBeInstanceOf(WorkerError)
})

test('a message that can not be sent is an error, and the port is closed', async () => {
  const broken: Addressee = {
    postMessage() {
      throw new DOMException('can not be cloned', 'DataCloneError')
    },
  }
  await expect(ask<'ping'>(broken, { type: 'ping' }, 20)).rejects.toThrow('can not be cloned')
})
