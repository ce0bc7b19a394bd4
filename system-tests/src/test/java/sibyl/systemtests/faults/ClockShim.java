package sibyl.systemtests.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import sibyl.systemtests.program.Processes;
import sibyl.systemtests.program.SibylBuilder;

/**
 * A clock of their own for a program and all it starts: a library put before the C library's, which
 * adds to the wall clock what a file says. Stop-watches stay as they are, as they do when a
 * machine's clock is set. Needs a C compiler.
 */
final class ClockShim {
  private static final String SOURCE =
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <fcntl.h>
      #include <stdint.h>
      #include <stdlib.h>
      #include <sys/mman.h>
      #include <sys/time.h>
      #include <time.h>
      #include <unistd.h>

      static volatile int64_t *seconds;
      static int (*real_clock)(clockid_t, struct timespec *);

      __attribute__((constructor)) static void begin(void) {
        real_clock = (int (*)(clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
        const char *name = getenv("CLOCK_SHIM");
        int file = name ? open(name, O_RDONLY) : -1;
        if (file >= 0) {
          void *map = mmap(0, 4096, PROT_READ, MAP_SHARED, file, 0);
          if (map != MAP_FAILED) seconds = map;
          close(file);
        }
      }

      int clock_gettime(clockid_t clock, struct timespec *time) {
        if (!real_clock) begin();
        int answer = real_clock(clock, time);
        if (!answer && seconds && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
          time->tv_sec += *seconds;
        return answer;
      }

      int gettimeofday(struct timeval *restrict time, void *restrict zone) {
        (void) zone;
        struct timespec now;
        int answer = clock_gettime(CLOCK_REALTIME, &now);
        time->tv_sec = now.tv_sec;
        time->tv_usec = now.tv_nsec / 1000;
        return answer;
      }

      time_t time(time_t *where) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        if (where) *where = now.tv_sec;
        return now.tv_sec;
      }
      """;
  private static final int PAGE = 4096;

  private final Path library;
  private final Path file;
  private final MappedByteBuffer seconds;

  private ClockShim(Path library, Path file, MappedByteBuffer seconds) {
    this.library = library;
    this.file = file;
    this.seconds = seconds;
  }

  /** Why there can be none here; empty if there can. */
  static String missing() {
    return Files.isExecutable(Path.of("/usr/bin/cc"))
        ? ""
        : "there is no C compiler at /usr/bin/cc";
  }

  static ClockShim in(Path directory) {
    try {
      Path source = Files.writeString(directory.resolve("clock.c"), SOURCE);
      Path library = directory.resolve("clock.so");
      int compiled =
          Processes.run(
              "/usr/bin/cc",
              "-shared",
              "-fPIC",
              "-O1",
              "-o",
              library.toString(),
              source.toString(),
              "-ldl");
      if (compiled != 0) {
        throw new IllegalStateException(source + " does not compile");
      }
      Path file = directory.resolve("clock.offset");
      Files.write(file, new byte[PAGE]);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, PAGE);
        map.order(ByteOrder.nativeOrder());
        return new ClockShim(library, file, map);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a program this clock. */
  SibylBuilder on(SibylBuilder program) {
    return program
        .withEnvironment("LD_PRELOAD", library.toString())
        .withEnvironment("CLOCK_SHIM", file.toString());
  }

  /** Sets it, relative to the machine's. */
  void set(Duration ahead) {
    seconds.putLong(0, ahead.toSeconds());
  }
}
