package org.pydb.engine.vfs;

import org.pydb.engine.testkit.crash.SimulatedDisk;

/** The simulated disk does what every other one does, as long as nothing goes wrong. */
class SimulatedDiskContractTest extends VfsContract {
  private final SimulatedDisk disk = new SimulatedDisk(1);

  @Override
  protected Vfs vfs() {
    return disk;
  }
}
