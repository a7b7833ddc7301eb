package org.pydb.engine.vfs.layer;

import org.junit.jupiter.api.Nested;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsContract;

/** Each layer keeps the contract, and so do stacks of them. */
class LayersContractTest {
  private static final KeySource KEY =
      () -> "00112233445566778899aabbccddeeff".repeat(2).toCharArray();

  @Nested
  class Segmented extends VfsContract {
    private final Vfs vfs = new SegmentedVfs(new MemoryVfs(), 64 * 1024);

    @Override
    protected Vfs vfs() {
      return vfs;
    }
  }

  @Nested
  class Compressed extends VfsContract {
    private final Vfs vfs = new PlacedVfs(new MemoryVfs(), true, KeySource.NONE);

    @Override
    protected Vfs vfs() {
      return vfs;
    }
  }

  @Nested
  class Encrypted extends VfsContract {
    private final Vfs vfs = new PlacedVfs(new MemoryVfs(), false, KEY);

    @Override
    protected Vfs vfs() {
      return vfs;
    }
  }

  /** Compressed, then encrypted, then cut into segments. */
  @Nested
  class All extends VfsContract {
    private final Vfs vfs =
        new StackedVfs(
            new MemoryVfs(),
            FileStack.parse("segmented(1m)+compressed").withEncryption(true),
            KEY,
            name -> true);

    @Override
    protected Vfs vfs() {
      return vfs;
    }
  }
}
