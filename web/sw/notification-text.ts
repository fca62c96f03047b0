/** What notifications say, in English. */
const count = (number: number, one: string, other: string): string =>
  number === 1 ? `1 ${one}` : `${new Intl.NumberFormat('en').format(number)} ${other}`

export const notificationText = {
  verifiedOne: (name: string) => `${name} has arrived`,
  verified: (number: number) => `${count(number, 'file has', 'files have')} arrived`,
  verifiedMore: 'Open Longhaul to see what was checked, and the receipt.',
  failedOne: (name: string) => `${name} could not be sent`,
  failed: (number: number) => `${count(number, 'upload', 'uploads')} failed`,
  failedMore: 'Open Longhaul to see why, and to try again.',
  waiting: (number: number) => `${count(number, 'upload needs', 'uploads need')} you`,
  waitingMore: 'What has arrived is kept. Open Longhaul to go on.',
}
