package sibyl.app;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Makes every file and directory that this process and its children create readable by its owner
 * only, however it was started. Java has no call for that, so it is the operating system's own;
 * where there is none (Windows), files take the rights of the directory they are in.
 */
final class OwnerOnly {
  private static final int GROUP_AND_OTHERS = 0077;

  private OwnerOnly() {}

  /** Sets the mask of new files. To be called before the first of them is made. */
  @SuppressWarnings("restricted") // a native call; its signature is POSIX's
  static void files() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> umask = linker.defaultLookup().find("umask");
    if (umask.isEmpty()) {
      return;
    }
    MethodHandle call =
        linker.downcallHandle(
            umask.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      int _ = (int) call.invokeExact(GROUP_AND_OTHERS);
    } catch (Throwable e) {
      throw new IllegalStateException("umask cannot fail", e);
    }
  }
}
