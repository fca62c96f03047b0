/** Every message that keeps something from going on, with what to do: taken from where they are said. */
import { ERROR_CODES, type ErrorCode } from '../../shared/errors.ts'
import type { Later } from '../text/en-later.ts'
import type { Text } from '../text/en.ts'

/** What is said, and what it means or what to do, if anything is to be added. */
export type Message = readonly [what: string, ...next: string[]]

export interface MessageGroup {
  readonly heading: string
  readonly messages: readonly Message[]
}

/** In place of a name, a size or a date. */
const ANY = '…'
/** Of things that are counted: with one, some languages leave the number out. */
const SOME = 2

/** All of them in the language of these texts. */
export function messagesIn(text: Text, later: Later): readonly MessageGroup[] {
  const { headings } = later.help.messages
  return [
    { heading: headings.uploads, messages: ofUploads(later) },
    { heading: headings.files, messages: ofFiles(later) },
    { heading: headings.links, messages: ofLinks(later) },
    { heading: headings.proof, messages: ofProof(later) },
    { heading: headings.browser, messages: ofBrowser(text, later) },
    { heading: headings.connection, messages: ofConnection(later) },
  ]
}

function ofUploads(later: Later): Message[] {
  const { background, help, hashes, row } = later
  const more: Partial<Record<ErrorCode, string>> = help.messages.more
  const problems = ERROR_CODES.map((code): Message => {
    const { what, next } = later.problems[code]
    const added = more[code]
    return added === undefined ? [what, next] : [what, next, added]
  })
  return [
    ...problems,
    [row.offline],
    [row.sizeOnly],
    [hashes.another, hashes.anotherWhy, hashes.anotherNext],
    [later.lost.addAgain(SOME)],
    [background.refused],
    [background.none],
    [background.leftOut(ANY)],
    [background.pausedHere],
    [later.closing.spent],
  ]
}

function ofFiles({ added, again, details, known, problems, system }: Later): Message[] {
  const changed = problems.file_changed.next
  return [
    [added.unreadable(SOME), problems.file_unreadable.next],
    [added.tooLarge(ANY)],
    [added.tooLong(ANY)],
    [added.nothing],
    [added.full],
    [added.stopped],
    [system.notShared],
    [system.filesAgain],
    [details.notAdded(SOME)],
    [details.mustBeAlone],
    [known.heading(SOME), known.how(SOME)],
    [known.notStored(SOME, SOME)],
    [again.gone(SOME)],
    [again.refused],
    [again.differs(ANY, again.differentName(ANY)), changed],
    [again.differs(ANY, again.differentSize(ANY, ANY)), changed],
    [again.differs(ANY, again.differentDate), changed],
  ]
}

function ofLinks({ invitation, problems, watch, watchLink }: Later): Message[] {
  const ofUploads = new Set(Object.values(problems).map(({ what }) => what))
  const refusals = Object.values(invitation.refusals).filter(({ what }) => !ofUploads.has(what))
  return [
    ...refusals.map(({ what, next }): Message => [what, next]),
    [invitation.full],
    [watchLink.tooOld],
    [watchLink.failed],
    [watch.damaged, watch.damagedNext],
    [watch.refused, watch.refusedNext],
    [watch.expired, watch.expiredNext],
    [watch.gone, watch.goneWhy],
    [watch.quiet(ANY)],
    [watch.network],
    [watch.server],
    [watch.onlyHere],
    [watch.shareFailed],
  ]
}

function ofProof({ hashes, receipt, receipts }: Later): Message[] {
  const { verdicts, flaws } = receipts
  const { good: _good, ...others } = verdicts
  return [
    [hashes.alarm, ...hashes.alarmNext],
    [hashes.changed],
    [hashes.refused],
    [hashes.notCompared],
    [hashes.otherFile],
    ...Object.values(others).map(({ heading, what }): Message => [heading, what]),
    ...Object.values(flaws).map((flaw): Message => [flaw]),
    [receipts.noKeys],
    [receipts.noEd25519],
    [receipts.noReceiptFile],
    [receipts.unreadable],
    [receipts.noReceipt, receipts.noReceiptNext],
    [receipt.missing],
  ]
}

function ofBrowser({ banner, start, views }: Text, later: Later): Message[] {
  const { bandwidth, history, settings } = later
  return [
    [start.failed, start.failedNext, start.blocked],
    [start.outdated, start.outdatedWhy, start.outdatedNext],
    [start.unsupported, start.unsupportedWhy, start.unsupportedNext],
    [start.insecure, start.insecureWhy, start.insecureNext],
    [banner.silent],
    [banner.noAnswer],
    [banner.offline],
    [views.notLoaded, views.notLoadedNext],
    [views.unknown, views.unknownNext],
    [views.noUpload, views.noUploadNext],
    [settings.notKept],
    [settings.keepRefused],
    [settings.denied],
    [settings.failed],
    [bandwidth.failed],
    [bandwidth.storageFull],
    [history.broken, history.brokenWhy, history.brokenNext],
    [history.newer, history.newerWhy],
    [history.others(SOME)],
    [history.incomplete],
    [history.failed],
    [history.noReceipt],
  ]
}

function ofConnection({ health }: Later): Message[] {
  return [
    [health.serverVerdict],
    [health.storageVerdict],
    [health.hostVerdict],
    [health.someVerdict],
    [health.oldVerdict],
    [health.copyFailed],
  ]
}
