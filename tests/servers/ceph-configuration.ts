import { MIB } from '../../shared/limits.ts'

export interface CephConfiguration {
  /** Of all of the cluster's data, logs and sockets. */
  readonly folder: string
  /** Of 127.0.0.1, for the monitor and the gateway. */
  readonly ports: { readonly monitor: number; readonly gateway: number }
  /** Bytes that every part but the last must have: 5 MiB, S3's own, where nothing is said. */
  readonly smallestPart?: number | undefined
  /** Seconds that lifecycle rules take for a day; a day's own where nothing is said. */
  readonly lifecycleDay?: number | undefined
}

/**
 * What one Ceph of one monitor, one OSD and one gateway reads. Nobody signs in between these three,
 * and there is one copy of everything.
 */
export function cephConfiguration(configuration: CephConfiguration): string {
  const { folder, ports, smallestPart = 5 * MIB, lifecycleDay = -1 } = configuration
  return `[global]
mon_host = [v2:127.0.0.1:${ports.monitor}/0]
public_network = 127.0.0.0/8
public_addr = 127.0.0.1
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
# The gateway asks for a secured connection, which needs a key.
ms_mon_client_mode = crc

run_dir = ${folder}
crash_dir = ${folder}
admin_socket = ${folder}/$name.$pid.asok
log_file = ${folder}/log
log_to_stderr = false

osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true

mon_data = ${folder}/monitor
# Percent: a disk of a test machine may be almost full.
mon_data_avail_warn = 2
mon_data_avail_crit = 1
# Seconds: each pool that is made waits for this.
paxos_propose_interval = 0.05

osd_data = ${folder}/osd
osd_objectstore = bluestore
# Of a file with holes.
bluestore_block_size = ${64 * 1024 * MIB}
osd_memory_target = ${1024 * MIB}

rgw_frontends = beast endpoint=127.0.0.1:${ports.gateway}
rgw_multipart_min_part_size = ${smallestPart}
rgw_lc_debug_interval = ${lifecycleDay}
`
}
