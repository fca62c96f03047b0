const load = () => import('./queue-tools.tsx')
let tools: ReturnType<typeof load> | undefined

/**
 * Loads what a list of uploads has once there are some; written once, as each import costs the page, and
 * asked for once, so that what is there already is there before anything is drawn.
 */
export const loadTools = () => (tools ??= load())
