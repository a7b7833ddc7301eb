package org.pydb.engine.testkit.history;

/**
 * Something that has one version after the other: a row.
 *
 * @param kind what it is, such as {@code register}
 * @param key which of them
 */
public record Item(String kind, int key) {
  @Override
  public String toString() {
    return kind + " " + key;
  }
}
