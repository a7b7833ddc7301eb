package org.pydb.engine.crash;

import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import org.pydb.engine.SmallDatabase;
import org.pydb.engine.node.PageRef;
import org.pydb.engine.page.Meta;
import org.pydb.engine.page.PageLayout;
import org.pydb.engine.space.PageBitmap;
import org.pydb.engine.space.PageSpace;
import org.pydb.engine.testkit.crash.DiskChange;
import org.pydb.engine.testkit.crash.DiskChange.Operation;
import org.pydb.engine.testkit.crash.Fault;
import org.pydb.engine.testkit.crash.Fault.Outcome;
import org.pydb.engine.wal.LogHold;
import org.pydb.engine.wal.WriteAheadLog;

/**
 * Faults that the engine does not have, planted to see whether the laboratory finds them. Some are
 * lies of the disk: it says that it has synced. The others are put into the bytes of one class of
 * the engine, in a class loader of their own, so the engine's source knows nothing of them.
 */
final class PlantedFault {
  private static final String ENGINE = "org.pydb.engine.";
  private static final ClassFileLocator CLASSES =
      ClassFileLocator.ForClassLoader.of(PlantedFault.class.getClassLoader());

  /** Class → its bytes with the fault. */
  private final Map<String, byte[]> classes = new LinkedHashMap<>();

  private PlantedFault() {}

  /** The classes that have been changed, with their bytes. */
  Map<String, byte[]> classes() {
    return classes;
  }

  // ------------------------------------------------------------------ in the disk

  /** No sync of the log is done. */
  static Fault logIsNotSynced() {
    return change -> omitted(isSync(change) && isLog(change));
  }

  /** The data file is synced after metas only: pages may be missing that a meta leads to. */
  static Fault pagesAreNotSynced() {
    return syncsOmitted(false);
  }

  /** The data file is not synced after metas. */
  static Fault metasAreNotSynced() {
    return syncsOmitted(true);
  }

  private static Fault syncsOmitted(boolean afterMeta) {
    AtomicLong last = new AtomicLong();
    return change -> {
      if (isLog(change)) {
        return Outcome.DONE;
      }
      if (change.operation() == Operation.WRITE) {
        last.set(change.position() / PageLayout.PAGE_SIZE);
      }
      boolean meta = last.get() == Meta.PAGE_A || last.get() == Meta.PAGE_B;
      return omitted(isSync(change) && meta == afterMeta);
    };
  }

  /** The names of files are not synced. */
  static Fault namesAreNotSynced() {
    return change -> omitted(change.operation() == Operation.SYNC_NAMES);
  }

  private static boolean isSync(DiskChange change) {
    return change.operation() == Operation.SYNC;
  }

  private static boolean isLog(DiskChange change) {
    return change.name().equals(SmallDatabase.NAME + "-wal");
  }

  private static Outcome omitted(boolean omit) {
    return omit ? Outcome.OMITTED : Outcome.DONE;
  }

  // ------------------------------------------------------------------ in the engine

  /** Batches become visible before the log is synced, and are acknowledged after it. */
  static PlantedFault publishedTooEarly() {
    return new PlantedFault()
        .plant("txn.BatchLog", without("sync", "write"))
        .plant("txn.CommitPipeline", Advice.to(SyncLate.class, CLASSES).on(named("publish")));
  }

  static class SyncLate {
    @Advice.OnMethodExit
    static void sync(@Advice.FieldValue("log") Object batches) throws ReflectiveOperationException {
      if (batches != null) {
        Field log = batches.getClass().getDeclaredField("log");
        log.setAccessible(true);
        ((WriteAheadLog) log.get(batches)).sync();
      }
    }
  }

  /** A batch is acknowledged though the log was not synced for it. */
  static PlantedFault acknowledgedTooEarly() {
    return new PlantedFault().plant("txn.BatchLog", without("sync", "write"));
  }

  /** The free map says that a page is free which the checkpoint still needs. */
  static PlantedFault pageFreedTooEarly() {
    return new PlantedFault()
        .plant("space.PageSpace", Advice.to(FreeOne.class, CLASSES).on(named("usedBy")));
  }

