/** @throws what the browser says that forbids it; windows that are not secure have no clipboard */
export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
}
