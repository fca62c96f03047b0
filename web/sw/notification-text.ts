/** What notifications say, in English. */
const count = (number: number, one: string, other: string): string =>
  number === 1 ? `1 ${one}` : `${new Intl.NumberFormat('en').format(number)} ${other}`

export const notificationText = {
  verifiedOne: (name: string) => `${name} has arrived`,
  verified: (number: number) => `${count(number, 'file has', 'files have')} arrived`,
  verifiedMore: 'Verified: the checksum of what arrived is that of the file.',
  failedOne: (name: string) => `${name} could not be sent`,
  failed: (number: number) => `${count(number, 'upload', 'uploads')} failed`,
  failedMore: 'Open Longhaul to see why, and to try again.',
  waiting: (number: number) => `${count(number, 'upload needs', 'uploads need')} you`,
  waitingMore: 'What has arrived is kept. Open Longhaul to go on.',
}