  static class FreeOne {
    @Advice.OnMethodExit
    static void free(@Advice.Return PageBitmap used) {
      if (used.end() > Meta.FIRST_DATA_PAGE) {
        used.remove(used.end() - 1);
      }
    }
  }

  /** What stands in the body of a frame is taken as it is. */
  static PlantedFault frameWithoutChecksum() {
    return new PlantedFault()
        .plant("wal.FrameReader", Advice.to(SayTrue.class, CLASSES).on(named("readBody")));
  }

  static class SayTrue {
    @Advice.OnMethodExit
    @SuppressWarnings("UnusedVariable") // what is assigned here becomes the method's result
    static void say(@Advice.Return(readOnly = false) boolean result) {
      result = true;
    }
  }

  /** What stands in a page is taken as it is. */
  static PlantedFault pageWithoutChecksum() {
    TypeDescription layout = type("page.PageLayout");
    MethodDescription stored =
        layout.getDeclaredMethods().filter(named("storedChecksum")).getOnly();
    return new PlantedFault()
        .plant(
            "page.PageFile",
            MemberSubstitution.relaxed()
                .method(named("checksum").and(isDeclaredBy(layout)))
                .replaceWith(stored)
                .on(named("check")));
  }

  /** Segments of the log are used again before a checkpoint has what stands in them. */
  static PlantedFault segmentReusedTooEarly() {
    return new PlantedFault()
        .plant("txn.BatchLog", Advice.to(ReleaseLog.class, CLASSES).on(named("write")));
  }

  static class ReleaseLog {
    @Advice.OnMethodExit
    static void release(@Advice.FieldValue("log") WriteAheadLog log) {
      log.releaseBefore(log.endPosition());
    }
  }

  /** The log does not say that a checkpoint is durable. */
  static PlantedFault noteOmitted() {
    return new PlantedFault().plant("recovery.Checkpointer", without("logNote", "letGo"));
  }

  /** Recovery opens the copy of the log's tail before that is durable. */
  static PlantedFault tailNotSynced() {
    return new PlantedFault()
        .plant("wal.WriteAheadLog", without("syncAll", "open"), without("syncAll", "announce"));
  }

  /** Opening believes a meta that a dead process has not synced. */
  static PlantedFault metaBelieved() {
    return new PlantedFault().plant("store.StoreOpening", without("writeAgain", "onDisk"));
  }

  /** A tree that stays empty is not named in the log. */
  static PlantedFault treeNotNamed() {
    return new PlantedFault()
        .plant(
            "table.TableDesigner",
            without("takeId", "createTable"),
            without("takeId", "createIndex"));
  }

  /** Recovery does not drop the trees that were dropped. */
  static PlantedFault dropNotReplayed() {
    return new PlantedFault().plant("txn.Redo", without("dropTree", "readOne"));
  }

  /** The log does not keep the parts of a large commit until it is committed. */
  static PlantedFault partsNotKept() {
    return new PlantedFault()
        .plant("txn.LargeCommits", Advice.to(CloseHold.class, CLASSES).on(named("holdEnd")));
  }

  static class CloseHold {
    @Advice.OnMethodExit
    static void close(@Advice.Return LogHold hold) {
      hold.close();
    }
  }

  /** A large commit does not say where its redo is. */
  static PlantedFault partsNotNamed() {
    return new PlantedFault().plant("txn.Batch", without("parts", "apply"));
  }

  /** What waits to be put into an index in order is forgotten when its statement ends. */
  static PlantedFault lateEntriesForgotten() {
    return new PlantedFault().plant("txn.WriteSet", without("putAll", "settle"));
  }

  /** Sorting for a new index forgets what it has written to the disk. */
  static PlantedFault spilledRunsForgotten() {
    return new PlantedFault().plant("sort.EntrySort", without("add", "write"));
  }

  /** What others have committed is put on top of a large commit, but not their deletes. */
  static PlantedFault deletesNotPutOnTop() {
    return new PlantedFault().plant("txn.Rebase$Changes", without("delete", "deleted"));
  }

