/* Preloaded into a process, it lets the Nth write, fsync, link, rename or truncate of a file below SITMAP_FAIL_UNDER fail
   with EIO or ENOSPC, and all later ones where SITMAP_FAIL_ON is set; with SITMAP_FAIL_KILL the process ends there, before
   that call. It writes the number of such calls to
   SITMAP_FAIL_COUNT when the process ends. SITMAP_CLOCK_S sets its clock off by so many seconds. Built and used by tests/faults/every_write.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static long seen = 0;

static int under(const char *path) {
  const char *root = getenv("SITMAP_FAIL_UNDER");
  return root && path && strncmp(path, root, strlen(root)) == 0;
}

static int fails(void) {
  const char *at = getenv("SITMAP_FAIL_AT");
  long nth = at ? atol(at) : 0;
  ++seen;
  if (nth && (seen == nth || (seen > nth && getenv("SITMAP_FAIL_ON")))) {
    if (getenv("SITMAP_FAIL_KILL")) kill(getpid(), SIGKILL);
    errno = getenv("SITMAP_FAIL_FULL") ? ENOSPC : EIO;
    return 1;
  }
  return 0;
}

static int is_ours(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n <= 0) return 0;
  path[n] = 0;
  return under(path);
}

#define REAL(name) (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *b, size_t n) { return is_ours(fd) && fails() ? -1 : (REAL(write))(fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { return is_ours(fd) && fails() ? -1 : (REAL(pwrite))(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { return is_ours(fd) && fails() ? -1 : (REAL(pwrite64))(fd, b, n, o); }
int fsync(int fd) { return is_ours(fd) && fails() ? -1 : (REAL(fsync))(fd); }
int fdatasync(int fd) { return is_ours(fd) && fails() ? -1 : (REAL(fdatasync))(fd); }
int ftruncate(int fd, off_t n) { return is_ours(fd) && fails() ? -1 : (REAL(ftruncate))(fd, n); }
int ftruncate64(int fd, off64_t n) { return is_ours(fd) && fails() ? -1 : (REAL(ftruncate64))(fd, n); }
int link(const char *a, const char *b) { return under(b) && fails() ? -1 : (REAL(link))(a, b); }
int rename(const char *a, const char *b) { return under(b) && fails() ? -1 : (REAL(rename))(a, b); }

int clock_gettime(clockid_t clock, struct timespec *now) {
  int done = (REAL(clock_gettime))(clock, now);
  const char *off = getenv("SITMAP_CLOCK_S");
  if (!done && off && clock == CLOCK_REALTIME) now->tv_sec += atol(off);
  return done;
}

__attribute__((destructor)) static void tell(void) {
  const char *to = getenv("SITMAP_FAIL_COUNT");
  FILE *f = to ? fopen(to, "w") : NULL;
  if (f) { fprintf(f, "%ld\n", seen); fclose(f); }
}
