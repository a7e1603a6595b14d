/*
 * Records what a process writes to the files of one folder, in order: bytes, truncations, syncs, names made and removed. The trace is
 * what a power cut is simulated from. Every call is carried out first and recorded when it succeeded; one lock around both keeps the
 * order true. Files in memory maps (the WAL index) are not recorded: SQLite rebuilds that one.
 *
 * RECORD_FOLDER  absolute path of the folder
 * RECORD_TRACE   file that the trace is appended to, outside of the folder
 *
 * A record, little-endian: u32 kind, u32 file, u64 offset, u64 length, then for 'O' 'U' 'W' length bytes (a name or what was written).
 * 'O' opened (offset 1: created or emptied by it)  'U' unlinked  'W' written  'T' truncated to offset  'S' synced  'D' folder synced
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_FILES 65536
#define FOLDER 0xffffffffu

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint32_t file_of[MAX_FILES]; /* by descriptor; 0: not ours */
static uint32_t files = 0;
static char folder[PATH_MAX];
static size_t folder_length = 0;
static int trace = -1;

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("RECORD_FOLDER");
  const char *to = getenv("RECORD_TRACE");
  if (!path || !to || strlen(path) >= sizeof folder) return;
  strcpy(folder, path);
  folder_length = strlen(folder);
  trace = syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void give_up(void) {
  static const char words[] = "record-writes: the trace cannot be written\n";
  syscall(SYS_write, 2, words, sizeof words - 1);
  _exit(97);
}

static void record(char kind, uint32_t file, uint64_t offset, const void *bytes, uint64_t length) {
  char head[24];
  uint32_t kind_code = (uint32_t)kind;
  memcpy(head, &kind_code, 4);
  memcpy(head + 4, &file, 4);
  memcpy(head + 8, &offset, 8);
  memcpy(head + 16, &length, 8);
  struct iovec parts[2] = {{head, sizeof head}, {(void *)bytes, bytes ? length : 0}};
  ssize_t wanted = (ssize_t)(sizeof head + (bytes ? length : 0));
  if (syscall(SYS_writev, trace, parts, 2) != wanted) give_up();
}

/* The name inside the folder; "" for the folder itself; NULL for anything else. */
static const char *inside(const char *path) {
  if (trace < 0 || !path || strncmp(path, folder, folder_length) != 0) return NULL;
  if (path[folder_length] == '\0') return "";
  return path[folder_length] == '/' ? path + folder_length + 1 : NULL;
}

static int ours(int descriptor) {
  return trace >= 0 && descriptor >= 0 && descriptor < MAX_FILES && file_of[descriptor] != 0;
}

static int opened(int descriptor, const char *path, int flags, int existed) {
  const char *name = inside(path);
  if (descriptor < 0 || descriptor >= MAX_FILES || !name) return descriptor;
  if (*name == '\0') {
    file_of[descriptor] = FOLDER;
    return descriptor;
  }
  file_of[descriptor] = ++files;
  int fresh = !existed || (flags & O_TRUNC);
  record('O', files, fresh ? 1 : 0, name, strlen(name));
  return descriptor;
}

static int open_real(int at, const char *path, int flags, mode_t mode) {
  if (!inside(path)) return syscall(SYS_openat, at, path, flags, mode);
  pthread_mutex_lock(&lock);
  int existed = syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
  int descriptor = syscall(SYS_openat, at, path, flags, mode);
  int saved = errno;
  opened(descriptor, path, flags, existed);
  pthread_mutex_unlock(&lock);
  errno = saved;
  return descriptor;
}

#define OPEN(NAME)                                   \
  int NAME(const char *path, int flags, ...) {       \
    va_list more;                                    \
    va_start(more, flags);                           \
    mode_t mode = (mode_t)va_arg(more, unsigned);    \
    va_end(more);                                    \
    return open_real(AT_FDCWD, path, flags, mode);   \
  }
OPEN(open)
OPEN(open64)

int close(int descriptor) {
  if (!ours(descriptor)) return syscall(SYS_close, descriptor);
  pthread_mutex_lock(&lock);
  file_of[descriptor] = 0;
  int result = syscall(SYS_close, descriptor);
  pthread_mutex_unlock(&lock);
  return result;
}

