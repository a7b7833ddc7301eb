package org.pydb.calcite.service;

import org.pydb.calcite.api.SqlError;
import org.pydb.engine.vfs.layer.FileStack;

/** What files are made of, as people write it. Stateless. */
final class FileStacks {

  private FileStacks() {}

  /** Reads the text, or says with 22023 what is wrong with it. */
  static FileStack parse(String text) {
    try {
      return FileStack.parse(text);
    } catch (IllegalArgumentException e) {
      throw new SqlError("22023", "storage: " + e.getMessage());
    }
  }
}
