/** ms in which the browser has begun to read what it saves: Firefox and Safari do so after the click. */
const READ_WITHIN = 40_000

/** Saves a text as a file of the browser's, under this name. */
export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), READ_WITHIN)
}
