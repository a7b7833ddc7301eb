package org.pydb.examples.benchmarks.parts;

import java.util.List;
import org.pydb.engine.kv.btree.BTreeEngine;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.lsm.LsmEngine;
import org.pydb.engine.kv.memory.MemoryEngine;
import org.pydb.engine.kv.storage.EngineFactory;

/**
 * What is measured: an engine on a kind of file.
 *
 * @param name for tables and pictures
 * @param style how pictures paint it
 * @param engine what keeps the entries
 * @param isOrdered whether it can scan
 * @param files what its files are made of
 */
record Contender(
    String name, String style, EngineFactory engine, boolean isOrdered, FileKind files) {

  static final Contender BTREE = of("btree", "hue0", BTreeEngine.FACTORY);
  static final Contender LSM = of("lsm", "hue5", LsmEngine.FACTORY);

  private static final Contender HASH_LOG =
      new Contender("log, hash", "hue1", log(IndexFactory.HASH), false, FileKind.PLAIN);
  static final Contender SKIP_LIST_LOG = of("log, skip list", "hue2", log(IndexFactory.SKIP_LIST));
  private static final Contender BTREE_LOG = of("log, btree", "hue3", log(IndexFactory.BTREE));
  private static final Contender PERSISTENT_LOG =
      of("log, persistent", "hue4", log(IndexFactory.PERSISTENT));
  private static final Contender MEMORY = of("memory", "hue6", MemoryEngine.FACTORY);

  /** Each engine, the log with each index. */
  static final List<Contender> ENGINES =
      List.of(BTREE, HASH_LOG, SKIP_LIST_LOG, BTREE_LOG, PERSISTENT_LOG, LSM, MEMORY);

  /** With segments that are small enough to be merged now and then with so few entries. */
  private static EngineFactory log(IndexFactory index) {
    return LogEngine.with(index, 4 << 20);
  }

  private static Contender of(String name, String style, EngineFactory engine) {
    return new Contender(name, style, engine, true, FileKind.PLAIN);
  }

  /** Whether it has files. */
  boolean isDurable() {
    return !engine.isVolatile();
  }

  /** Whether a sync has something to wait for. */
  boolean isSynced() {
    return isDurable() && files != FileKind.MEMORY;
  }

  /** The B+tree on files of another kind. */
  static Contender on(FileKind files) {
    return new Contender(files.title(), BTREE.style, BTREE.engine, true, files);
  }
}
