package org.pydb.engine.testkit.crash;

/**
 * Something that writes to a disk and promises what a crash will leave of it.
 *
 * @param <P> the promise: what must be found after a crash at some moment. Immutable
 */
public interface Workload<P> {

  /**
   * The first life, on an empty disk. It says what it promises, by {@link Life#promise} or {@link
   * Life#promiseBy}, before it first changes the disk, and each time that changes.
   */
  void live(Life<P> life);

  /**
   * A life after a crash. Throws if what it finds is not what was promised when the power failed;
   * it may then go on, and promise more. It is called for many crashes, perhaps by several threads
   * at once, and shall keep nothing from one call to the next.
   */
  void recover(Life<P> life, P promised);
}
