import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { expect } from 'vitest'

/** What has the keyboard's place, as a screen reader names it. */
export interface Place {
  readonly role: string
  readonly name: string
}

/** Texts, numbers and truths; some are left out. */
const valueSchema = v.object({
  value: v.optional(v.union([v.string(), v.number(), v.boolean()])),
})
const propertySchema = v.object({
  name: v.string(),
  value: valueSchema,
})
const nodeSchema = v.object({
  ignored: v.boolean(),
  role: v.optional(valueSchema),
  name: v.optional(valueSchema),
  value: v.optional(valueSchema),
  properties: v.optional(v.array(propertySchema), []),
})
const treeSchema = v.object({ nodes: v.array(nodeSchema) })
type Node = v.InferOutput<typeof nodeSchema>

/** States that a screen reader says, where they are not as usual. */
const STATES = ['level', 'live', 'modal', 'disabled', 'focused', 'expanded', 'checked']

/** The browser's accessibility tree, a line for each node that has a name, but for mere text. */
export async function treeOf(page: Page): Promise<string[]> {
  const named = (await nodesOf(page)).filter(
    ({ role, name }) => name?.value && !/Text/.test(String(role?.value)),
  )
  return named.map(({ role, name, value, properties }) => {
    const states = properties
      .filter(({ name, value }) => STATES.includes(name) && value.value !== false)
      .map(({ name, value }) => (value.value === true ? name : `${name}=${value.value}`))
    const facts = [...(value?.value ? [`value=${value.value}`] : []), ...states.sort()]
    return [`${String(role?.value)} "${String(name?.value)}"`, ...facts].join(' ')
  })
}

async function nodesOf(page: Page): Promise<Node[]> {
  const session = await page.context().newCDPSession(page)
  const tree = v.parse(treeSchema, await session.send('Accessibility.getFullAXTree'))
  await session.detach()
  return tree.nodes.filter(({ ignored }) => !ignored)
}

/** Where the keyboard is; that it is nowhere is a fault. */
export async function placeOf(page: Page): Promise<Place> {
  const isNowhere = () => page.evaluate(() => document.activeElement === document.body)
  await expect.poll(isNowhere, { message: 'the keyboard has no place' }).toBe(false)
  const nodes = await nodesOf(page)
  const focused = nodes.filter(({ properties }) =>
    properties.some(({ name, value }) => name === 'focused' && value.value === true),
  )
  const { role, name } = focused.at(-1) ?? {}
  return { role: String(role?.value), name: String(name?.value) }
}

/** Goes on by the tab key until it is there; every stop on the way must have a name. */
export async function tabTo(page: Page, role: string, name: RegExp): Promise<void> {
  const stops: string[] = []
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press('Tab')
    const place = await placeOf(page)
    expect(place.name, `a stop after ${stops.join(', ')}`).not.toBe('')
    if (place.role === role && name.test(place.name)) return
    stops.push(`${place.role} ${place.name}`)
  }
  throw new Error(`no ${role} ${String(name)} among ${stops.join(', ')}`)
}

/** Gathers what the page says of itself from now on, each sentence once. */
export async function hearAnnouncements(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = []
    Object.assign(window, { said })
    const hear = (): void => {
      for (const region of document.querySelectorAll('[role=status], [role=alert], [aria-live]')) {
        const text = region.textContent
        if (text && said.at(-1) !== text) said.push(text)
      }
    }
    new MutationObserver(hear).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    })
  })
  return async () =>
    v.parse(v.array(v.string()), await page.evaluate(() => Reflect.get(window, 'said')))
}
