package org.pydb.engine.kv;

import org.pydb.engine.kv.btree.BTreeEngine;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.testkit.kv.DurableEngineContract;

/** The engine of B+trees keeps the contract. */
class BTreeEngineTest extends DurableEngineContract {
  @Override
  protected EngineFactory engine() {
    return BTreeEngine.withLogSegments(16 << 10);
  }

  @Override
  protected boolean hasVerifier() {
    return true;
  }

  @Override
  protected int slowness() {
    return 6;
  }
}
