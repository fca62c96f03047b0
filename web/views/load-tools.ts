let tools: Promise<typeof import('./queue-tools.tsx')> | undefined

/** Asked for once: what is there already is then there before anything is drawn. */
export const loadTools = () => (tools ??= import('./queue-tools.tsx'))
