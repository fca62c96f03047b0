import type { Words } from './words.ts'

/** What is said of what becomes of uploads when the page closes. */
export const leaving = ({ format, uploads }: Words) => ({
  closing: {
    goesOn:
      'You may close this page: the browser then sends the rest by itself. Before you quit the browser or shut down the computer, choose Finish in the background.',
    goesOnPartly: (room: string) =>
      `You may close this page: the browser then sends about ${room} more by itself, for which it has room. What is left after that goes on at your next visit.`,
    goesOnSome: (some: number, all: number) =>
      `You may close this page: the browser then sends ${format.number(some)} of ${uploads(all)} by itself. The others are begun at your next visit. Before you quit the browser or shut down the computer, choose Finish in the background.`,
    othersPause: 'Other uploads pause when this page closes, and go on at your next visit.',
    spent:
      'This page has handed over once already, and the browser allows no more. Reload it, and uploads go on again when it closes; until then they pause.',
    reload: 'Reload',
    pauses:
      'Keep this page open until everything is verified. If it closes, uploads pause and nothing that has arrived is lost: they go on at your next visit.',
    pausesHere:
      'Keep this page open until everything is verified: this browser sends only while it is open. If it closes, uploads pause and nothing that has arrived is lost: they go on at your next visit.',
  },

  background: {
    finish: 'Finish in the background',
    handingOver: 'Handing over to the browser. Please wait before you quit it…',
    handedOver: (count: number) =>
      `The browser sends ${uploads(count)} by itself now, also when this page is closed. You may quit it: it goes on when it is started again.`,
    title: (count: number) => `Sending ${uploads(count)}`,
    leftOut: (size: string) =>
      `The browser has no room for ${size} of it. That goes on in this page, or at your next visit.`,
    none: 'There is nothing to hand over at the moment. Try again in a few seconds.',
    refused:
      'The browser did not take it: it may lack room, or have taken uploads of this page before. The uploads go on in this page; keep it open.',
    sending: 'The browser sends it in the background.',
    pausedHere:
      'Paused in this page. What the browser was handed it goes on sending, and only Cancel stops that.',
  },
})
