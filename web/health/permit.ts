/** Whether the browser allows something; `prompt`: it was not asked yet. */
export type Permit = 'granted' | 'denied' | 'prompt' | 'unsupported'
