import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { createLater } from '../text/en-later.ts'
import { words } from '../text/en.ts'

const { help, problems } = createLater(words)

/** Which rows of docs/survival.md each line of the help stands for, in its order, and the clicks they needed. */
const LINES: readonly (readonly [says: RegExp, faults: RegExp, clicks: readonly number[]])[] = [
  [/Edge, the last page/, /^(?:the only tab is closed|.*with no tab open$)/, [0]],
  [/Firefox or Safari/, /^(?:Firefox|WebKit)/, [1]],
  [/choose Finish/, /^“Finish in the background”/, [1]],
  [
    /while it sends by itself/,
    /while Background Fetch runs; it is started|^`kill -9` of the browser with no tab/,
    [0],
  ],
  [
    /with a page open/,
    /^(?:`kill -9` of the whole browser|the browser is quit, then|the browser, which)/,
    [0, 1],
  ],
  [/^The network/, /^(?:no connection|another network|the network wants)/, [0]],
  [
    /^Server or storage/,
    /^(?:API and store|the (?:API|store)) (?:is|are) (?:away for 60 s|killed and started again)$/,
    [0],
  ],
  [/damaged, lost or refused/, /^a proxy cuts/, [0]],
  [
    /loaded again/,
    /^(?:the page is loaded|of two tabs|the service worker is stopped, with the page)/,
    [0],
  ],
  [/new version/, /^a new version/, [0]],
  [/sleeps/, /sleeps$/, [0]],
  [/clock/, /clock/, [0]],
  [/deletes what/, /records of the app are deleted/, [1]],
  [/changed or replaced/, /^(?:the file (?:is cut|grows|gets)|another file)/, [0]],
  [/is deleted/, /^the file is deleted/, [0]],
]

/** Fault, what came of it, and clicks. */
const rows = readFileSync(resolve(import.meta.dirname, '../../docs/survival.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:fault|---)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, fault = '', , , outcome = '', , clicks = '']) => ({ fault, outcome, clicks }))

test('the help says what becomes of uploads for each fault that was tried, and for no other', () => {
  expect(rows.length).toBeGreaterThan(50)
  const { rows: lines } = help.survival
  expect(lines).toHaveLength(LINES.length)
  for (const [index, [says, faults, clicks]] of LINES.entries()) {
    expect(lines[index]?.[0]).toMatch(says)
    const those = rows.filter(({ fault }) => faults.test(fault))
    expect(
      [...new Set(those.map((row) => Number(row.clicks)))].toSorted((a, b) => a - b),
      `${says}`,
    ).toEqual(clicks)
  }
  for (const { fault } of rows) {
    expect(
      LINES.filter(([, faults]) => faults.test(fault)),
      `where ${fault}`,
    ).toHaveLength(1)
  }
})

test('what the help says of it is what came of it', () => {
  for (const { fault, outcome } of rows) {
    const [, did, tries] = /^(?:“.+” )?(\d+) of (\d+)$/.exec(outcome) ?? []
    expect(did, `${fault}: ${outcome}`).toBe(tries)
    const isOfFile = /^(?:the file|another file)/.test(fault)
    const said = /deleted/.test(fault) ? problems.file_gone.what : problems.file_changed.what
    expect(outcome.startsWith(`“${said}”`), `${fault}: ${outcome}`).toBe(isOfFile)
  }
})
