/** Values of options as people write them. */

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const
const UNITS = ['', 'k', 'm', 'g', 't'] as const

/** Seconds of `90m`, `12h` or `7d`; undefined where it is none of these. */
export function readDuration(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  if (count === undefined) return undefined
  return Number(count) * SECONDS[unit as keyof typeof SECONDS]
}

/** A number of things; undefined where it has a unit or is none. */
export function readCount(text: string): number | undefined {
  const count = /^\d{1,16}$/.test(text) ? Number(text) : undefined
  return Number.isSafeInteger(count) ? count : undefined
}

/** Bytes of `5000`, `20 GB` (thousands) or `20GiB` (1024s); undefined where it is none of these. */
export function readSize(text: string): number | undefined {
  const [, count, prefix = '', binary] = /^(\d{1,16}) ?(?:([kmgt]?)(i?)b)?$/i.exec(text) ?? []
  if (count === undefined) return undefined
  const power = UNITS.findIndex((unit) => unit === prefix.toLowerCase())
  const bytes = Number(count) * (binary ? 1024 : 1000) ** power
  return Number.isSafeInteger(bytes) ? bytes : undefined
}
