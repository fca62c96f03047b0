/** What the view of the speed limit says; loaded with it. */
export const bandwidthText = {
  heading: 'Speed limit',
  what: 'Uploads of this browser together send no faster than this, on average.',
  usual: 'Limit in MB/s (empty: none)',
  timed: 'Another limit at some time of the day',
  from: 'From',
  to: 'Until',
  limit: 'Limit in MB/s at that time (empty: none)',
  background:
    'What the browser finishes in the background without this page can’t be limited: it goes as fast as the connection allows.',
  save: 'Save',
  close: 'Close',
  saved: 'Saved. It holds from now on.',
  failed: 'It could not be saved. Reload this page and try again.',
}
