import { folded } from '../text/folded.ts'
import type { MessageGroup } from './messages.ts'

/** Of a message that was copied, words such as a name may be another one than here. */
const LEAST_SHARE = 0.6

/**
 * The messages that have all the words, in any order; where none has, those that have the most of them.
 *
 * @param entered a message as it was read, or what is remembered of it
 */
export function findMessages(
  groups: readonly MessageGroup[],
  entered: string,
): readonly MessageGroup[] {
  const words = wordsOf(entered)
  if (words.length === 0) return groups
  const counted = groups.map(({ heading, messages }) => ({
    heading,
    messages: messages.map((message) => ({ message, count: countIn(message.join('\n'), words) })),
  }))
  const most = Math.max(...counted.flatMap(({ messages }) => messages.map(({ count }) => count)))
  if (most < words.length * LEAST_SHARE) return []
  return counted.flatMap(({ heading, messages }) => {
    const best = messages.flatMap(({ message, count }) => (count === most ? [message] : []))
    return best.length === 0 ? [] : [{ heading, messages: best }]
  })
}

/** Without figures, which differ from one time to the next. */
function wordsOf(text: string): string[] {
  return folded(text).match(/[\p{L}\p{M}]+/gu) ?? []
}

function countIn(text: string, words: readonly string[]): number {
  const content = folded(text)
  return words.filter((word) => content.includes(word)).length
}
