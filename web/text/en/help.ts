/** The help. */
export const help = {
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
}
