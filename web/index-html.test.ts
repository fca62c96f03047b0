import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { manifestIn } from './manifest/manifest.ts'
import { directionOf, LANGUAGES } from './text/languages.ts'

const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8')
const [, ...CANVAS] = /--canvas: light-dark\((#\w+), (#\w+)\)/.exec(read('style/tokens.css')) ?? []

describe.each(['index.html', 'admin/index.html'])('%s', (path) => {
  const html = read(path)

  it('says in every language what it needs where no script can', () => {
    const said = /<noscript\b[^>]*>([^]*)<\/noscript/.exec(html)?.[1] ?? ''
    expect(said).toContain('JavaScript')
    for (const language of LANGUAGES.filter((one) => one !== 'en')) {
      const direction = directionOf(language) === 'rtl' ? ' dir="rtl"' : ''
      expect(said).toMatch(new RegExp(`lang="${language}"${direction}\\s*>[^<]*JavaScript`))
    }
  })

  it('has the window’s own bar in the colours of the page', () => {
    expect(CANVAS).toHaveLength(2)
    const bars = [...html.matchAll(/media="\(prefers-color-scheme: \w+\)"\s+content="(#\w+)"/g)]
    expect(bars.map(([, color]) => color)).toEqual(CANVAS)
  })
})

it('the installed app has the colour of the page', () => {
  const [light] = CANVAS
  expect(manifestIn('en')).toMatchObject({ background_color: light, theme_color: light })
})