static ssize_t write_at(int descriptor, const void *bytes, size_t length, off_t offset) {
  if (!ours(descriptor)) return syscall(SYS_pwrite64, descriptor, bytes, length, offset);
  pthread_mutex_lock(&lock);
  ssize_t written = syscall(SYS_pwrite64, descriptor, bytes, length, offset);
  int saved = errno;
  if (written > 0) record('W', file_of[descriptor], (uint64_t)offset, bytes, (uint64_t)written);
  pthread_mutex_unlock(&lock);
  errno = saved;
  return written;
}
ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t offset) {
  return write_at(descriptor, bytes, length, offset);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t offset) {
  return write_at(descriptor, bytes, length, offset);
}

ssize_t write(int descriptor, const void *bytes, size_t length) {
  if (!ours(descriptor)) return syscall(SYS_write, descriptor, bytes, length);
  pthread_mutex_lock(&lock);
  ssize_t written = syscall(SYS_write, descriptor, bytes, length);
  int saved = errno;
  off_t end = written > 0 ? lseek(descriptor, 0, SEEK_CUR) : 0;
  if (written > 0) record('W', file_of[descriptor], (uint64_t)(end - written), bytes, (uint64_t)written);
  pthread_mutex_unlock(&lock);
  errno = saved;
  return written;
}

static int truncate_to(int descriptor, off_t length) {
  if (!ours(descriptor)) return syscall(SYS_ftruncate, descriptor, length);
  pthread_mutex_lock(&lock);
  int result = syscall(SYS_ftruncate, descriptor, length);
  int saved = errno;
  if (result == 0) record('T', file_of[descriptor], (uint64_t)length, NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = saved;
  return result;
}
int ftruncate(int descriptor, off_t length) { return truncate_to(descriptor, length); }
int ftruncate64(int descriptor, off64_t length) { return truncate_to(descriptor, length); }

static int sync_with(long call, int descriptor) {
  if (!ours(descriptor)) return syscall(call, descriptor);
  pthread_mutex_lock(&lock);
  int result = syscall(call, descriptor);
  int saved = errno;
  uint32_t file = file_of[descriptor];
  if (result == 0) record(file == FOLDER ? 'D' : 'S', file, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = saved;
  return result;
}
int fsync(int descriptor) { return sync_with(SYS_fsync, descriptor); }
int fdatasync(int descriptor) { return sync_with(SYS_fdatasync, descriptor); }

int unlink(const char *path) {
  const char *name = inside(path);
  if (!name) return REAL(unlink)(path);
  pthread_mutex_lock(&lock);
  int result = REAL(unlink)(path);
  int saved = errno;
  if (result == 0) record('U', 0, 0, name, strlen(name));
  pthread_mutex_unlock(&lock);
  errno = saved;
  return result;
}

/* Ways to write that SQLite is not built with: if one appears, the trace would be false, so say so and stop. */
#define UNFORESEEN(RESULT, NAME, ARGUMENTS, DESCRIPTOR, CALL) \
  RESULT NAME ARGUMENTS {                                     \
    if (ours(DESCRIPTOR)) {                                   \
      fprintf(stderr, "record-writes: unforeseen " #NAME "\n"); \
      abort();                                                \
    }                                                         \
    return CALL;                                              \
  }
UNFORESEEN(ssize_t, writev, (int d, const struct iovec *v, int n), d, syscall(SYS_writev, d, v, n))
UNFORESEEN(ssize_t, pwritev, (int d, const struct iovec *v, int n, off_t o), d, REAL(pwritev)(d, v, n, o))
UNFORESEEN(ssize_t, pwritev64, (int d, const struct iovec *v, int n, off64_t o), d, REAL(pwritev64)(d, v, n, o))
UNFORESEEN(int, fallocate, (int d, int m, off_t o, off_t l), d, REAL(fallocate)(d, m, o, l))
UNFORESEEN(int, posix_fallocate, (int d, off_t o, off_t l), d, REAL(posix_fallocate)(d, o, l))
UNFORESEEN(int, fallocate64, (int d, int m, off64_t o, off64_t l), d, REAL(fallocate64)(d, m, o, l))
