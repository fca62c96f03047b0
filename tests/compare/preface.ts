/** What stands before the table of docs/comparison.md. */
export const PREFACE = `# Longhaul and Uppy under the same faults

Made by \`npm run test:compare\` ([testing.md](testing.md)). Each try has the same file, a store
and a proxy of its own before it, which does the harm, a link of the same speed, and a Chromium and a
profile of its own, with no debugger attached to a service worker. The file is dropped on the page. Once
each; where chance may play a part, a cell says what happened this time.

**Uppy** is \`@uppy/core\`, \`@uppy/aws-s3\` and \`@uppy/golden-retriever\`, its plug-in against restarts, with
the service worker that it gives along. It sends in parts always, has each request signed by an endpoint
as its documents say, and keeps its own part size and number of tries again. The page begins what is
dropped at once, and in each state offers what Uppy's Dashboard offers: Retry after an error, the file
chosen again and Resume after a restart. **Longhaul** runs as \`npm start\` runs it, on its defaults.

- _The object in the store_ is read back whole, and its SHA-256 held against the file's: _right_ is the
  file as it was given; _not the file_ is what the file never was. Where the file is changed meanwhile
  and nobody could tell, it may be the file as it is now. A browser tells a page of a change by size and
  date alone: with both kept, neither sees what changes in the middle, and what was read is what is sent.
  Of a file that is chosen again Longhaul reads three of the parts that have arrived once more, and each file is
  hashed as a whole: where that ends before the upload, no object is made of two versions; else the page says so then.
- _The page says it succeeded_: Uppy's “Complete”, Longhaul's “Verified”.
- _Bytes sent more than once_: all bytes of parts that came from the browser, less the file's size. Longhaul
  sends several parts of 16 MiB at once, Uppy one of 5 MiB, so more is under way when something breaks.
- _What the person has to do_ comes when the fault is over; somebody who tries earlier does it more often.
  Longhaul's Continue has the browser ask whether the page may read the file: no program can answer that, so the
  tests drop the file again instead.
- A bit that is flipped stands for what no TLS sees: a proxy, a load balancer or memory where TLS ends.
  \`@uppy/aws-s3\` 6 gives its signer neither a part nor its checksum, so none can be signed along.
- Uppy has a part signed just before it is sent, so a URL of its runs out only where a clock is wrong or
  the signer's credentials end.
- Before the browser or its tab is ended, both are given 2 s in which to write down what they want. Uppy's
  service worker keeps the file for as long as Chromium lets it run, some half a minute with no tab open.
- Where its tab is closed, Longhaul has Chromium take over what is left, which needs none of the app's pages
  open; in Firefox and Safari it waits for the next visit, as Uppy does.
- A store that ends connections on which nothing moves, as the one here does after 60 s, saves both from a
  part that stands still.
`
