import { describe, expect, it } from 'vitest'
import { isWatchFragment, readWatchFragment, watchAddress } from './link.ts'

const LINK = { id: '0190a5f0-0000-7000-8000-000000000000', token: 'aB-_1.cD.eF' }

function fragmentOf(address: string): string {
  return new URL(address).hash
}

describe('a watch link', () => {
  it('is read as it was written', () => {
    const address = watchAddress('https://long.example:8443', LINK)
    expect(address).toBe(`https://long.example:8443/#watch=${LINK.id}.aB-_1.cD.eF`)
    expect(isWatchFragment(fragmentOf(address))).toBe(true)
    expect(readWatchFragment(fragmentOf(address))).toEqual(LINK)
  })

  it.each(['', '#', '#else', '#Watch=x', '#watching'])('is not "%s"', (fragment) => {
    expect(isWatchFragment(fragment)).toBe(false)
  })

  it.each([
    '#watch=',
    `#watch=${LINK.id}`,
    `#watch=${LINK.id}.aB-_1.cD`,
    `#watch=${LINK.id}.aB-_1.cD.`,
    `#watch=${LINK.id}.aB-_1.cD.eF and more`,
    `#watch=../${LINK.id.slice(3)}.aB-_1.cD.eF`,
    `#watch=${LINK.id.slice(1)}.aB-_1.cD.eF`,
  ])('is known as not whole: %s', (fragment) => {
    expect(isWatchFragment(fragment)).toBe(true)
    expect(readWatchFragment(fragment)).toBeNull()
  })
})
