package org.pydb.engine.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.DatabaseLockedException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.vfs.Vfs.VfsLock;

/** What every {@link Vfs} must do, whatever it is made of. */
public abstract class VfsContract {

  private static final String NAME = "some.file";

  /** For those that are tried. */
  protected VfsContract() {}

  /** A place without files. */
  protected abstract Vfs vfs();

  @Test
  void newFileIsEmptyAndStays() {
    Vfs vfs = vfs();
    assertThat(vfs.exists(NAME)).isFalse();
    try (VfsFile file = vfs.open(NAME, OpenMode.CREATE)) {
      assertThat(file.name()).isEqualTo(NAME);
      assertThat(file.size()).isZero();
      assertThat(read(file, 0, 10)).isEmpty();
    }
    vfs.syncNames();
    assertThat(vfs.exists(NAME)).isTrue();
  }

  @Test
  void bytesAreReadAsWritten() {
    byte[] bytes = random(1, 300_000);
    try (VfsFile file = vfs().open(NAME, OpenMode.CREATE)) {
      file.write(7, bytes, 0, bytes.length);
      file.write(100, bytes, 100, 0);
      file.write(1_000_000, bytes, 0, 0);
      assertThat(file.size()).isEqualTo(7 + bytes.length);
      assertThat(read(file, 7, bytes.length)).isEqualTo(bytes);
      assertThat(read(file, 65_530, 20)).isEqualTo(Arrays.copyOfRange(bytes, 65_523, 65_543));
    }
  }

  @Test
  void readReachesNoFurtherThanTheEndAndTouchesNothingElse() {
    try (VfsFile file = vfs().open(NAME, OpenMode.CREATE)) {
      write(file, 0, "hello");
      byte[] target = "..........".getBytes(UTF_8);
      assertThat(file.read(2, target, 1, 8)).isEqualTo(3);
      assertThat(new String(target, UTF_8)).isEqualTo(".llo......");
      assertThat(file.read(5, target, 0, 1)).isZero();
      assertThat(file.read(1L << 40, target, 0, 1)).isZero();
    }
  }

  @Test
  void gapReadsAsZeros() {
    try (VfsFile file = vfs().open(NAME, OpenMode.CREATE)) {
      write(file, 200_000, "x");
      assertThat(file.size()).isEqualTo(200_001);
      assertThat(read(file, 0, 200_000)).isEqualTo(new byte[200_000]);
      write(file, 100_000, "y");
      assertThat(read(file, 99_999, 3)).isEqualTo(new byte[] {0, 'y', 0});
    }
  }

  @Test
  void truncationForgetsWhatItCutsOff() {
    try (VfsFile file = vfs().open(NAME, OpenMode.CREATE)) {
      byte[] bytes = random(2, 200_000);
      file.write(0, bytes, 0, bytes.length);
      file.truncate(100_000);
      assertThat(file.size()).isEqualTo(100_000);
      file.truncate(150_000);
      assertThat(file.size()).as("truncation never lengthens").isEqualTo(100_000);
      write(file, 200_000, "x");
      assertThat(read(file, 0, 100_000)).isEqualTo(Arrays.copyOf(bytes, 100_000));
      assertThat(read(file, 100_000, 100_000)).isEqualTo(new byte[100_000]);
      file.truncate(0);
      assertThat(read(file, 0, 10)).isEmpty();
    }
  }

  @Test
  void handlesOfOneFileShareItsBytes() {
    Vfs vfs = vfs();
    try (VfsFile one = vfs.open(NAME, OpenMode.CREATE);
        VfsFile two = vfs.open(NAME, OpenMode.READ)) {
      write(one, 0, "shared");
      one.sync();
      assertThat(new String(read(two, 0, 10), UTF_8)).isEqualTo("shared");
      two.sync();
    }
  }

  @Test
  void missingFileIsNamed() {
    for (OpenMode mode : List.of(OpenMode.READ, OpenMode.READ_WRITE)) {
      Vfs vfs = vfs();
      assertThatThrownBy(() -> vfs.open(NAME, mode))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(vfs.describe(NAME))
          .hasMessageContaining("no such file");
      assertThat(vfs.exists(NAME)).isFalse();
    }
  }

