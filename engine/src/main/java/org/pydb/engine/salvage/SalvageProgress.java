package org.pydb.engine.salvage;

/** Is told how far a salvage has come; what it throws ends the salvage. */
@FunctionalInterface
public interface SalvageProgress {

  /**
   * Some work was done.
   *
   * @param step what is being done, in words: reading the file, or a table
   * @param done pages or rows so far
   * @param total of how many; 0 if that is not known
   */
  void at(String step, long done, long total);
}
