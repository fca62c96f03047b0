/** Of a browser that no library of ours drives: as much as the tests need. */
export interface DrivenBrowser {
  /** Opens a page and waits until it has loaded. */
  open(url: string): Promise<DrivenPage>
  /** Ends it in an orderly way. */
  close(): Promise<void>
  /** Ends all of its processes at once, as a crash or a power cut does. */
  kill(): Promise<void>
}

export interface DrivenPage {
  /**
   * Calls a function in the page.
   *
   * @param body may refer to nothing but its arguments and what every page has
   * @returns its value, or what it promises, as JSON can tell it
   */
  call(body: (...words: string[]) => unknown, ...words: string[]): Promise<unknown>
  /** Puts a file into the first input that the CSS selector finds, as if the person chose it. */
  setFile(selector: string, path: string): Promise<void>
  close(): Promise<void>
}
