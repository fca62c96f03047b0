import type { S3Client } from '@aws-sdk/client-s3'
import type { UploadSettings } from '../dependencies.ts'
import type { OperatorForm } from '../form/operator-form.ts'
import type { JwtSettings } from '../identity/settings.ts'
import type { NoticeSettings } from '../notices/settings.ts'
import type { BucketAddress } from '../s3/client.ts'
import type { ObjectOptions } from '../s3/object-options.ts'

/** What is examined: a bucket, and the settings of the server in front of it. */
export interface Deployment {
  readonly client: S3Client
  readonly address: BucketAddress
  /** Where people open the page. */
  readonly origin: string
  readonly uploads: UploadSettings
  readonly form?: OperatorForm | undefined
  readonly objects: ObjectOptions
  readonly notices: NoticeSettings
  /** Undefined where no JWT lets anybody in. */
  readonly jwt?: JwtSettings | undefined
  /** ms since 1970. */
  readonly now: () => number
}
