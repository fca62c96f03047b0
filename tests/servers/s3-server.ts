/** A running S3 server, and what a client has to know of it. Paths are in path style. */
export interface S3Server {
  /** An origin, without a slash at its end. */
  readonly endpoint: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Exists and is empty at the start. */
  readonly bucket: string
  /** Ends every process of the server and removes its data. */
  close(): Promise<void>
}

export interface S3ServerOptions {
  /** The origins whose pages may send requests, such as `http://localhost:5173`; none else. */
  readonly corsOrigins?: readonly string[]
}
