/*
 * Lets the disk fail while a process runs: as long as the file FAIL_SWITCH exists, the calls that it names fail on files of
 * FAIL_FOLDER, with the error that it names. Its text is "full" (writing fails with ENOSPC), "broken" (writing fails with EIO) or
 * "unsynced" (syncing fails with EIO, though the bytes were taken).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum fault { NONE, FULL, BROKEN, UNSYNCED };

static enum fault fault_now(void) {
  const char *path = getenv("FAIL_SWITCH");
  if (!path) return NONE;
  int descriptor = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return NONE;
  char word[16] = {0};
  ssize_t length = syscall(SYS_read, descriptor, word, sizeof word - 1);
  syscall(SYS_close, descriptor);
  if (length <= 0) return NONE;
  if (strncmp(word, "full", 4) == 0) return FULL;
  if (strncmp(word, "broken", 6) == 0) return BROKEN;
  return strncmp(word, "unsynced", 8) == 0 ? UNSYNCED : NONE;
}

static int ours(int descriptor) {
  const char *folder = getenv("FAIL_FOLDER");
  char link[64], path[PATH_MAX];
  if (!folder) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = '\0';
  return strncmp(path, folder, strlen(folder)) == 0;
}

static int failed(int descriptor, int syncing) {
  enum fault fault = fault_now();
  if (fault == NONE || syncing != (fault == UNSYNCED) || !ours(descriptor)) return 0;
  errno = fault == FULL ? ENOSPC : EIO;
  return 1;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t offset) {
  return failed(descriptor, 0) ? -1 : syscall(SYS_pwrite64, descriptor, bytes, length, offset);
}
ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t offset) {
  return failed(descriptor, 0) ? -1 : syscall(SYS_pwrite64, descriptor, bytes, length, offset);
}
int fsync(int descriptor) { return failed(descriptor, 1) ? -1 : syscall(SYS_fsync, descriptor); }
int fdatasync(int descriptor) { return failed(descriptor, 1) ? -1 : syscall(SYS_fdatasync, descriptor); }
