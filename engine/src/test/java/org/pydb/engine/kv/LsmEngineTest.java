package org.pydb.engine.kv;

import org.pydb.engine.kv.lsm.LsmEngine;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.testkit.kv.DurableEngineContract;

/** The engine of a log-structured merge tree keeps the contract. */
class LsmEngineTest extends DurableEngineContract {
  @Override
  protected EngineFactory engine() {
    return LsmEngine.FACTORY;
  }

  @Override
  protected boolean hasVerifier() {
    return true;
  }
}
