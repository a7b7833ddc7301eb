package org.pydb.engine.vfs;

/**
 * A {@link Vfs} that hands everything on to another one, but the opening of files. Thread-safe if
 * what is underneath is.
 */
public abstract class ForwardingVfs implements Vfs {
  private final Vfs inner;

  /** Hands on to {@code inner}. */
  protected ForwardingVfs(Vfs inner) {
    this.inner = inner;
  }

  /** What is underneath. */
  protected final Vfs inner() {
    return inner;
  }

  @Override
  public boolean exists(String name) {
    return inner.exists(name);
  }

  @Override
  public void delete(String name) {
    inner.delete(name);
  }

  @Override
  public void rename(String name, String newName) {
    inner.rename(name, newName);
  }

  @Override
  public void syncNames() {
    inner.syncNames();
  }

  @Override
  public VfsLock lock(String name) {
    return inner.lock(name);
  }

  @Override
  public String describe(String name) {
    return inner.describe(name);
  }

  @Override
  public VfsClock clock() {
    return inner.clock();
  }
}
