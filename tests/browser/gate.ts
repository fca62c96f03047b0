import { setTimeout as pause } from 'node:timers/promises'
import type { TestFile } from './files.ts'
import type { FaultProxy, Part } from '../servers/fault-proxy.ts'

/** Ms. */
const LOOK_AGAIN = 50

/** Holds parts on their way, so that an upload is in its middle for as long as a test needs. */
export interface Gate {
  /** Lets so many more parts pass. */
  passMore(count: number): void
  /** Lets all held and later parts pass. */
  open(): void
}

/**
 * Lets so many parts pass and holds the others until the gate is opened. One that the browser takes back
 * on its way has not passed: another goes in its place.
 */
export function closeGateAfter(
  proxy: FaultProxy,
  count: number,
  treat: FaultProxy['treat'] = () => 'pass',
): Gate {
  let isOpen = false
  let most = count
  const passed = new Set<Part>()
  const isFull = () => [...passed].filter(({ state }) => state !== 'broken').length >= most
  proxy.treat = async (part) => {
    const isGone = () => part.state === 'broken'
    while (!isOpen && isFull() && !isGone()) await pause(LOOK_AGAIN)
    if (!isGone()) passed.add(part)
    return treat(part)
  }
  return {
    passMore(more) {
      most += more
    },
    open() {
      isOpen = true
      proxy.treat = treat
    },
  }
}

/** The parts of the file that the store has acknowledged, by the end of the object's key. */
export function acknowledged(proxy: FaultProxy, name: string): number[] {
  return partsOf(proxy, name)
    .filter(({ status }) => status === 200)
    .map(({ number }) => number)
}

/** All that was sent of the file. */
export function partsOf(proxy: FaultProxy, name: string): Part[] {
  return proxy.parts.filter(({ key }) => key.endsWith(`/${name}`))
}

/** Into how many parts the file is cut, by the largest of those sent: how large they are, the link says. */
export function partCount(proxy: FaultProxy, { name, size }: TestFile): number {
  return Math.ceil(size / Math.max(...partsOf(proxy, name).map((part) => part.size)))
}

/** The numbers of parts that were acknowledged more than once, or sent although they had been. */
export function sentTwice(proxy: FaultProxy, name: string): number[] {
  const done = new Set<number>()
  const twice = new Set<number>()
  for (const { number, status } of partsOf(proxy, name)) {
    if (done.has(number)) twice.add(number)
    if (status === 200) done.add(number)
  }
  return [...twice]
}
