package org.pydb.examples.lab;

import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.testkit.kv.DurableEngineContract;

/** Lab 3: the engine keeps the contract: in crashes, on failing disks, and with damaged files. */
class OneFileEngineTest extends DurableEngineContract {
  @Override
  protected EngineFactory engine() {
    return OneFileEngine.FACTORY;
  }

  /** Take this away to see what the lab asks for: what is overwritten should take no room. */
  @Override
  protected boolean usesRoomAgain() {
    return false;
  }
}
