import { isFolder } from '../../shared/folder.ts'
import { planParts } from '../../shared/plan.ts'
import { canonicalOf } from '../../shared/answers.ts'
import type { CreateUploadAnswer, CreateUploadRequest } from '../../shared/wire.ts'
import type { Dependencies } from '../dependencies.ts'
import { ApiFailure } from '../failure.ts'
import type { Identity } from '../identity/identity.ts'
import { LOST_RACE } from '../identity/usage.ts'
import { leadsAmongKept, objectKey } from '../key.ts'
import { ID_KEY, mediaType, objectMetadata } from '../metadata.ts'
import type { NewObject, RunningUpload } from '../s3/store.ts'
import { wellFormed } from '../text.ts'
import type { UploadClaims } from '../token.ts'
import { noteBegun, type NotedUpload } from './notes.ts'
import { keyExtra } from './receipts.ts'

/** The wire's bound on tokens, and well below what servers take in one header. */
const MAX_TOKEN_LENGTH = 8192

/**
 * Begins an upload, or finds the one that an earlier request with the same content began, running
 * or completed: the key is made of the request alone, and the store knows the rest.
 *
 * The token of a completed one names no running upload; its parts are listed as all there, so
 * that whoever asks goes on to Complete, which answers the receipt.
 */
export async function createUpload(
  deps: Dependencies,
  identity: Identity,
  request: CreateUploadRequest,
): Promise<CreateUploadAnswer> {
  return create(deps, identity, request, false)
}

/**
 * The same of a file of one part that is to be put as a whole: of that the store hears nothing before.
 *
 * @throws ApiFailure bad_request where it has more parts; details_invalid
 */
export async function createWhole(
  deps: Dependencies,
  identity: Identity,
  request: CreateUploadRequest,
): Promise<CreateUploadAnswer> {
  return create(deps, identity, request, true)
}

async function create(
  deps: Dependencies,
  identity: Identity,
  request: CreateUploadRequest,
  isWhole: boolean,
): Promise<CreateUploadAnswer> {
  const { settings, tokens } = deps
  const maxFileSize = Math.min(settings.maxFileSize, identity.limits.maxFileSize ?? Infinity)
  if (request.size > maxFileSize) {
    throw new ApiFailure('file_too_large', `the limit is ${maxFileSize} bytes a file`)
  }
  const { checksum } = await deps.ability()
  const now = deps.now()
  const plan = planParts(request.size, request.partSize)
  if (isWhole && plan.partCount > 1) {
    throw new ApiFailure('bad_request', 'the file has more than one part')
  }
  if (leadsAmongKept(settings, identity.prefix)) {
    throw new ApiFailure('bad_request', 'the prefix leads to what the servers keep for themselves')
  }
  const { answers, refusal } = deps.checkDetails(request.details)
  const notBegun = linkExpired(identity, now) ?? refusal
  if (isWhole && notBegun) throw notBegun
  const hasDetails = Object.keys(answers).length > 0
  // Nobody finds another's upload by asking for the same.
  const subject = identity.subject === '' ? [] : [identity.subject]
  const { id, size, name, path, lastModified } = request
  const key = objectKey({
    prefix: settings.keyPrefix + identity.prefix,
    id,
    identity: [
      size,
      name,
      path,
      lastModified,
      plan.partSize,
      checksum,
      ...(isWhole ? ['whole'] : []),
      ...(hasDetails ? [canonicalOf(answers)] : []),
      ...subject,
    ],
    name,
    isFolder: isFolder(request),
    secret: deps.keySecret,
    now,
    // One that is under way for longer than a token lasts is found by its id's own time.
    maxAge: 2 * settings.uploadLifetime * 1000,
    reserve: keyExtra(settings),
  })
  const contentType = mediaType(request.type)
  const claims = {
    id,
    key,
    ...plan,
    checksum,
    name: wellFormed(name),
    path: wellFormed(path),
    sub: identity.subject,
    ...(isWhole && { put: { contentType, lastModified } }),
    ...(hasDetails && { details: answers }),
    notify: identity.notify,
  }
  // Before anything is created in the store: a name that fits no token leaves nothing behind.
  const probe = {
    ...claims,
    uploadId: 'x'.repeat(MAX_UPLOAD_ID_LENGTH),
    createdAt: now,
  }
  if ((await tokens.issue(probe, now, settings.uploadLifetime)).length > MAX_TOKEN_LENGTH) {
    throw new ApiFailure('bad_request', 'name, path and details are too long together')
  }
  const object = {
    key,
    contentType,
    metadata: objectMetadata({ ...request, details: answers }),
    checksum,
  }
  const { isNew, ...found } = isWhole
    ? await begunWhole(deps, identity, object, request)
    : await findOrCreate(deps, identity, object, claims, notBegun)
  const token = await tokens.issue({ ...claims, ...found }, now, settings.uploadLifetime)
  return { token, key, partSize: plan.partSize, partCount: plan.partCount, checksum, isNew }
}

