/** File pickers, handles and permissions where the browser has them. */

declare global {
  interface Window {
    /** https://wicg.github.io/file-system-access/#api-showopenfilepicker */
    showOpenFilePicker?: (options: { multiple: boolean }) => Promise<FileSystemFileHandle[]>
  }
  interface DataTransferItem {
    /** https://wicg.github.io/file-system-access/#drag-and-drop */
    getAsFileSystemHandle?: () => Promise<FileSystemFileHandle | FileSystemDirectoryHandle | null>
  }
  interface FileSystemHandle {
    /** https://wicg.github.io/file-system-access/#api-filesystemhandle-requestpermission */
    requestPermission?: (descriptor: { mode: 'read' }) => Promise<PermissionState>
  }
}

/**
 * Lets the person pick files.
 *
 * @returns null where the browser has no such picker; none when it was closed
 */
export function pickFiles(multiple: boolean): Promise<FileSystemFileHandle[]> | null {
  return window.showOpenFilePicker?.({ multiple }).catch(nothingWhenClosed) ?? null
}

function nothingWhenClosed(error: unknown): never[] {
  if (error instanceof DOMException && error.name === 'AbortError') return []
  throw error
}

/** Asks the person; must be called in a click. Whether the handle may be read. */
export async function askToRead(handle: FileSystemHandle): Promise<boolean> {
  if (!handle.requestPermission) return true
  return (await handle.requestPermission({ mode: 'read' })) === 'granted'
}
