/** Where the page is opened when files were opened with a window that can't take them. */
export const FILES_AGAIN = '?again'
