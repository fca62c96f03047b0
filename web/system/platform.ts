/** What browsers give apps that are installed, where they do. */

/** https://wicg.github.io/manifest-incubations/#beforeinstallpromptevent-interface */
export interface InstallPromptEvent extends Event {
  /** Asks the person; once, in a click. */
  prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>
}

declare global {
  interface WindowEventMap {
    beforeinstallprompt: InstallPromptEvent
  }
  /** https://wicg.github.io/web-app-launch/#launchparams-interface */
  interface LaunchParams {
    readonly targetURL?: string
    readonly files: readonly (FileSystemFileHandle | FileSystemDirectoryHandle)[]
  }
  interface Window {
    launchQueue?: { setConsumer(consumer: (params: LaunchParams) => void): void }
  }
}