  @Test
  void fileOpenedForReadingRefusesToChange() {
    Vfs vfs = vfs();
    vfs.open(NAME, OpenMode.CREATE).close();
    try (VfsFile file = vfs.open(NAME, OpenMode.READ)) {
      assertThatThrownBy(() -> write(file, 0, "x")).isInstanceOf(StorageException.class);
      assertThat(file.size()).isZero();
    }
  }

  @Test
  void closedFileRefusesEverything() {
    VfsFile file = vfs().open(NAME, OpenMode.CREATE);
    file.close();
    file.close();
    for (Runnable call :
        List.<Runnable>of(
            () -> read(file, 0, 1),
            () -> write(file, 0, "x"),
            file::sync,
            file::size,
            () -> file.truncate(0))) {
      assertThatThrownBy(call::run).isInstanceOf(DatabaseClosedException.class);
    }
  }

  @Test
  void deletedFileIsGone() {
    Vfs vfs = vfs();
    try (VfsFile file = vfs.open(NAME, OpenMode.CREATE)) {
      write(file, 0, "old");
    }
    vfs.delete(NAME);
    vfs.delete(NAME);
    vfs.syncNames();
    assertThat(vfs.exists(NAME)).isFalse();
    try (VfsFile file = vfs.open(NAME, OpenMode.CREATE)) {
      assertThat(file.size()).isZero();
    }
  }

