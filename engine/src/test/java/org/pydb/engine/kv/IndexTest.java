package org.pydb.engine.kv;

import org.junit.jupiter.api.Nested;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.testkit.kv.IndexContract;

/** The indexes keep the contract. */
class IndexTest {

  @Nested
  class Hash extends IndexContract {
    @Override
    protected IndexFactory index() {
      return IndexFactory.HASH;
    }
  }

  @Nested
  class SkipList extends IndexContract {
    @Override
    protected IndexFactory index() {
      return IndexFactory.SKIP_LIST;
    }
  }

  @Nested
  class BTree extends IndexContract {
    @Override
    protected IndexFactory index() {
      return IndexFactory.BTREE;
    }
  }

  @Nested
  class Persistent extends IndexContract {
    @Override
    protected IndexFactory index() {
      return IndexFactory.persistent(64 << 10);
    }
  }
}
