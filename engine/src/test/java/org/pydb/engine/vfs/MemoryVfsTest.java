package org.pydb.engine.vfs;

/** Files on the heap keep the contract. */
class MemoryVfsTest extends VfsContract {
  private final Vfs vfs = new MemoryVfs();

  @Override
  protected Vfs vfs() {
    return vfs;
  }
}
