import { expect, test } from 'vitest'
import { iconOf } from './tab-icon.ts'

const svgOf = (...[icon]: Parameters<typeof iconOf>): string =>
  decodeURIComponent(iconOf(icon).replace('data:image/svg+xml,', ''))

test('the ring is as long as what has arrived', () => {
  expect(svgOf(0)).toContain('stroke-dasharray="0.0 99"')
  expect(svgOf(50)).toContain('stroke-dasharray="37.7 99"')
  expect(svgOf(100)).toContain('stroke-dasharray="75.4 99"')
  expect(svgOf(250)).toBe(svgOf(100))
})

test('each end has a picture of its own', () => {
  expect(new Set([iconOf(100), iconOf('done'), iconOf('needs-you')]).size).toBe(3)
})
