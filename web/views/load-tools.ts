/** Loads what a list of uploads has once there are some; written once, as each import costs the page. */
export const loadTools = () => import('./queue-tools.tsx')
