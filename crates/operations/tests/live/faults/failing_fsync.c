/* Flushing to the disk fails once the file that YANGGUANG_FSYNC_FAILS names is there. For LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int fails(void)
{
    const char *file = getenv("YANGGUANG_FSYNC_FAILS");
    int before = errno;
    int is_there = file != NULL && access(file, F_OK) == 0;
    errno = before;
    return is_there;
}

static int flush(const char *name, int file)
{
    if (fails()) {
        errno = EIO;
        return -1;
    }
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    return real(file);
}

int fsync(int file)
{
    return flush("fsync", file);
}

int fdatasync(int file)
{
    return flush("fdatasync", file);
}
