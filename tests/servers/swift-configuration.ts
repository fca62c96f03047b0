import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface SwiftConfiguration {
  readonly region: string
  /** An account and a user in it, `account:user`, which is the access key id. */
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly corsOrigins: readonly string[]
}

/**
 * A busy test machine makes Swift's storage servers slow to answer. Its usual time limits (0.5 to
 * 1 s) would then give up on a server, or leave an object out of the listings.
 */
const PATIENCE = `conn_timeout = 30
node_timeout = 60
container_update_timeout = 60`

/** Writes what one Swift of four servers needs into the folder: configurations and data folders. */
export async function writeSwiftConfiguration(
  folder: string,
  configuration: SwiftConfiguration,
): Promise<void> {
  await mkdir(join(folder, 'data', 'disk'), { recursive: true })
  await writeFile(join(folder, 'swift.conf'), SWIFT)
  await writeFile(join(folder, 'proxy.conf'), proxy(folder, configuration))
  for (const server of ['account', 'container', 'object']) {
    await writeFile(join(folder, `${server}.conf`), storage(folder, server))
  }
}

/** The limits are S3's: objects of one part up to 5 GiB, 2 KiB of metadata. */
const SWIFT = `[swift-hash]
swift_hash_path_prefix = prefix
swift_hash_path_suffix = suffix

[swift-constraints]
max_file_size = 5368709122
max_header_size = 16384
max_meta_value_length = 2048
`

const common = (folder: string) => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = 1
swift_dir = ${folder}
log_level = WARNING
log_custom_handlers = swift_launcher.log_to_stderr
`

const storage = (folder: string, server: string) => `${common(folder)}
devices = ${join(folder, 'data')}
mount_check = false
disable_fallocate = true
fallocate_reserve = 0

[pipeline:main]
pipeline = ${server}-server

[app:${server}-server]
use = egg:swift#${server}
recon_cache_path = ${folder}
${PATIENCE}
`

const PIPELINE =
  'catch_errors gatekeeper cache listing_formats bulk s3api tempauth copy slo dlo versioned_writes symlink'

const NO_CACHE = 'paste.filter_factory = swift_launcher:without_cache'

const SETTINGS: Readonly<Record<string, string>> = {
  slo: 'max_manifest_segments = 10000',
  versioned_writes: 'allow_object_versioning = true',
}

function proxy(folder: string, configuration: SwiftConfiguration): string {
  const { region, accessKeyId, secretAccessKey, corsOrigins } = configuration
  const settings: Readonly<Record<string, string>> = {
    ...SETTINGS,
    s3api: `location = ${region}
s3_acl = false
check_bucket_owner = false
max_upload_part_num = 10000
cors_preflight_allow_origin = ${corsOrigins.join(',')}`,
    tempauth: `user_${accessKeyId.replace(':', '_')} = ${secretAccessKey} .admin`,
  }
  const filters = PIPELINE.split(' ').map(
    (name) =>
      `[filter:${name}]\n${name === 'cache' ? NO_CACHE : `use = egg:swift#${name}`}\n${settings[name] ?? ''}\n`,
  )
  return `${common(folder)}
cors_allow_origin = ${corsOrigins.join(',')}
cors_expose_headers = ETag
strict_cors_mode = true

[pipeline:main]
pipeline = ${PIPELINE} proxy-server

[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
error_suppression_limit = 1000000
${PATIENCE}

${filters.join('\n')}`
}
