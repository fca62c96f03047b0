import type { DiskImage } from '../../content/disk-image.ts'
import type { Words } from './words.ts'

const disks: Record<DiskImage, (format: string) => string> = {
  ewf: (format) => `forensic image, ${format}`,
  aff: (format) => `forensic image, ${format}`,
  machine: (format) => `disk of a virtual machine, ${format}`,
  optical: (format) => `image of an optical disc, ${format}`,
  partitions: () => 'image of a disk with a partition table (GPT)',
}

/** Of what a file is by its content. */
export const content = ({ format }: Words) => ({
  disks,
  is: (what: string) => `By its content: ${what}`,
  pixels: (width: number, height: number) =>
    `${format.number(width)} × ${format.number(height)} pixels`,
  long: (duration: string) => `${duration} long`,
  other: (ending: string, what: string) =>
    `The name ends in .${ending}, but the content is something else: ${what}. It is sent as it is.`,
})
