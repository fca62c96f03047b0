import type { Page } from 'playwright-core'

/** What of a page the keyboard comes to in another order than the eye, each as where it goes wrong. */
export function misplacedStops(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const STOPS = 'a[href], button, input, select, textarea, summary, [tabindex]'
    const isRightToLeft = getComputedStyle(document.documentElement).direction === 'rtl'
    const root = document.querySelector('dialog:modal') ?? document
    const stops = [...root.querySelectorAll<HTMLElement>(STOPS)].filter(
      (one) => one.tabIndex >= 0 && one.matches(':enabled, a, summary, [tabindex]'),
    )

    /** Of an element that is not seen itself, such as a styled checkbox, that of its label. */
    function boxOf(element: HTMLElement): DOMRect | null {
      if (!element.checkVisibility({ visibilityProperty: true })) return null
      const box = element.getBoundingClientRect()
      if (box.width > 1 && box.height > 1) return box
      const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined
      return label ? label.getBoundingClientRect() : null
    }
    const nameOf = (element: HTMLElement) =>
      `${element.localName} “${(element.ariaLabel ?? element.textContent ?? '').trim().slice(0, 40)}”`

    /** Along the line, whichever way that is read. */
    const isBehind = (a: DOMRect, b: DOMRect) =>
      isRightToLeft ? b.right <= a.left + 1 : b.left >= a.right - 1
    function isMisplaced(a: DOMRect, b: DOMRect): boolean {
      if (b.bottom <= a.top + 1) return !isBehind(a, b)
      const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      return shared > Math.min(a.height, b.height) / 2 && isBehind(b, a)
    }

    const faults: string[] = []
    let former: { name: string; box: DOMRect } | undefined
    for (const stop of stops) {
      const box = boxOf(stop)
      if (!box) continue
      const name = nameOf(stop)
      if (stop.tabIndex > 0) faults.push(`${name} has a place of its own`)
      if (former && isMisplaced(former.box, box)) faults.push(`${former.name} comes before ${name}`)
      former = { name, box }
    }
    return faults
  })
}

/** One stop of the keyboard, and what is wrong with how it is seen. */
interface Stop {
  readonly name: string
  readonly faults: readonly string[]
}

/** Goes by Tab from where the keyboard is to the end of the page. */
export async function walk(page: Page): Promise<Stop[]> {
  await page.evaluate(() => {
    Reflect.set(window, 'visited', new Set<Element>())
    Reflect.set(window, 'last', null)
  })
  const stops: Stop[] = []
  let within = 0
  while (within < MOST_WITHIN) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(lookAtFocused)
    if (!stop) return stops
    within = stop === 'within' ? within + 1 : 0
    if (stop !== 'within') stops.push(stop)
  }
  return stops
}

/** A field for a date and time has a place for each of its numbers. */
const MOST_WITHIN = 8

/** Runs in the page. null at its end, or where the keyboard was before; `within` still at the same stop. */
function lookAtFocused(): Stop | 'within' | null {
  const element = document.activeElement
  if (element !== document.body && Reflect.get(window, 'last') === element) return 'within'
  Reflect.set(window, 'last', element)
  const visited: unknown = Reflect.get(window, 'visited')
  if (!(element instanceof HTMLElement) || element === document.body) return null
  if (!(visited instanceof Set) || visited.has(element)) return null
  visited.add(element)
  const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined
  const own = element.getBoundingClientRect()
  const seen = own.width > 1 && own.height > 1 ? element : (label ?? element)
  const box = shownOf(seen)
  const faults: string[] = []

  /** What is left of it in those that cut off what is too long for them. */
  function shownOf(element: HTMLElement): Omit<DOMRect, 'toJSON' | 'x' | 'y'> {
    let { left, right, top, bottom } = element.getBoundingClientRect()
    for (let outer = element.parentElement; outer; outer = outer.parentElement) {
      if (getComputedStyle(outer).overflowX === 'visible') continue
      const cut = outer.getBoundingClientRect()
      left = Math.max(left, cut.left)
      right = Math.min(right, cut.right)
      top = Math.max(top, cut.top)
      bottom = Math.min(bottom, cut.bottom)
    }
    return { left, right, top, bottom, width: right - left, height: bottom - top }
  }
  const isTall = box.height > innerHeight
  if (!isTall && (box.top < -1 || box.bottom > innerHeight + 1)) faults.push('is out of sight')
  const at = document.elementFromPoint(
    Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
    isTall ? Math.max(box.top, 0) + 1 : box.top + box.height / 2,
  )
  if (!at || !(seen.contains(at) || at.contains(seen) || label?.contains(at))) {
    faults.push(`is covered by ${at?.outerHTML.slice(0, 80)}`)
  }
  const isMarked = [element, label, element.nextElementSibling, element.parentElement].some(
    (one) => {
      if (!one) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(one)
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
    },
  )
  if (!isMarked) faults.push('has no mark')
  const words = (element.ariaLabel ?? label?.textContent ?? element.textContent ?? '').trim()
  return { name: `${element.localName} “${words.slice(0, 40)}”`, faults }
}
