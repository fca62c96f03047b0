import { ApiFailure } from '../failure.ts'

/** ms for which what was seen is good: a little less than there is between two looks of a request. */
const FRESH = 450
/** ms for which it is good at least for each request that waits for the same person, and for each of all. */
const FRESH_OF_PERSON = 50
const FRESH_OF_ALL = 5

/**
 * Requests that may wait at once: for one upload, for one person, and in all. A browser has two of them
 * under way, or four; a person may be all who came by one link.
 */
const MOST_OF_UPLOAD = 16
const MOST_OF_PERSON = 200
const MOST = 1000
/** Seconds: the time of the longest wait that a browser asks for. */
const COME_AGAIN = 30

/**
 * Requests that wait for a part to arrive by another way. Those for one upload look together, and all of
 * one person 20 times a second at most: as often as the usual RATE_LIMIT_PERSON lets them ask.
 */
export interface Lookouts {
  /** @throws ApiFailure slow_down (429) where so many wait already */
  open(upload: WaitedFor): Lookout
}

export interface Lookout {
  /**
   * What was seen lately, or is seen now.
   *
   * @param page of which parts
   * @param look gives the numbers of those that are there
   */
  see(page: number, look: () => Promise<readonly number[]>): Promise<readonly number[]>
  /** To be called in any case. */
  close(): void
}

interface WaitedFor {
  readonly key: string
  readonly uploadId: string | null
  /** Whose it is; '' where that is nobody in particular, and where each upload counts as a person's. */
  readonly sub: string
}

interface Seen {
  readonly answer: Promise<readonly number[]>
  /** ms of the clock; undefined while it is looked. */
  at: number | undefined
}

/** Requests that wait for the same. */
interface Group {
  size: number
  readonly seen: Map<number, Seen>
}

/** @param now ms of a clock that is never set */
export function createLookouts(now: () => number = () => performance.now()): Lookouts {
  const uploads = new Map<string, Group>()
  const persons = new Map<string, Group>()
  let size = 0

  return {
    open({ key, uploadId, sub }) {
      const [upload, person] = [`${key} ${uploadId ?? ''}`, sub === '' ? key : sub]
      checkRoom(uploads.get(upload)?.size, MOST_OF_UPLOAD)
      checkRoom(persons.get(person)?.size, MOST_OF_PERSON)
      checkRoom(size, MOST)
      size++
      const ofUpload = join(uploads, upload)
      const ofPerson = join(persons, person)
      return {
        see(page, look) {
          const last = ofUpload.seen.get(page)
          const fresh = Math.max(FRESH, ofPerson.size * FRESH_OF_PERSON, size * FRESH_OF_ALL)
          if (last && (last.at === undefined || now() < last.at + fresh)) return last.answer
          const seen: Seen = { answer: look(), at: undefined }
          const end = (): void => {
            seen.at = now()
          }
          void seen.answer.then(end, end)
          ofUpload.seen.set(page, seen)
          return seen.answer
        },
        close() {
          size--
          leave(uploads, upload, ofUpload)
          leave(persons, person, ofPerson)
        },
      }
    },
  }
}

function checkRoom(size = 0, most: number): void {
  if (size < most) return
  throw new ApiFailure('slow_down', 'so many parts are waited for already', {
    status: 429,
    retryAfter: COME_AGAIN,
  })
}

function join(groups: Map<string, Group>, name: string): Group {
  const group = groups.get(name) ?? { size: 0, seen: new Map() }
  group.size++
  groups.set(name, group)
  return group
}

function leave(groups: Map<string, Group>, name: string, group: Group): void {
  group.size--
  if (group.size === 0) groups.delete(name)
}
