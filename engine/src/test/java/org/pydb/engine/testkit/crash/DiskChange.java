package org.pydb.engine.testkit.crash;

/**
 * Something that was asked of a disk.
 *
 * @param number how many changes the disk has been asked for, this one included
 * @param operation what
 * @param name of which file; of a rename, the old name; empty if of none
 * @param position where in the file, or its new size if it is truncated
 * @param count how many bytes
 * @param grows whether the file gets longer by it
 */
public record DiskChange(
    long number, Operation operation, String name, long position, int count, boolean grows) {

  /** What can be asked of a disk. All but reads change it, and are counted. */
  public enum Operation {
    READ,
    WRITE,
    SYNC,
    TRUNCATE,
    CREATE,
    DELETE,
    RENAME,
    SYNC_NAMES
  }

  @Override
  public String toString() {
    return "change "
        + number
        + ", "
        + operation
        + (name.isEmpty() ? "" : " " + name)
        + (count > 0 || position > 0 ? " at " + position + ", " + count + " bytes" : "");
  }
}