  /** Random writes, truncations and reads, beside an array that says what must come out. */
  @Test
  void fileBehavesLikeAnArrayThatGrows() {
    Random random = Seeds.random(getClass().getSimpleName());
    byte[] model = new byte[400_000];
    int size = 0;
    try (VfsFile file = vfs().open(NAME, OpenMode.CREATE)) {
      for (int step = 0; step < 200; step++) {
        int position = random.nextInt(250_000);
        byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 200 : 150_000)];
        random.nextBytes(bytes);
        if (random.nextInt(10) == 0) {
          file.truncate(position);
          Arrays.fill(model, Math.min(size, position), model.length, (byte) 0);
          size = Math.min(size, position);
        } else if (bytes.length > 0) {
          file.write(position, bytes, 0, bytes.length);
          System.arraycopy(bytes, 0, model, position, bytes.length);
          size = Math.max(size, position + bytes.length);
        }
        assertThat(file.size()).as("step %d", step).isEqualTo(size);
        int from = random.nextInt(300_000);
        assertThat(read(file, from, 1000))
            .as("step %d", step)
            .isEqualTo(
                Arrays.copyOfRange(model, from, Math.max(from, Math.min(size, from + 1000))));
      }
      assertThat(read(file, 0, model.length)).isEqualTo(Arrays.copyOf(model, size));
    }
  }

  /** Eight threads, each with ranges of its own, all between each other's. */
  @Test
  void transfersOfDifferentRangesGoSideBySide() throws Exception {
    int threads = 8;
    int blockSize = 3000;
    try (VfsFile file = vfs().open(NAME, OpenMode.CREATE)) {
      inParallel(
          threads,
          thread -> {
            for (int round = 0; round < 60; round++) {
              long position = (long) (round * threads + thread) * blockSize;
              byte[] bytes = random(position, blockSize);
              file.write(position, bytes, 0, blockSize);
              assertThat(read(file, position, blockSize)).isEqualTo(bytes);
            }
          });
      for (long block = 0; block < 60L * threads; block++) {
        assertThat(read(file, block * blockSize, blockSize))
            .isEqualTo(random(block * blockSize, blockSize));
      }
    }
  }

  /**
   * An application interrupts its threads while they read, write and sync. No call may fail, the
   * file must stay open for everybody, and the threads must stay interrupted.
   */
  @Test
  void interruptsAreWithoutEffect() throws Exception {
    Vfs vfs = vfs();
    AtomicBoolean done = new AtomicBoolean();
    List<Thread> hammering = new ArrayList<>();
    Thread interrupter =
        new Thread(
            () -> {
              while (!done.get()) {
                synchronized (hammering) {
                  hammering.forEach(Thread::interrupt);
                }
              }
            });
    interrupter.start();
    try (VfsFile file = vfs.open(NAME, OpenMode.CREATE)) {
      inParallel(
          4,
          thread -> {
            synchronized (hammering) {
              hammering.add(Thread.currentThread());
            }
            for (int round = 0; round < 100; round++) {
              Thread.currentThread().interrupt();
              long position = 9000L * thread;
              byte[] bytes = random(round, 9000);
              file.write(position, bytes, 0, bytes.length);
              file.sync();
              assertThat(read(file, position, bytes.length)).isEqualTo(bytes);
              assertThat(file.size()).isPositive();
              vfs.syncNames();
              assertThat(Thread.currentThread().isInterrupted()).isTrue();
            }
            synchronized (hammering) {
              hammering.remove(Thread.currentThread());
            }
          });
      Thread.currentThread().interrupt();
      vfs.lock("lock").close();
      vfs.open(NAME, OpenMode.READ).close();
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      done.set(true);
      interrupter.join();
    }
  }

  @Test
  void lockNamesItsHolderUntilItIsClosed() {
    Vfs vfs = vfs();
    VfsLock lock = vfs.lock("lock");
    assertThatThrownBy(() -> vfs.lock("lock"))
        .isInstanceOf(DatabaseLockedException.class)
        .hasMessageContaining(vfs.describe("lock"))
        .hasMessageContaining("process " + ProcessHandle.current().pid())
        .hasMessageContaining("(this process)")
        .hasMessageContaining("user " + System.getProperty("user.name"))
        .hasMessageMatching("(?s).*since \\d{4}-\\d\\d-\\d\\dT.*");
    vfs.lock("another lock").close();
    lock.close();
    VfsLock next = vfs.lock("lock");
    lock.close();
    assertThatThrownBy(() -> vfs.lock("lock"))
        .as("closing a lock again does not open its successor")
        .isInstanceOf(DatabaseLockedException.class);
    next.close();
    assertThat(vfs.exists("lock")).isFalse();
  }

  @Test
  void lockIsGivenToOneOfManyThreads() throws Exception {
    Vfs vfs = vfs();
    AtomicBoolean held = new AtomicBoolean();
    inParallel(
        4,
        thread -> {
          for (int round = 0; round < 200; round++) {
            try (VfsLock lock = vfs.lock("lock")) {
              assertThat(lock).isNotNull();
              assertThat(held.getAndSet(true)).isFalse();
              held.set(false);
            } catch (DatabaseLockedException e) {
              Thread.onSpinWait();
            }
          }
        });
    vfs.lock("lock").close();
  }

  @Test
  void renamedFileKeepsItsBytesAndOverwritesNothing() {
    Vfs vfs = vfs();
    for (String name : new String[] {"old", "other"}) {
      try (VfsFile file = vfs.open(name, OpenMode.CREATE)) {
        write(file, 0, name);
      }
    }
    assertThatThrownBy(() -> vfs.rename("old", "other")).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> vfs.rename("none", "new")).isInstanceOf(StorageException.class);
    vfs.rename("old", "new");
    vfs.syncNames();
    assertThat(vfs.exists("old")).isFalse();
    for (String name : new String[] {"new", "other"}) {
      try (VfsFile file = vfs.open(name, OpenMode.READ)) {
        assertThat(read(file, 0, 10)).asString(UTF_8).isEqualTo(name.equals("new") ? "old" : name);
      }
    }
  }

  @Test
  void clockGoesOnAndChanceVaries() {
    Vfs.VfsClock clock = vfs().clock();
    assertThat(clock.millis()).isGreaterThan(1_700_000_000_000L);
    assertThat(clock.nanos()).isLessThanOrEqualTo(clock.nanos());
    assertThat(clock.random()).isNotEqualTo(clock.random());
  }

  static byte[] read(VfsFile file, long position, int count) {
    byte[] target = new byte[count];
    int length = file.read(position, target, 0, count);
    return Arrays.copyOf(target, length);
  }

  static void write(VfsFile file, long position, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    file.write(position, bytes, 0, bytes.length);
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** What one of several threads does. */
  interface ThreadBody {
    void run(int thread) throws Exception;
  }

  static void inParallel(int threads, ThreadBody body) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> calls = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        calls.add(
            () -> {
              body.run(thread);
              return null;
            });
      }
      for (Future<Void> result : executor.invokeAll(calls)) {
        result.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("in a thread", e.getCause());
    } finally {
      executor.shutdown();
    }
  }
}