/** AWS's are 128 characters. */
const MAX_UPLOAD_ID_LENGTH = 512

interface Found extends Pick<UploadClaims, 'uploadId' | 'createdAt'> {
  readonly isNew: boolean
}

/** The store isn't asked: one that has the object refuses to have it overwritten. */
async function begunWhole(
  { counter, events, now }: Dependencies,
  identity: Identity,
  { key }: NewObject,
  { size }: CreateUploadRequest,
): Promise<Found> {
  await counter.count(identity, key, size)
  events.uploadStarted(key)
  return { uploadId: null, createdAt: now(), isNew: true }
}

/** A link that has run out begins nothing, but what was begun by it is found. */
function linkExpired({ expiresAt, subject }: Identity, now: number): ApiFailure | undefined {
  if (expiresAt === null || expiresAt * 1000 > now) return undefined
  return new ApiFailure('link_expired', 'the link has run out', { subject })
}

/**
 * What was begun goes on though the form was changed since: its key is made of what was entered, so
 * that was taken then.
 */
async function findOrCreate(
  deps: Dependencies,
  identity: Identity,
  object: NewObject,
  upload: NotedUpload,
  refusal: ApiFailure | undefined,
): Promise<Found> {
  const { store, counter, events, now } = deps
  const { id, size } = upload
  const [[running], present] = await Promise.all([
    store.findUploads(object.key),
    store.head(object.key),
  ])
  if (present) {
    if (present.metadata[ID_KEY] !== id || present.size !== size) {
      throw new ApiFailure('key_exists', 'the store has another object under the key')
    }
    const createdAt = present.lastModified?.getTime() ?? now()
    return { uploadId: null, createdAt, isNew: false }
  }
  if (running) {
    const { uploadId, createdAt } = running
    return { uploadId, createdAt: createdAt?.getTime() ?? now(), isNew: false }
  }
  if (refusal) throw refusal
  const mark = await counter.count(identity, object.key, size)
  const [uploadId] = await Promise.all([store.createUpload(object), noteBegun(deps, upload)])
  if (mark !== null && !(await counter.stands(mark))) {
    await store.abort({ key: object.key, uploadId })
    throw new ApiFailure('slow_down', 'the same file was cancelled just now', {
      retryAfter: LOST_RACE,
    })
  }
  const earlier = mark === null ? undefined : await makeWay(deps, { key: object.key, uploadId })
  if (earlier) return earlier
  events.uploadStarted(object.key)
  return { uploadId, createdAt: now(), isNew: true }
}

/**
 * Ends an upload where others of the same file were begun at the same moment, and answers the first of
 * them. The file counts once: each of them could hold all of its bytes.
 */
async function makeWay(
  { store, now }: Dependencies,
  own: RunningUpload,
): Promise<Found | undefined> {
  const [first] = await store.findUploads(own.key)
  if (!first || first.uploadId === own.uploadId) return undefined
  await store.abort(own)
  return {
    uploadId: first.uploadId,
    createdAt: first.createdAt?.getTime() ?? now(),
    isNew: false,
  }
}
