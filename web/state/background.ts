/** Finds out what becomes of the uploads when the page closes, and hands them over when it does. */
import { v4 as newId } from 'uuid'
import { UNLIMITED } from '../../shared/bandwidth.ts'
import { writeLimits } from '../../shared/hand-over-limit.ts'
import { HAND_OVER_PREFIX, type Offer } from '../../shared/hand-over.ts'
import { MIB } from '../../shared/limits.ts'
import type { Offered } from '../../shared/messages.ts'
import { watchOtherPagesHere } from '../background/other-pages.ts'
import { planHandOver, type HandOverPlan } from '../background/plan.ts'
import { freeStorage, watchPermission, watchReloads } from '../background/platform.ts'
import { startFetch } from '../background/start.ts'
import { format, later } from '../text/catalogue.ts'
import {
  fileOf,
  openHandOverDoor,
  takesParts,
  tellRefused,
  type HandOverDoor,
} from '../worker-door.ts'
import {
  canHandOver,
  closing,
  handingOver,
  offered,
  partRoute,
  permission,
  room,
} from './closing.ts'
import { bandwidth } from './limit.ts'
import { notify } from './notices.ts'
import { list, shownFiles } from './uploads.ts'

/** Of the free storage so much is left alone: the records need some, and what is free may shrink. */
const KEPT_FREE = 64 * MIB
const USED_SHARE = 0.8
/** ms in which what is free is believed. */
const ROOM_LIFETIME = 10_000
/** ms until the server is asked again whether it takes parts. */
const ASK_AGAIN = 30_000

let door: HandOverDoor | null = null
const offers = new Map<string, Offer>()
const asked = new Set<string>()
let isReloading = (): boolean => false
let roomKnownAt = -Infinity

/** Once, at the start of the page. */
export async function begin(): Promise<void> {
  const opened = await openHandOverDoor()
  door = opened
  canHandOver.value = opened !== null
  if (!opened) return
  const pages = watchOtherPagesHere(newId())
  isReloading = watchReloads()
  await watchPermission((state) => (permission.value = state))
  window.addEventListener('pagehide', () => handOverAtEnd(pages.go('gone')))
  document.addEventListener('freeze', () => handOverAtEnd(pages.go('asleep')))
  document.addEventListener('resume', () => pages.goOn())
  await Promise.all([refreshRoom(), askForPartRoute()])
}

/** While anything is left the answer may change: the server may be started anew with another setting. */
async function askForPartRoute(): Promise<void> {
  try {
    const isKnown = partRoute.peek() !== null
    if (isKnown && list.totals.peek().remaining === 0) return
    partRoute.value = (await takesParts()) ?? partRoute.peek()
  } finally {
    setTimeout(() => {
      askForPartRoute().catch((error: unknown) => console.warn('the worker does not answer', error))
    }, ASK_AGAIN)
  }
}

async function refreshRoom(): Promise<void> {
  roomKnownAt = performance.now()
  room.value = Math.max(0, ((await freeStorage()) - KEPT_FREE) * USED_SHARE)
}

/** Keeps what the worker offers, and the files that belong to it: later there is no time. */
export function take(message: Offered): void {
  for (const id of message.withdrawn) withdraw(id)
  for (const offer of message.offers) {
    offers.set(offer.id, offer)
    if (asked.has(offer.id)) continue
    asked.add(offer.id)
    fetchFile(offer.id).catch((error: unknown) => {
      asked.delete(offer.id)
      console.warn('the worker does not give a file', error)
    })
  }
  countOffers()
  if (performance.now() - roomKnownAt < ROOM_LIFETIME) return
  refreshRoom().catch((error: unknown) => console.warn('free storage is not known', error))
}

function withdraw(id: string): void {
  offers.delete(id)
  asked.delete(id)
}

async function fetchFile(id: string): Promise<void> {
  const file = await fileOf(id)
  if (!offers.has(id)) return
  if (file) shownFiles.set(id, file)
  else asked.delete(id)
  countOffers()
}

function countOffers(): void {
  offered.value = [...offers.keys()].filter((id) => shownFiles.has(id)).length
}

/** What is to be sent first is handed over first. */
function planNow(): HandOverPlan {
  const places = new Map(list.order.peek().map(({ id }, place) => [id, place]))
  const placeOf = ({ id }: Offer): number => places.get(id) ?? places.size
  const ready = [...offers.values()].filter(({ id }) => shownFiles.has(id))
  return planHandOver(
    ready.sort((one, other) => placeOf(one) - placeOf(other)),
    room.peek(),
  )
}

/** What the page does in its last moment: nothing here waits before the fetch has begun. */
function handOverAtEnd(isLast: boolean): void {
  const opened = door
  if (!opened || list.totals.peek().remaining === 0) return
  if (!isLast || isReloading() || closing.peek() !== 'goes-on') return
  start(opened, planNow())?.begun.catch((error: unknown) => {
    console.warn('the browser does not take what is left', error)
  })
}

function start({ starter, tell }: HandOverDoor, plan: HandOverPlan) {
  if (plan.parts.length === 0) return null
  const fetchId = HAND_OVER_PREFIX + newId()
  const title = later.background.title(plan.uploads.length)
  const limits = writeLimits(bandwidth.peek() ?? UNLIMITED, -new Date().getTimezoneOffset())
  permission.value = 'prompt'
  const begun = startFetch(starter, fetchId, plan.parts, shownFiles, title, limits)
  tell(fetchId, plan.uploads)
  return { fetchId, begun }
}

/** Hands over what is left, from now on. To be called in a click. */
export async function finish(): Promise<void> {
  const opened = door
  if (!opened || handingOver.peek()) return
  handingOver.value = true
  try {
    await refreshRoom()
    await handOverNow(opened, planNow())
  } finally {
    handingOver.value = false
  }
}

async function handOverNow(opened: HandOverDoor, plan: HandOverPlan): Promise<void> {
  const begun = start(opened, plan)
  askForNotifications()
  if (!begun) return notify({ subject: 'background', tone: 'info', text: later.background.none })
  try {
    await begun.begun
  } catch (error) {
    console.warn('the browser does not take what is left', error)
    await tellRefused(begun.fetchId)
    return notify({ subject: 'not-taken', tone: 'problem', text: later.background.refused })
  }
  if (plan.leftOut === 0) return
  const leftOut = later.background.leftOut(format.bytes(plan.leftOut))
  notify({ subject: 'left-out', tone: 'info', text: leftOut })
}

function askForNotifications(): void {
  if (typeof Notification === 'undefined' || Notification.permission !== 'default') return
  Notification.requestPermission().catch((error: unknown) => {
    console.warn('the person was not asked for notifications', error)
  })
}
