import { describe, expect, it } from 'vitest'
import { expectObject } from './properties.ts'
import { runToEnd } from './person.ts'
import { createSimulation } from './simulation.ts'

describe('the engine', () => {
  it('sends every part once when nothing fails', async () => {
    const simulation = await createSimulation([], [95, 0, 10])
    await simulation.add()
    await runToEnd(simulation)
    for (const id of simulation.ids) expectObject(simulation, id)
    expect(simulation.world.asked).toMatchObject({
      create: 3,
      // What was just created has no parts yet.
      list: 0,
      send: 12,
      complete: 3,
      abort: 0,
    })
  })

  it('waits for the person while it is paused', async () => {
    const simulation = await createSimulation([], [200])
    await simulation.add()
    const [id = ''] = simulation.ids
    simulation.apply({ type: 'pause', id })
    while (await simulation.advance()) continue
    expect(simulation.engine().isBusy()).toBe(false)
    expect(simulation.recordOf(id)?.phase).not.toBe('verified')
    await runToEnd(simulation)
    expectObject(simulation, id)
  })

  it('does not go on with another file of the same name, size and date', async () => {
    const simulation = await createSimulation([], [95])
    const [id = ''] = simulation.ids
    await simulation.add()
    while ((simulation.recordOf(id)?.missing[0]?.[0] ?? 0) < 4) await simulation.advance()
    simulation.contents.set(id, new Uint8Array(95).fill(7))
    await simulation.kill()
    while (await simulation.advance()) continue
    expect(simulation.recordOf(id)).toMatchObject({ phase: 'failed', failure: 'file_changed' })
    expect(simulation.world.remotes.get(id)?.object).toBeNull()
  })

  it('asks for the file again when the browser has lost it, and goes on', async () => {
    const simulation = await createSimulation([], [35])
    const [id = ''] = simulation.ids
    const content = simulation.contents.get(id) ?? new Uint8Array()
    simulation.contents.delete(id)
    await simulation.add()
    while (await simulation.advance()) continue
    expect(simulation.recordOf(id)?.hold.problem).toBe('file_gone')
    simulation.contents.set(id, content)
    simulation.apply({ type: 'given', id })
    await runToEnd(simulation)
    expectObject(simulation, id)
  })
})
