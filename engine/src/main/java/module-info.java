/**
 * The storage engine of pydb: files, pages, B+trees, log, snapshots, catalog.
 *
 * <p>It needs nothing but the base module, and knows nothing of SQL, JDBC or Calcite.
 */
module org.pydb.engine {
  // Annotations for the compiler: absent at run time.
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports org.pydb.engine;
  exports org.pydb.engine.bytes;
  exports org.pydb.engine.catalog;
  exports org.pydb.engine.crypto;
  exports org.pydb.engine.error;
  exports org.pydb.engine.eviction;
  exports org.pydb.engine.inspect;
  exports org.pydb.engine.kv;
  exports org.pydb.engine.kv.btree;
  exports org.pydb.engine.kv.index;
  exports org.pydb.engine.kv.log;
  exports org.pydb.engine.kv.lsm;
  exports org.pydb.engine.kv.memory;
  exports org.pydb.engine.kv.storage;
  exports org.pydb.engine.lock;
  exports org.pydb.engine.row;
  exports org.pydb.engine.salvage;
  exports org.pydb.engine.schema;
  exports org.pydb.engine.spill;
  exports org.pydb.engine.table;
  exports org.pydb.engine.vfs;
  exports org.pydb.engine.vfs.layer;
}
