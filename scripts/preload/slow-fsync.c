/* Makes the disk as slow as an eMMC: fsync and fdatasync take SLOW_FSYNC_US microseconds longer. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void wait_a_while(void) {
  static long delay_us = -1;
  if (delay_us < 0) {
    const char *text = getenv("SLOW_FSYNC_US");
    delay_us = text ? atol(text) : 0;
  }
  struct timespec left = {delay_us / 1000000, (delay_us % 1000000) * 1000};
  while (nanosleep(&left, &left) != 0 && errno == EINTR) continue;
}

static int sync_slowly(long call, int descriptor) {
  wait_a_while();
  return syscall(call, descriptor);
}

int fsync(int descriptor) { return sync_slowly(SYS_fsync, descriptor); }
int fdatasync(int descriptor) { return sync_slowly(SYS_fdatasync, descriptor); }
