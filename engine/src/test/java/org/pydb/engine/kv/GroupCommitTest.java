package org.pydb.engine.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.pydb.engine.kv.lsm.LsmEngine;
import org.pydb.engine.testkit.WrappingVfs;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.VfsFile;

/** Writers that come at once share syncs: a crowd must not pay one each. */
class GroupCommitTest {
  private static final int WRITERS = 16;
  private static final int WRITES = 20;

  private final SlowSyncs disk = new SlowSyncs();

  /**
   * They come back as soon as their write is durable. Once the first one who did overtook the
   * others, who had yet to be told, and synced for itself: there were fewer than two writes a sync.
   */
  @Test
  void aCrowdOfWritersSharesSyncs() throws Exception {
    KeyValueOptions options =
        KeyValueOptions.at(Path.of("store")).withVfs(disk).withEngine(LsmEngine.FACTORY);
    try (KeyValueStore store = KeyValueStore.open(options)) {
      int before = disk.syncs.get();
      writeAll(store);
      assertThat(disk.syncs.get() - before).isLessThan(WRITERS * WRITES / 4);
      for (int i = 0; i < WRITERS * WRITES; i++) {
        assertThat(store.has(key(i))).isTrue();
      }
    }
  }

  private static void writeAll(KeyValueStore store) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int from = writer * WRITES;
        writers.add(threads.submit(() -> write(store, from)));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void write(KeyValueStore store, int from) {
    for (int i = from; i < from + WRITES; i++) {
      store.set(key(i), new byte[10]);
    }
  }

  private static byte[] key(int i) {
    return new byte[] {(byte) (i >> 8), (byte) i};
  }

  /** Files in memory whose syncs take as long as those of a disk. */
  private static final class SlowSyncs extends WrappingVfs {
    final AtomicInteger syncs = new AtomicInteger();

    SlowSyncs() {
      super(new MemoryVfs());
    }

    @Override
    protected VfsFile wrap(VfsFile file, OpenMode mode) {
      return new ForwardingFile(file) {
        @Override
        public void sync() {
          super.sync();
          syncs.incrementAndGet();
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
      };
    }
  }
}
