/** What stands before the table of docs/comparison.md. */
export const PREFACE = `# Longhaul, Uppy and Storage Browser under the same faults

Made by \`npm run test:compare\` ([testing.md](testing.md)). Each try has the same file, a store
and a proxy of its own before it, which does the harm, a link of the same speed, and a Chromium and a
profile of its own, with no debugger attached to a service worker. The file is dropped on the page. Once
each; where chance may play a part, a cell says what happened this time.

**Uppy** is \`@uppy/core\`, \`@uppy/aws-s3\` and \`@uppy/golden-retriever\`, its plug-in against restarts, with
the service worker that it gives along. It sends in parts always, has each request signed by an endpoint
as its documents say, and keeps its own part size and number of tries again. The page begins what is
dropped at once, and in each state offers what Uppy's Dashboard offers: Retry after an error, the file
chosen again and Resume after a restart. **Storage Browser** is AWS's Storage Browser for S3, the React
component of \`@aws-amplify/ui-react-storage\` with its own interface and its own uploader, set up as its
documents say for a site with its own sign-in ([how](decisions/storage-browser-as-peer.md)). It signs each
request in the browser, by temporary credentials, and sends by https alone, so the proxy before its store speaks TLS.
**Longhaul** runs as \`npm start\` runs it, on its defaults.

- _The object in the store_ is read back whole, and its SHA-256 held against the file's: _right_ is the
  file as it was given; _not the file_ is what the file never was. Where the file is changed meanwhile
  and nobody could tell, it may be the file as it is now. A browser tells a page of a change by size and
  date alone: with both kept, neither sees what changes in the middle, and what was read is what is sent.
  Of a file that is chosen again Longhaul reads three of the parts that have arrived once more, and each file is
  hashed as a whole: where that ends before the upload, no object is made of two versions; else the page says so then.
  Storage Browser reads the whole file for its CRC32 before it sends the first byte, and Complete is asked to
  hold the object against that: so whatever changes later is noticed.
- _The page says it succeeded_: Uppy's “Complete”, Longhaul's “Verified”, Storage Browser's “All files uploaded.”
- _Bytes sent more than once_: all bytes of parts that came from the browser, less the file's size. Longhaul
  sends several parts of 16 MiB at once, Uppy one of 5 MiB, Storage Browser four of these, so more or less is under
  way when something breaks.
- _What the person has to do_ comes when the fault is over; somebody who tries earlier does it more often.
  Longhaul's Continue has the browser ask whether the page may read the file: no program can answer that, so the
  tests drop the file again instead.
- Storage Browser keeps nothing of an upload, and has no button by which a failed one would go on. It begins at Home:
  there the folder is opened, the file dropped and Upload pressed, and all of the file is sent, as another
  upload; what had arrived of the first stays in the bucket as parts of an incomplete upload.
  Where the file changes while it is sent, nobody begins a new upload: the try ends where the page gives up.
- A bit that is flipped stands for what no TLS sees: a proxy, a load balancer or memory where TLS ends.
  \`@uppy/aws-s3\` 6 gives its signer neither a part nor its checksum, so none can be signed along.
- Uppy has a part signed just before it is sent, so a URL of its runs out only where a clock is wrong or
  the signer's credentials end. Storage Browser has no URLs, so it is told instead that its credentials have run out.
- Before the browser or its tab is ended, both are given 2 s in which to write down what they want. Uppy's
  service worker keeps the file for as long as Chromium lets it run, some half a minute with no tab open.
- Where its tab is closed, Longhaul has Chromium take over what is left, which needs none of the app's pages
  open; in Firefox and Safari it waits for the next visit, as Uppy does.
- A store that ends connections on which nothing moves, as the one here does after 60 s, saves all three from a
  part that stands still.
- The store here answers Complete once more as it did the first time, when that answer was lost.
`
