import { execFile } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { OPENSSL } from './nginx-install.ts'

const run = promisify(execFile)

export interface Certificate {
  /** PEM; it vouches for itself. */
  readonly pem: string
  /** Its private key, PEM. */
  readonly key: string
  /** By which Chromium takes it for good: SHA-256 of its public key, base64. */
  readonly keyHash: string
}

/** Makes a certificate for a day, and writes it down as `fullchain.pem` and `privkey.pem`. */
export async function makeCertificate(
  folder: string,
  names: readonly string[],
): Promise<Certificate> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'fullchain.pem')
  const alternatives = names.map((name) => `DNS:${name}`).join(',')
  const words =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=tests -addext'
  const keyPath = join(folder, 'privkey.pem')
  const own = [`subjectAltName=${alternatives}`, '-keyout', keyPath, '-out', path]
  await run(OPENSSL, [...words.split(' '), ...own])
  const pem = await readFile(path, 'utf8')
  const publicKey = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' })
  const keyHash = createHash('sha256').update(publicKey).digest('base64')
  return { pem, key: await readFile(keyPath, 'utf8'), keyHash }
}
