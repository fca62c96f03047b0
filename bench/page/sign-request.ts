import * as v from 'valibot'

const signedSchema = v.object({ url: v.string() })

/** Has the page's own server sign one of Uppy's requests to the store. */
export async function signRequest(request: object): Promise<{ url: string }> {
  const response = await fetch('/sign', { method: 'POST', body: JSON.stringify(request) })
  if (!response.ok) throw new Error(`the request was not signed: ${response.status}`)
  return v.parse(signedSchema, await response.json())
}
