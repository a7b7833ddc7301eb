package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.testkit.WrappingVfs;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/** A recovery that takes long says how far it is; here each look at the clock is half a second. */
class RecoveryProgressTest {
  private static final String NAME = "test.pydb";

  private final List<String> lines = new ArrayList<>();

  @Test
  void longRecoveriesSayHowFarTheyAre() {
    PowerLossVfs disk = new PowerLossVfs();
    TreeStore store = open(disk);
    for (int i = 0; i < 20; i++) {
      byte[] key = {(byte) i};
      try (TreeTransaction transaction = store.begin(false)) {
        transaction.writes().put(16, true, key, 0, 1, key, 0, 1);
        transaction.commit();
      }
    }
    assertThat(lines).as("a new database has nothing to recover").isEmpty();
    open(new SlowVfs(new PowerLossVfs(disk.contents()))).close();
    assertThat(lines.size()).isBetween(5, 15);
    assertThat(lines.get(0)).contains(NAME, "of at most", "MB of the log done again in 2 s");
    assertThat(lines.get(lines.size() - 1)).contains("recovered in");
    store.close();
  }

  private TreeStore open(Vfs vfs) {
    return TreeStore.open(
        new StoreOptions(vfs, NAME, StoreOptions.Mode.CREATE, 200_000, Runnable::run, 64 << 10)
            .withRecoveryListener(lines::add));
  }

  /** A disk on which time flies. */
  private static final class SlowVfs extends WrappingVfs {
    private long nanos;

    SlowVfs(Vfs inner) {
      super(inner);
    }

    @Override
    protected VfsFile wrap(VfsFile file, OpenMode mode) {
      return file;
    }

    @Override
    public VfsClock clock() {
      VfsClock real = super.clock();
      return new VfsClock() {
        @Override
        public long millis() {
          return real.millis();
        }

        @Override
        public long nanos() {
          nanos += 500_000_000;
          return nanos;
        }

        @Override
        public long random() {
          return real.random();
        }
      };
    }
  }
}
