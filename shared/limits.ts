/**
 * The limits of S3, in bytes or counts.
 *
 * Source of all but where noted: "Amazon S3 multipart upload limits",
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */

export const KIB = 1024
export const MIB = 1024 * KIB
export const GIB = 1024 * MIB

/** Part numbers run from 1 to this. */
export const MAX_PART_COUNT = 10_000

/** The smallest part, but for the last of an upload, which may be smaller. */
export const MIN_PART_SIZE = 5 * MIB

export const MAX_PART_SIZE = 5 * GIB

/** 48.8 TiB: as many of the largest parts as an upload may have. */
export const MAX_OBJECT_SIZE = MAX_PART_COUNT * MAX_PART_SIZE

/** ListParts and ListMultipartUploads answer with at most this many entries a page. */
export const MAX_LIST_PAGE = 1000

/** An object's key in bytes of UTF-8 ("Naming Amazon S3 objects", object-keys.html). */
export const MAX_KEY_BYTES = 1024

/** A presigned URL's longest life, 7 days ("Sharing objects with presigned URLs"). */
export const MAX_PRESIGN_SECONDS = 7 * 24 * 60 * 60
