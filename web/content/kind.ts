/** What a file is by its content, whatever its name says. */
import { fileTypeFromBlob, supportedExtensions } from 'file-type'
import { diskImageOf, type DiskImage } from './disk-image.ts'

export interface Kind {
  /** How names of such files end, in lower case. */
  readonly ending: string
  /** The media type; null where there is none. */
  readonly type: string | null
  /** What kind of a disk image; null for all else. */
  readonly disk: DiskImage | null
}

/**
 * Reads some of the file, mostly its first 4 kB.
 *
 * @returns null where its content tells nothing, as that of most text does
 * @throws DOMException where the file can't be read
 */
export async function kindOf(file: Blob): Promise<Kind | null> {
  const image = await diskImageOf(file)
  if (image) return { ...image, type: null }
  const found = await fileTypeFromBlob(file)
  return found ? { ending: found.ext, type: found.mime, disk: null } : null
}

/** Endings of what is one kind to this, as one is the frame of another or just another name of it. */
const ALIKE = [
  'jpg jpeg jpe jfif mpo jls',
  // Most cameras' own formats are TIFF within.
  'tif tiff nef cr2 cr3 arw dng orf rw2 raf mpo',
  'mp4 m4v m4a m4b m4p mov qt 3gp 3g2 f4v f4a f4b f4p heic avif',
  'mkv webm mka mks',
  'ogg oga ogv ogm ogx opus spx',
  'wmv wma asf',
  'mpg mpeg mp2 mp1 mp3 vob m2p',
  'ts m2ts mts mp2t',
  'wav avi webp qcp ani riff',
  'aif aiff aifc',
  'mid midi',
  'gz tgz tar.gz svgz dmp img',
  'bz2 tbz2 tbz',
  'xz txz',
  'zst tzst',
  'zip docx xlsx pptx docm xlsm pptm dotx dotm xltx xltm potx potm ppsx ppsm odt ods odp ' +
    'odg ott ots otp otg epub jar apk xpi 3mf vsdx kmz cbz ufdr',
  'cfb doc xls ppt msi msg vsd',
  'exe dll sys com scr macho elf',
  'xml svg rss atom kml gpx html htm xhtml',
  'ps eps ai pdf',
  'sqlite db sqlite3',
  'der crt cer p12 pfx p7b',
  'woff woff2 ttf otf ttc eot',
].map((endings) => new Set(endings.split(' ')))

/** Disk images that programs write as `.img` as well. */
const IMG: ReadonlySet<Kind['disk']> = new Set(['machine', 'optical'])

/**
 * How the file's name ends, in lower case, if that is the ending of another kind than the content is
 * of. Null where the two agree, and where the ending says nothing: nobody has to name files well.
 */
export function otherEnding(name: string, kind: Kind): string | null {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase()
  if (ending === undefined || ending === kind.ending || !isKnown(ending)) return null
  // A raw image of a disk may be named after anything, and any other disk's image be called one.
  if (kind.disk === 'partitions' || (ending === 'img' && IMG.has(kind.disk))) return null
  const isAlike = ALIKE.some((group) => group.has(ending) && group.has(kind.ending))
  return isAlike ? null : ending
}

const KNOWN: ReadonlySet<string> = supportedExtensions

function isKnown(ending: string): boolean {
  return KNOWN.has(ending) || ALIKE.some((group) => group.has(ending))
}
