/** The file's name with its folder's path before it. */
export function fullName({ path, name }: { path: string; name: string }): string {
  return path === '' ? name : `${path}/${name}`
}
