/**
 * Preloaded (`node --import`) into servers that tests start, with a pipe as their input: ends the
 * process when the one that started it is gone, however that ended. The system closes the pipe then.
 */
process.stdin.on('close', () => process.kill(process.pid, 'SIGKILL'))
process.stdin.resume()
// It alone keeps no process from ending by itself.
process.stdin.unref()
