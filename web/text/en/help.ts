import type { Words } from './words.ts'

/** The help. */
export const help = ({ plural }: Words) => ({
  heading: 'Help',
  sections: [
    {
      heading: 'How it works',
      paragraphs: [
        'A file is cut into parts that go straight from this browser to the storage, many at a time. What has arrived has arrived: after an interruption only what is missing is sent.',
        'A checksum of every part is computed here and checked by the storage as it arrives. In the end the checksum of the whole is compared too. Only then does it say Verified, and you get a receipt.',
      ],
    },
    {
      heading: 'May I close this page?',
      paragraphs: [
        'The list of uploads says so while anything is under way, as it depends on the browser. In Chrome and Edge the browser itself sends the rest when the last page closes. Before you quit the browser or shut down the computer, choose Finish in the background.',
        'In Firefox and Safari uploads pause soon after the page closes. Nothing is lost: they go on at your next visit.',
      ],
    },
    {
      heading: 'It asks for the file again',
      paragraphs: [
        'After a restart browsers forget that you let them read a file. Choose Continue, and allow it. Where the browser keeps nothing of the file, choose it once more: it has to be the same one, unchanged.',
      ],
    },
    {
      heading: 'It says “Does not match”',
      paragraphs: [
        'Where the file is read as a whole for its hashes, that also tells whether it is what was sent. If it is not, it was changed meanwhile with its size and date kept. Do not rely on what arrived, although it said Verified before and there is a receipt: add the file once more as it should be.',
      ],
    },
    {
      heading: 'Nothing moves',
      paragraphs: [
        'Without a network uploads wait, and go on by themselves when it returns. If the network wants you to sign in, do so in another tab. A busy storage is sent less until it can take more.',
        'What each upload waits for stands in its row, and what to do about it, if anything.',
      ],
    },
    {
      heading: 'What is sent first, and when?',
      paragraphs: [
        'Files are sent in the order of the list, several side by side. Drag a row by its dots, or choose them, to move it, to give it another priority, or to have it start later.',
        'What is to start later needs Longhaul open in the browser at that time. If it is closed then, the upload starts when you open it next.',
      ],
    },
    {
      heading: 'What becomes of empty folders?',
      paragraphs: [
        'Those within a folder that you drop are sent as such. Browsers don’t tell of them when a folder is chosen by the button: drop it instead.',
      ],
    },
  ],

  survival: {
    heading: 'What uploads survive',
    lead: 'All of this was tried with real browsers, and the file in the storage was then the same as yours. What has arrived stays: at most what was on its way is sent once more.',
    what: 'What happens',
    outcome: 'What becomes of uploads',
    /** Of docs/survival.md: what happens, and what becomes of uploads. */
    rows: [
      [
        'In Chrome or Edge, the last page of Longhaul is closed',
        'The browser sends the rest by itself, as far as it has room for it.',
      ],
      [
        'In Firefox or Safari, the last page of Longhaul is closed',
        'Uploads pause. At your next visit choose the file again, and they go on where they stopped.',
      ],
      [
        'You choose Finish in the background, then quit the browser',
        'It goes on when the browser is started again, also with no page open.',
      ],
      [
        'The browser is quit or crashes while it sends by itself',
        'It goes on when the browser is started again. Rarely, something is left for your next visit.',
      ],
      [
        'The browser is quit or crashes with a page open',
        'Uploads pause. At your next visit one click on Continue is enough, and none where you allowed it on every visit. Where the browser does not remember the file, you choose it again.',
      ],
      [
        'The network is lost, changes, or wants you to sign in',
        'Uploads wait, and go on by themselves.',
      ],
      [
        'Server or storage are away for a while, or are started again',
        'Uploads wait, and go on by themselves.',
      ],
      ['Something is damaged, lost or refused on its way', 'It is noticed, and sent again.'],
      [
        'The page is loaded again, another page is closed, or the browser ends the part that sends',
        'Uploads go on by themselves.',
      ],
      ['A new version of Longhaul takes over', 'Uploads go on by themselves.'],
      ['The computer sleeps', 'Uploads go on when it wakes.'],
      [
        'The clock of the computer or the server is wrong, or is set',
        'Uploads go on by themselves.',
      ],
      [
        'The browser deletes what Longhaul keeps in it',
        'Longhaul says so. Add the file again, and it goes on where it stopped.',
      ],
      [
        'The file is changed or replaced while it is sent',
        'The upload stops and says so, and nothing is made of two versions. If its size and date stay the same, only the hashing of the whole file notices.',
      ],
      ['The file is deleted while it is sent', 'The upload waits, and asks for the file.'],
    ] as readonly (readonly [what: string, outcome: string])[],
  },

  messages: {
    heading: 'What messages mean',
    search: 'Find a message',
    hint: 'Type or paste what it says.',
    found: (count: number) => plural(count, { one: '# message', other: '# messages' }),
    none: 'No message is like that',
    noneNext:
      'Enter fewer words. If it stays unclear, give support the text that stands under “Connection and browser”.',
    headings: {
      uploads: 'Uploads',
      files: 'Adding files',
      links: 'Links and signing in',
      proof: 'Receipts and hashes',
      browser: 'This page and this browser',
      connection: 'Connection',
    },
    /** What else is known of problems, by their codes. */
    more: {
      network:
        'If it goes on like this, try the connection under “Connection and browser”: a firewall, a proxy or a blocker may be in between.',
      timeout: 'If it goes on like this, try the connection under “Connection and browser”.',
      server_error: 'If it goes on for long, tell whoever runs this service.',
      checksum_mismatch:
        'If the upload fails by it, choose Retry. If that happens often, something in the network damages what it carries.',
      file_permission:
        'Chrome and Edge also offer to allow it on every visit: then you are not asked again.',
      file_gone: 'It may have been moved, renamed or deleted, or the browser was started again.',
      file_changed: 'If a program still writes to it, let that finish first.',
      object_mismatch:
        'Your own file is as it was. If it happens again, tell whoever runs this service.',
      storage: 'How much is in use stands in the settings.',
      internal:
        'If that does not help, give support the text that stands under “Connection and browser”.',
    },
  },
})