  /** Nodes that others have replaced without changing an entry stay with a large commit. */
  static PlantedFault replacedNodesStay() {
    return new PlantedFault()
        .plant("txn.Rebase", without("touch", "tree"))
        .plant("btree.Edit", Advice.to(SayTrue.class, CLASSES).on(named("rebase")));
  }

  /** What others have made since dies nowhere when a large commit replaces it. */
  static PlantedFault replacedNodesDoNotDie() {
    return new PlantedFault().plant("btree.Edit", without("addAll", "rebase"));
  }

  /** VACUUM cuts the file shorter than its pages. */
  static PlantedFault vacuumCutsTooMuch() {
    return new PlantedFault()
        .plant("space.PageSpace", Advice.to(CutMore.class, CLASSES).on(named("limitTo")));
  }

  static class CutMore {
    @Advice.OnMethodExit
    @SuppressWarnings("UnusedVariable") // what is assigned here becomes the method's result
    static void cut(
        @Advice.Return(readOnly = false) long end, @Advice.FieldValue("taken") Object taken)
        throws ReflectiveOperationException {
      Field count = taken.getClass().getDeclaredField("count");
      count.setAccessible(true);
      end = count.getLong(taken) - 1;
    }
  }

  /** What a commit replaces is free at once, though the last checkpoint has it. */
  static PlantedFault replacedPageFreedAtOnce() {
    return new PlantedFault()
        .plant("space.PageSpace", Advice.to(FreeDied.class, CLASSES).on(named("publish")));
  }

  static class FreeDied {
    @Advice.OnMethodEnter
    static void free(@Advice.This PageSpace space, @Advice.Argument(2) List<PageRef> died) {
      space.discard(List.copyOf(died));
      died.clear();
    }
  }

  /** A backup does not hold the version that it copies. */
  static PlantedFault backupHoldsNothing() {
    TypeDescription pipeline = type("txn.CommitPipeline");
    MethodDescription current = pipeline.getDeclaredMethods().filter(named("current")).getOnly();
    return new PlantedFault()
        .plant(
            "backup.Backup",
            MemberSubstitution.relaxed()
                .method(named("acquire").and(isDeclaredBy(pipeline)))
                .replaceWith(current)
                .on(named("writeAndName")),
            without("release", "writeAndName"));
  }

  /** A backup gets its name before it is synced. */
  static PlantedFault backupNotSynced() {
    return new PlantedFault().plant("backup.Backup", without("sync", "writePart"));
  }

  /** A backup is acknowledged before its name is synced. */
  static PlantedFault backupNameNotSynced() {
    return new PlantedFault().plant("backup.Backup", without("syncName", "writeAndName"));
  }

  /** Checkpoints count spilled pages of transactions as the database's own. */
  static PlantedFault spilledPagesCounted() {
    return new PlantedFault()
        .plant("space.TakenPages", Advice.to(NotTemporary.class, CLASSES).on(named("take")));
  }

  static class NotTemporary {
    @Advice.OnMethodEnter
    @SuppressWarnings("UnusedVariable") // what is assigned here becomes the method's argument
    static void change(@Advice.Argument(value = 2, readOnly = false) boolean isTemporary) {
      isTemporary = false;
    }
  }

  /** A method does not call another one. */
  private static AsmVisitorWrapper without(String called, String caller) {
    return MemberSubstitution.relaxed().method(named(called)).stub().on(named(caller));
  }

  /** Changes a class; each of the changes must find what it is to change. */
  private PlantedFault plant(String className, AsmVisitorWrapper... changes) {
    var builder = new ByteBuddy().redefine(type(className), CLASSES);
    byte[] bytes = builder.make().getBytes();
    for (AsmVisitorWrapper change : changes) {
      byte[] before = bytes;
      builder = builder.visit(change);
      bytes = builder.make().getBytes();
      if (Arrays.equals(bytes, before)) {
        throw new AssertionError("a fault finds nothing to change in " + className);
      }
    }
    classes.put(ENGINE + className, bytes);
    return this;
  }

  private static TypeDescription type(String name) {
    return TypePool.Default.of(CLASSES).describe(ENGINE + name).resolve();
  }
}
