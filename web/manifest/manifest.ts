/** What the system is told of the app, in each language: the build makes a file of each. */
import { SHARED_FIELD, SHARE_PATH } from '../../shared/sharing.ts'
import { directionOf, type Language } from '../text/languages.ts'

interface Texts {
  readonly description: string
  readonly addFiles: string
  readonly history: string
  readonly settings: string
  readonly help: string
  readonly screenshot: string
}

const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    description: 'Sends very large files straight to S3 and proves that they arrived unchanged.',
    addFiles: 'Add files',
    history: 'History',
    settings: 'Settings',
    help: 'Help',
    screenshot: 'Several files on their way, with the time left and how safe they are',
  },
  de: {
    description:
      'Sendet sehr große Dateien direkt zu S3 und weist nach, dass sie unverändert angekommen sind.',
    addFiles: 'Dateien hinzufügen',
    history: 'Verlauf',
    settings: 'Einstellungen',
    help: 'Hilfe',
    screenshot: 'Mehrere Dateien unterwegs, mit der Restzeit und wie sicher sie sind',
  },
  ar: {
    description: 'يرسل ملفات كبيرة جدًا مباشرة إلى S3 ويثبت أنها وصلت دون تغيير.',
    addFiles: 'إضافة ملفات',
    history: 'السجل',
    settings: 'الإعدادات',
    help: 'المساعدة',
    screenshot: 'عدة ملفات في طريقها، مع الوقت المتبقي ومدى أمانها',
  },
}

/** What "Open with" offers the app for: a system lists no app for files of just any kind. */
const FILE_TYPES: Readonly<Record<string, readonly string[]>> = {
  // Of forensics, of film, of science.
  'application/octet-stream': extensions(
    'e01 ex01 l01 lx01 aff aff4 ad1 s01 dd raw img dmg vhd vhdx vmdk qcow2 mem dmp ' +
      'r3d braw arx ari dpx exr h5 hdf5 nc fits bam cram fastq parquet npy',
  ),
  'application/x-iso9660-image': ['.iso'],
  'application/zip': ['.zip'],
  'application/x-tar': ['.tar'],
  'application/gzip': ['.gz', '.tgz'],
  'application/zstd': ['.zst'],
  'application/x-7z-compressed': ['.7z'],
  'application/pdf': ['.pdf'],
  'application/mxf': ['.mxf'],
  'video/*': ['.mov', '.mp4', '.m4v', '.mkv', '.avi', '.mts', '.m2ts', '.webm', '.mpg', '.mpeg'],
  'audio/*': ['.wav', '.aif', '.aiff', '.flac', '.mp3', '.m4a'],
  'image/*': ['.jpg', '.jpeg', '.png', '.tif', '.tiff', '.dng', '.cr3', '.nef', '.arw', '.heic'],
}

function extensions(names: string): string[] {
  return names.split(' ').map((name) => `.${name}`)
}

const ICON_192 = { src: '/icon-192.png', sizes: '192x192', type: 'image/png' }

/** https://www.w3.org/TR/appmanifest/, with what browsers have beyond it. */
export function manifestIn(language: Language): object {
  const { description, addFiles, history, settings, help, screenshot } = TEXTS[language]
  const picture = { type: 'image/webp', label: screenshot }
  return {
    // The same in every language, as it is the same app.
    id: '/',
    name: 'Longhaul',
    short_name: 'Longhaul',
    description,
    lang: language,
    dir: directionOf(language),
    start_url: '/',
    scope: '/',
    display: 'standalone',
    // A window that runs is never loaded anew: what only its page holds would be lost.
    launch_handler: { client_mode: ['focus-existing', 'auto'] },
    background_color: '#f6f7f9',
    theme_color: '#f6f7f9',
    categories: ['productivity', 'utilities'],
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      ICON_192,
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    screenshots: [
      { src: '/screenshots/wide.webp', sizes: '1280x800', form_factor: 'wide', ...picture },
      { src: '/screenshots/narrow.webp', sizes: '780x1688', form_factor: 'narrow', ...picture },
    ],
    shortcuts: [
      { name: addFiles, url: '/?add', icons: [ICON_192] },
      { name: history, url: '/history', icons: [ICON_192] },
      { name: settings, url: '/settings', icons: [ICON_192] },
      { name: help, url: '/help', icons: [ICON_192] },
    ],
    share_target: {
      action: SHARE_PATH,
      method: 'POST',
      enctype: 'multipart/form-data',
      params: { files: [{ name: SHARED_FIELD, accept: ['*/*'] }] },
    },
    file_handlers: [{ action: '/?open', accept: FILE_TYPES }],
  }
}
