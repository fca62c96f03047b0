import { describe, expect, test } from 'vitest'
import type { Finding } from './finding.ts'
import { lineOf } from './table.ts'

/** A try in which nothing went wrong, but for what is given. */
function findingWith(change: Partial<Finding> = {}): Finding {
  const ending = { asked: [], says: 'Complete', claims: true, late: false }
  return { notes: [], ending, found: 'right', bytesTwice: 0, ...change }
}

function cellsOf(finding: Finding): string[] {
  const line = lineOf('a fault', { name: 'Uppy 6' }, finding, {
    size: 300_000_000,
    date: '2026-11-26T12:00:00.000Z',
  })
  return line
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())
}

describe('a line of the comparison', () => {
  test('says so where nobody notices the fault', () => {
    const cells = ['a fault', 'Uppy 6', 'goes on by itself', 'right', 'yes', '0', 'nothing']
    expect(cellsOf(findingWith())).toEqual([...cells, '2026-11-26, 300 MB'])
  })

  test('points at a success that is none', () => {
    const [, , , found, claim] = cellsOf(findingWith({ found: 'another' }))
    expect([found, claim]).toEqual(['**not the file**', '**yes, wrongly**'])
    expect(cellsOf(findingWith({ found: 'none', bytesTwice: null }))[4]).toBe('**yes, wrongly**')
  })

  test('points at nothing where the file that is there now has arrived', () => {
    const [, , , found, claim] = cellsOf(findingWith({ found: 'as it is now' }))
    expect([found, claim]).toEqual(['the file as it is now', 'yes'])
  })

  test('tells what the page asked for and what was done, in its order', () => {
    const asked = [
      { says: 'Restored; choose the file again', act: 'choose the file again' },
      { says: 'Restored', act: 'Resume' },
    ] as const
    const ending = { asked, says: 'Complete', claims: true, late: false }
    const cells = cellsOf(findingWith({ notes: ['a note'], ending, bytesTwice: 5_242_880 }))
    expect(cells[2]).toBe('a note; “Restored; choose the file again”; “Restored”')
    expect(cells.slice(5, 7)).toEqual(['5.2 MB', 'choose the file again, then Resume'])
  })

  test('tells once what was done in vain, and how it ended', () => {
    const says = 'Upload failed: no network'
    const asked = [
      { says, act: 'Retry' },
      { says, act: 'Retry' },
    ] as const
    const ending = { asked, says, claims: false, late: false }
    const cells = cellsOf(findingWith({ ending, found: 'none', bytesTwice: null }))
    expect(cells[2]).toBe(`“${says}”; ends with “${says}”`)
    expect(cells.slice(3, 7)).toEqual([
      'none',
      'no',
      '–',
      'Retry (in vain), then begin a new upload',
    ])
  })

  test('tells of an upload of which nothing more came', () => {
    const ending = { asked: [], says: 'Uploading', claims: false, late: true }
    const cells = cellsOf(findingWith({ ending, found: 'none', bytesTwice: null }))
    expect(cells[2]).toBe('nothing more comes of it: “Uploading”')
    expect(cells[6]).toBe('begin a new upload')
  })
})
