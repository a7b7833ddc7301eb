package org.pydb.engine.kv.lsm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.file.EntryCodec;
import org.pydb.engine.kv.file.FileEntry;
import org.pydb.engine.kv.file.Manifest;
import org.pydb.engine.kv.file.RecordFile;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.StorageEngine;
import org.pydb.engine.kv.storage.Verification;
import org.pydb.engine.schema.KeyRange;

/** Makes and opens log-structured merge trees. */
final class LsmFactory implements EngineFactory {

  @Override
  public String name() {
    return "lsm";
  }

  @Override
  public StorageEngine create(EngineContext context) {
    return open(context, Manifest.create(context));
  }

  @Override
  public StorageEngine open(EngineContext context) {
    Manifest manifest = Manifest.open(context);
    if (manifest.files(LsmEngine.LOG_KIND, 0).isEmpty()) {
      manifest.close();
      throw new CorruptionException(
          context.vfs().describe(context.name()) + ": the manifest names no log");
    }
    return open(context, manifest);
  }

  /**
   * What the logs have becomes runs, so that all is durable and in its place; and another log
   * begins.
   */
  private static StorageEngine open(EngineContext context, Manifest manifest) {
    RunFiles files = new RunFiles(context, manifest, new BlockCache(context.memoryBytes() / 4));
    List<Run> opened = new ArrayList<>();
    List<Memtable> fresh = new ArrayList<>();
    try {
      List<List<Run>> levels = openRuns(manifest, files, opened);
      List<FileEntry> logs = manifest.files(LsmEngine.LOG_KIND, 0);
      Memtable memtable = LsmEngine.newMemtable(context, manifest);
      fresh.add(memtable);
      List<Run> recovered = new ArrayList<>();
      Manifest.Edit edit = new Manifest.Edit().add(LsmEngine.logEntry(memtable, false));
      Memtable found = new Memtable(memtable.logNumber(), memtable.log());
      for (int i = 0; i < logs.size(); i++) {
        replay(context, logs.get(i), found);
        edit.durable(Math.max(manifest.durableNumber(), found.lastNumber()));
        if (i == logs.size() - 1 || found.bytes() >= LsmEngine.memtableBytes(context)) {
          List<Run> runs = files.write(found.cursor(Long.MAX_VALUE, KeyRange.ALL, false), 0);
          opened.addAll(runs);
          recovered.addAll(0, runs);
          found = new Memtable(memtable.logNumber(), memtable.log());
        }
      }
      recovered.forEach(run -> edit.add(run.entry()));
      logs.forEach(log -> edit.drop(log.number()));
      manifest.apply(edit);
      deleteLogs(manifest, logs);
      levels.get(0).addAll(0, recovered);
      LsmView view = new LsmView(memtable, List.of(), levels.stream().map(List::copyOf).toList());
      LsmEngine engine = new LsmEngine(context, manifest, new LsmViews(manifest, view), files);
      engine.tidySoon();
      return engine;
    } catch (RuntimeException | Error e) {
      opened.forEach(Run::close);
      fresh.forEach(table -> table.log().close());
      manifest.close();
      throw e;
    }
  }

  @Override
  public void verify(EngineContext context, Verification verification) {
    new LsmVerifier(context, verification).run();
  }

  /** Opens the runs of all levels; each is noted at once, so that it is closed if another fails. */
  private static List<List<Run>> openRuns(Manifest manifest, RunFiles files, List<Run> opened) {
    List<List<Run>> levels = new ArrayList<>();
    for (int level = 0; level < LsmEngine.LEVELS; level++) {
      List<Run> runs = new ArrayList<>();
      for (FileEntry entry : manifest.files(RunWriter.KIND, level)) {
        Run run = files.open(entry);
        opened.add(run);
        runs.add(run);
      }
      if (level == 0) {
        runs.sort(Comparator.comparingLong(run -> -run.entry().rank()));
      } else {
        runs.sort(Comparator.comparing(run -> run.entry().lower(), Arrays::compareUnsigned));
      }
      levels.add(runs);
    }
    return levels;
  }

  private static void replay(EngineContext context, FileEntry entry, Memtable found) {
    String name = Manifest.fileName(context.name(), entry);
    try (RecordFile log =
        RecordFile.open(context.vfs(), name, LsmEngine.LOG_KIND, entry.number())) {
      log.replay(
          RecordFile.HEADER_SIZE,
          entry.length(),
          entry.isSealed(),
          (position, number, bytes, from, length) ->
              EntryCodec.visit(
                  bytes, from, length, (start, end, key, value) -> found.add(key, value, number)));
    }
  }

  private static void deleteLogs(Manifest manifest, List<FileEntry> logs) {
    try {
      logs.forEach(log -> manifest.deleteFile(log.number(), LsmEngine.LOG_KIND));
    } catch (StorageException e) {
      return; // The manifest has dropped them: the next opening tries again.
    }
  }
}
