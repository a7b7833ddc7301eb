package org.pydb.engine.kv.log;

import org.pydb.engine.kv.file.FileEntry;
import org.pydb.engine.kv.file.Manifest;
import org.pydb.engine.kv.file.RecordFile;
import org.pydb.engine.kv.index.Index;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.kv.storage.Verification;

/** Makes and opens stores of logs. */
record LogFactory(IndexFactory indexes, int segmentBytes) implements EngineFactory {

  @Override
  public String name() {
    return "log";
  }

  @Override
  public StorageEngine create(EngineContext context) {
    Manifest manifest = Manifest.create(context);
    try {
      long number = manifest.newNumber();
      String name = Manifest.fileName(context.name(), number, Segment.KIND);
      RecordFile.create(context.vfs(), name, Segment.KIND, number).close();
      manifest.apply(
          new Manifest.Edit()
              .add(new FileEntry(number, Segment.KIND, number, false, RecordFile.HEADER_SIZE)));
    } finally {
      manifest.close();
    }
    return open(context);
  }

  @Override
  public StorageEngine open(EngineContext context) {
    Manifest manifest = Manifest.open(context);
    Index index;
    try {
      index = indexes.open(context);
    } catch (RuntimeException | Error e) {
      manifest.close();
      throw e;
    }
    return new LogOpening(context, manifest, index, segmentBytes).open();
  }

  @Override
  public void verify(EngineContext context, Verification verification) {
    new LogVerifier(context, verification).run();
  }
}
