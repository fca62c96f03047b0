import { expect, test } from 'vitest'
import type { UploadView } from '../../shared/messages.ts'
import { testView } from '../history/testing.ts'
import { abilitiesIn } from './abilities.ts'
import { diagnosticsOf, type DiagnosticFacts } from './diagnostics.ts'

function factsOf(uploads: readonly UploadView[]): DiagnosticFacts {
  return {
    now: new Date(0),
    build: 'index-abc.js',
    browser: { agent: 'a', languages: ['de'], processors: 2, online: true },
    language: 'de',
    theme: 'dark',
    phase: 'ready',
    isWorkerSilent: false,
    abilities: abilitiesIn({ window: { SyncManager: 1 }, navigator: {}, storage: {} }),
    permissions: null,
    storage: { usage: 5, quota: 10 },
    connection: null,
    closing: 'pauses',
    uploads,
  }
}

test('names are told only where they are wanted', () => {
  const facts = factsOf([testView(1, { name: 'confidential name', path: 'confidential path' })])
  expect(diagnosticsOf(facts, false)).not.toContain('confidential')
  expect(diagnosticsOf(facts, true)).toContain('confidential name')
})

test('nothing is told of an upload but what is known to be harmless', () => {
  const odd = { ...testView(1), token: 'secret', url: 'https://a.example/?X-Amz-Signature=secret' }
  expect(diagnosticsOf(factsOf([odd]), true)).not.toContain('secret')
})

test('of very many uploads those with a problem are told first', () => {
  const calm = Array.from({ length: 500 }, (_, number) => testView(number))
  const text = diagnosticsOf(factsOf([...calm, testView(999, { problem: 'network' })]), false)
  const content: unknown = JSON.parse(text)
  expect(content).toMatchObject({
    abilities: { wake: true, background: false },
    uploads: { count: 501, states: { uploading: 501 }, leftOut: 401 },
  })
  expect(text.indexOf('"network"')).toBeGreaterThan(0)
  expect(text.length).toBeLessThan(60_000)
})
