package sibyl.systemtests.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A disk of its own: an ext4 file system in a file, through a loop device with direct I/O, so that
 * what the file holds has really been written to the disk and is not in the page cache of that file
 * system. Needs root. It is unmounted and let go of when this is closed, and at the latest when the
 * tests' JVM ends.
 */
final class LoopDisk implements AutoCloseable {
  /** EXT4_IOC_SHUTDOWN, which is _IOR('X', 125, __u32). */
  private static final long SHUTDOWN = 0x8004587DL;

  /** No flush of the file system's own journal: what has not reached the disk by now never will. */
  private static final int WITHOUT_FLUSHING = 2;

  private static final int O_RDONLY = 0;

  private final Path image;
  private final Path mounted;
  private final String device;
  private boolean open = true;

  private LoopDisk(Path image, Path mounted, String device) {
    this.image = image;
    this.mounted = mounted;
    this.device = device;
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::close));
  }

  /** Why there can be none here; empty if there can. */
  static String missing() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return "only root can mount a file system";
    }
    if (!Files.exists(Path.of("/dev/loop-control"))) {
      return "this machine has no loop devices";
    }
    return "";
  }

  /** A new one, empty. */
  static LoopDisk format(Path directory, int megabytes) {
    try {
      Files.createDirectories(directory);
      Path image = directory.resolve("disk.img");
      run("truncate", "-s", megabytes + "M", image.toString());
      run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
      return mount(image, directory.resolve("mounted"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LoopDisk mount(Path image, Path mounted) throws IOException {
    Files.createDirectories(mounted);
    String device = run("losetup", "--find", "--show", "--direct-io=on", image.toString()).strip();
    try {
      run("mount", "-t", "ext4", device, mounted.toString());
      return new LoopDisk(image, mounted, device);
    } catch (AssertionError e) {
      run("losetup", "--detach", device);
      throw e;
    }
  }

  /** Where it is mounted. */
  Path root() {
    return mounted;
  }

  long freeBytes() {
    try {
      return Files.getFileStore(mounted).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The power goes: from this moment on nothing more gets to the disk, neither data nor the file
   * system's own journal. Who writes or flushes gets an error.
   */
  @SuppressWarnings("restricted") // No command of the system shuts an ext4 file system down.
  void losePower() {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle open =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("open"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
              Linker.Option.firstVariadicArg(2));
      MethodHandle ioctl =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("ioctl"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS),
              Linker.Option.firstVariadicArg(2));
      MethodHandle close =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("close"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      MemorySegment how = arena.allocateFrom(ValueLayout.JAVA_INT, WITHOUT_FLUSHING);
      int file = (int) open.invokeExact(arena.allocateFrom(mounted.toString()), O_RDONLY);
      int answer = (int) ioctl.invokeExact(file, SHUTDOWN, how);
      int closed = (int) close.invokeExact(file);
      if (file < 0 || answer != 0 || closed != 0) {
        throw new AssertionError("the file system " + mounted + " cannot be shut down");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The power is back: a copy of what was on the disk, mounted in the same place. This one is
   * closed; nothing may use it any more.
   */
  LoopDisk afterPowerLoss() {
    try {
      Path copy = image.resolveSibling("copy.img");
      run("cp", "--reflink=never", "--sparse=always", image.toString(), copy.toString());
      close();
      Files.move(copy, image, StandardCopyOption.REPLACE_EXISTING);
      return mount(image, mounted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    if (!open) {
      return;
    }
    open = false;
    try {
      run("umount", mounted.toString());
    } catch (AssertionError e) {
      run("umount", "--lazy", mounted.toString());
    }
    run("losetup", "--detach", device);
  }

  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
