/** Formats of disk images that no library for media types knows. */
const IMAGES = [
  // https://github.com/libyal/libewf, "Expert Witness Compression Format", 2 and 3.
  { disk: 'ewf', ending: 'e01', at: 0, bytes: [0x45, 0x56, 0x46, 0x09, 0x0d, 0x0a, 0xff, 0x00] },
  { disk: 'ewf', ending: 'l01', at: 0, bytes: [0x4c, 0x56, 0x46, 0x09, 0x0d, 0x0a, 0xff, 0x00] },
  { disk: 'ewf', ending: 'ex01', at: 0, bytes: [0x45, 0x56, 0x46, 0x32, 0x0d, 0x0a, 0x81] },
  // https://github.com/sshock/AFFLIBv3, "afflib.h".
  { disk: 'aff', ending: 'aff', at: 0, bytes: ascii('AFF10\r\n\0') },
  // https://www.qemu.org/docs/master/interop/qcow2.html
  { disk: 'machine', ending: 'qcow2', at: 0, bytes: [...ascii('QFI'), 0xfb] },
  // VMware, "Virtual Disk Format 5.0", "Hosted Sparse Extents".
  { disk: 'machine', ending: 'vmdk', at: 0, bytes: ascii('KDMV') },
  // Microsoft, [MS-VHDX], 2.2.1; "Virtual Hard Disk Image Format Specification" 1.0.
  { disk: 'machine', ending: 'vhdx', at: 0, bytes: ascii('vhdxfile') },
  { disk: 'machine', ending: 'vhd', at: 0, bytes: ascii('conectix') },
  // ECMA-119, 9.1: the first volume descriptor is in sector 16.
  { disk: 'optical', ending: 'iso', at: 16 * 2048 + 1, bytes: ascii('CD001') },
  // UEFI Specification 2.10, 5.3.2: the header is in the second sector.
  { disk: 'partitions', ending: 'img', at: 512, bytes: ascii('EFI PART') },
] as const satisfies readonly Signature[]

interface Signature {
  readonly disk: string
  readonly ending: string
  readonly at: number
  readonly bytes: readonly number[]
}

/** `ewf`, `aff`: as evidence is kept; `machine`: of a virtual one; `partitions`: sector by sector. */
export type DiskImage = (typeof IMAGES)[number]['disk']

/** Bytes from the start in which all of them show. */
const NEEDED = Math.max(...IMAGES.map(({ at, bytes }) => at + bytes.length))

/** @throws DOMException where the file can't be read */
export async function diskImageOf(file: Blob): Promise<{ disk: DiskImage; ending: string } | null> {
  const start = new Uint8Array(await file.slice(0, NEEDED).arrayBuffer())
  const found = IMAGES.find(({ at, bytes }) =>
    bytes.every((byte, index) => start[at + index] === byte),
  )
  return found ? { disk: found.disk, ending: found.ending } : null
}

function ascii(text: string): number[] {
  return Array.from(new TextEncoder().encode(text))
}
