package org.pydb.engine.kv;

import org.junit.jupiter.api.Nested;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.testkit.kv.DurableEngineContract;

/** The engine of a log keeps the contract, whichever index it has. */
class LogEngineTest {
  private static final int SEGMENT_BYTES = 4 << 10;

  @Nested
  class WithSkipList extends DurableEngineContract {
    @Override
    protected EngineFactory engine() {
      return LogEngine.with(IndexFactory.SKIP_LIST, SEGMENT_BYTES);
    }

    @Override
    protected boolean hasVerifier() {
      return true;
    }
  }

  @Nested
  class WithHashTable extends DurableEngineContract {
    @Override
    protected EngineFactory engine() {
      return LogEngine.with(IndexFactory.HASH, SEGMENT_BYTES);
    }

    @Override
    protected boolean hasVerifier() {
      return true;
    }

    @Override
    protected boolean isOrdered() {
      return false;
    }

    @Override
    protected int slowness() {
      return 4; // But for its index it is the one above.
    }
  }

  @Nested
  class WithPersistentIndex extends DurableEngineContract {
    @Override
    protected EngineFactory engine() {
      return LogEngine.with(IndexFactory.persistent(16 << 10), SEGMENT_BYTES);
    }

    @Override
    protected boolean hasVerifier() {
      return true;
    }

    @Override
    protected int slowness() {
      return 20;
    }
  }
}
