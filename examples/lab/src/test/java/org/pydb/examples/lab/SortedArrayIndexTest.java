package org.pydb.examples.lab;

import org.junit.jupiter.api.Nested;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.testkit.kv.DurableEngineContract;
import org.pydb.engine.testkit.kv.IndexContract;

/** Lab 2: the index keeps the contract, and so does a log behind it, which is crashed. */
class SortedArrayIndexTest {
  private static final IndexFactory INDEX = context -> new SortedArrayIndex();
  private static final int SEGMENT_BYTES = 4 << 10;

  @Nested
  class ByItself extends IndexContract {
    @Override
    protected IndexFactory index() {
      return INDEX;
    }
  }

  @Nested
  class BeforeALog extends DurableEngineContract {
    @Override
    protected EngineFactory engine() {
      return LogEngine.with(INDEX, SEGMENT_BYTES);
    }

    @Override
    protected int slowness() {
      return 8; // The log was tried with other indexes.
    }
  }
}
