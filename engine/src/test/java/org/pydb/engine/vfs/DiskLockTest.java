package org.pydb.engine.vfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.engine.error.DatabaseLockedException;
import org.pydb.engine.vfs.Vfs.VfsLock;

/** One owner at a time, over processes and class loaders, through crashes and races. */
class DiskLockTest {

  private static final String LOCK = LockChild.LOCK;

  @TempDir Path directory;

  @Test
  void anotherProcessIsToldWhoHoldsTheLock() throws Exception {
    try (VfsLock lock = new DiskVfs(directory).lock(LOCK)) {
      assertThat(lock).isNotNull();
      assertThat(messageOfAnotherProcess())
          .contains(directory.toRealPath().resolve(LOCK) + " is held by process ")
          .contains("process " + ProcessHandle.current().pid() + " on ")
          .contains(", user " + System.getProperty("user.name") + ", since 20")
          .doesNotContain("this process");
    }
    assertThat(messageOfAnotherProcess()).isEqualTo("held");
  }

  @Test
  void weAreToldWhichOtherProcessHoldsTheLock() throws Exception {
    try (LockChild child = LockChild.start(directory, "hold")) {
      assertThat(child.line()).isEqualTo("held");
      assertThatThrownBy(() -> new DiskVfs(directory).lock(LOCK))
          .isInstanceOf(DatabaseLockedException.class)
          .hasMessageContaining("process " + child.pid())
          .hasMessageNotContaining("this process");
    }
    new DiskVfs(directory).lock(LOCK).close();
  }

  @Test
  void lockFileLeftByKilledProcessIsNoObstacle() throws Exception {
    try (LockChild child = LockChild.start(directory, "hold")) {
      assertThat(child.line()).isEqualTo("held");
      child.kill();
    }
    assertThat(directory.resolve(LOCK)).exists();
    try (VfsLock lock = new DiskVfs(directory).lock(LOCK)) {
      assertThat(lock).isNotNull();
      assertThat(Files.readString(directory.resolve(LOCK)))
          .startsWith("process " + ProcessHandle.current().pid() + " ")
          .endsWith("Z\n");
    }
    assertThat(directory.resolve(LOCK)).doesNotExist();
  }

  /**
   * POSIX drops a process's lock when the process closes any handle of the file. Whoever asks in
   * vain must not do that, be it in the same class loader, in another one, or by another path.
   */
  @Test
  void failedAttemptInTheSameProcessLeavesTheLockInPlace() throws Exception {
    try (VfsLock lock = new DiskVfs(directory).lock(LOCK)) {
      assertThat(lock).isNotNull();
      assertRefused(directory);
      assertRefused(directory.resolve("..").resolve(directory.getFileName()));
      Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
      assertRefused(link);
      assertThat(lockInAnotherClassLoader(directory))
          .contains("process " + ProcessHandle.current().pid())
          .contains("(this process)");
      assertThat(messageOfAnotherProcess()).contains("is held by process");
    }
    assertThat(lockInAnotherClassLoader(directory)).isEqualTo("held");
  }

  /**
   * The holder removes the lock file when it closes. Somebody who had opened that file by then must
   * not believe that its lock on a file without a name means anything.
   */
  @Test
  void removalOfTheLockFileLetsNobodyIn() throws Exception {
    try (LockChild one = LockChild.start(directory, "race");
        LockChild two = LockChild.start(directory, "race")) {
      assertThat(LockChild.race(new DiskVfs(directory), directory, 300)).isEqualTo(300);
      assertThat(one.line()).isEqualTo("entered 300");
      assertThat(two.line()).isEqualTo("entered 300");
    }
    assertThat(directory).isEmptyDirectory();
  }

  private static void assertRefused(Path path) {
    assertThatThrownBy(() -> new DiskVfs(path).lock(LOCK))
        .isInstanceOf(DatabaseLockedException.class)
        .hasMessageContaining("(this process)");
  }

  private String messageOfAnotherProcess() throws Exception {
    try (LockChild child = LockChild.start(directory, "hold")) {
      return child.line();
    }
  }

  /** Takes and closes the lock with classes that share nothing with ours. */
  private static String lockInAnotherClassLoader(Path directory) throws Exception {
    URL[] classes = {LockChild.location(DiskVfs.class).toUri().toURL()};
    try (URLClassLoader loader =
        new URLClassLoader(classes, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(DiskVfs.class.getName());
      assertThat(type).isNotSameAs(DiskVfs.class);
      Object vfs = type.getConstructor(Path.class).newInstance(directory);
      try (AutoCloseable lock =
          (AutoCloseable) type.getMethod("lock", String.class).invoke(vfs, LOCK)) {
        assertThat(lock).isNotNull();
        return "held";
      } catch (InvocationTargetException e) {
        return e.getCause().getMessage();
      }
    }
  }
}
