import { S3ServiceException } from '@aws-sdk/client-s3'
import { expect } from 'vitest'

/** Expects S3's answer to be this refusal, such as `403 SignatureDoesNotMatch`. */
export async function expectRefused(answer: Promise<unknown>, refusal: string): Promise<void> {
  expect(await outcome(answer)).toBe(refusal)
}

/** `200`, or the status and the code of S3's error; a HEAD's error has no code. */
export async function outcome(answer: Promise<unknown>): Promise<string> {
  try {
    const value = await answer
    return value instanceof Response ? await outcomeOf(value) : '200'
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error
    return `${error.$metadata.httpStatusCode} ${error.name}`
  }
}

async function outcomeOf(response: Response): Promise<string> {
  const text = await response.text()
  const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1]
  return code === undefined ? `${response.status}` : `${response.status} ${code}`
}
