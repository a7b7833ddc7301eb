package org.pydb.engine.kv;

import org.pydb.engine.kv.memory.MemoryEngine;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.testkit.kv.StorageEngineContract;

/** The engine in memory keeps the contract. */
class MemoryEngineTest extends StorageEngineContract {
  @Override
  protected EngineFactory engine() {
    return MemoryEngine.FACTORY;
  }
}
