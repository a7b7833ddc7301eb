package org.pydb.engine.kv.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.bytes.Varint;
import org.pydb.engine.error.CommitUnknownException;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.Verification;
import org.pydb.engine.vfs.Vfs;

/**
 * The list of a store's files: a file of records, each an edit of the list, synced. An edit happens
 * as a whole or not, so a merge replaces its files by others at one moment. Thread-safe.
 *
 * <p>Each opening writes the list anew into {@code NAME-manifest-new}, deletes {@code
 * NAME-manifest} and gives its name to the new one. Nothing is added before that is durable: so at
 * each moment one of the two is whole, and the one that has the name, if there is one, is right.
 *
 * <p>Files that were dropped are deleted afterwards; those that a crash has left are deleted at the
 * next opening, as are those that were made and never added. The first edit has the number that
 * came next when the list was written, so only files from there on need be looked for.
 */
public final class Manifest implements AutoCloseable {
  private static final char KIND = 'M';
  private static final char RUN = 'R';

  /** Stands for all kinds but runs: their names are alike. */
  private static final char LOG = 'L';

  private static final Comparator<FileEntry> AGE =
      Comparator.comparingLong(FileEntry::rank).thenComparingLong(FileEntry::number);

  /** So many numbers in a row that nobody has used are the end of those that somebody has. */
  private static final int GAP_MAX = 16;

  private final Vfs vfs;
  private final String name;
  private final RecordFile file;
  private final Map<Long, FileEntry> files;
  private long nextNumber;
  private long durableNumber;
  private long generation;

  private Manifest(Vfs vfs, String name, RecordFile file, State state) {
    this.vfs = vfs;
    this.name = name;
    this.file = file;
    files = new TreeMap<>(state.files);
    nextNumber = state.nextNumber;
    durableNumber = state.durableNumber;
    generation = state.generation;
  }

  /** What the records say. */
  private static final class State {
    private final Map<Long, FileEntry> files = new TreeMap<>();
    private final List<FileEntry> dropped = new ArrayList<>();
    private long nextNumber = 1;

    /** The number that came next when the list was written anew. */
    private long firstNumber = 1;

    private long durableNumber;
    private long generation;
  }

  /** A change of the list. */
  public static final class Edit {
    private final List<FileEntry> added = new ArrayList<>();
    private final List<Long> dropped = new ArrayList<>();
    private long durableNumber;
    private boolean isReplacement;

    /** A change of nothing yet. */
    public Edit() {}

    /** Adds a file, or says something new of it. */
    public Edit add(FileEntry entry) {
      added.add(entry);
      return this;
    }

    /** Drops a file. */
    public Edit drop(long number) {
      dropped.add(number);
      return this;
    }

    /** Notes the number of a batch that is durable in the files. */
    public Edit durable(long number) {
      durableNumber = number;
      return this;
    }

    /** Says that what was in some files is now in others: begins another generation. */
    public Edit replace() {
      isReplacement = true;
      return this;
    }
  }

  /** Makes the list of a new store, over what a crash has left of an earlier try. */
  public static Manifest create(EngineContext context) {
    String name = name(context);
    context.vfs().delete(name);
    context.vfs().delete(name + "-new");
    State state = new State();
    deleteOrphans(context.vfs(), context.name(), state);
    context.vfs().syncNames();
    return rewrite(context.vfs(), context.name(), state);
  }

  /** Opens the list of a store. */
  public static Manifest open(EngineContext context) {
    Vfs vfs = context.vfs();
    String name = name(context);
    if (!vfs.exists(name) && vfs.exists(name + "-new")) {
      try (RecordFile whole = RecordFile.open(vfs, name + "-new", KIND, 0)) {
        read(whole);
      }
      vfs.rename(name + "-new", name);
      vfs.syncName(name);
    }
    State state;
    try (RecordFile old = RecordFile.open(vfs, name, KIND, 0)) {
      state = read(old);
      old.repair();
    }
    for (FileEntry entry : state.dropped) {
      vfs.delete(fileName(context.name(), entry));
      vfs.delete(hintName(context.name(), entry.number()));
    }
    deleteOrphans(vfs, context.name(), state);
    vfs.syncNames();
    return rewrite(vfs, context.name(), state);
  }

  /**
   * Checks the list of a store that nobody has open, and that there are no files that should not
   * be.
   *
   * @return null if it cannot be read
   */
  public static @Nullable Listing verify(EngineContext context, Verification verification) {
    Vfs vfs = context.vfs();
    String name = name(context);
    String found = !vfs.exists(name) && vfs.exists(name + "-new") ? name + "-new" : name;
    List<State> states = new ArrayList<>();
    verification.part(
        () -> {
          try (RecordFile file = RecordFile.openToRead(vfs, found, KIND, 0)) {
            states.add(read(file));
            verification.checked(file.end());
          }
        });
    if (states.isEmpty()) {
      return null;
    }
    State state = states.get(0);
    for (String orphan : oldOrphans(vfs, context.name(), state)) {
      verification.found(vfs.describe(orphan) + " belongs to nothing: delete it");
    }
    return new Listing(List.copyOf(state.files.values()), state.generation);
  }

  /**
   * What a manifest lists: files in the order of their numbers, and how often some were replaced.
   */
  public record Listing(List<FileEntry> files, long generation) {

    /** The files of a kind, oldest first. */
    public List<FileEntry> ofKind(char kind) {
      return files.stream().filter(entry -> entry.kind() == kind).sorted(AGE).toList();
    }
  }

  private static void deleteOrphans(Vfs vfs, String storeName, State state) {
    orphans(vfs, storeName, state).forEach(vfs::delete);
  }

  /**
   * The files that were made since the list was written and are not in it, and unfinished hints.
   */
  private static List<String> orphans(Vfs vfs, String storeName, State state) {
    Set<String> known = known(storeName, state.files.values());
    List<String> orphans = new ArrayList<>();
    for (FileEntry entry : state.files.values()) {
      String unfinished = hintName(storeName, entry.number()) + "-new";
      if (vfs.exists(unfinished)) {
        orphans.add(unfinished);
      }
    }
    long last = Math.max(state.nextNumber, state.firstNumber);
    for (long number = state.firstNumber; number < last + GAP_MAX; number++) {
      for (String name : namesOf(storeName, number)) {
        if (!known.contains(name) && vfs.exists(name)) {
          orphans.add(name);
          last = Math.max(last, number);
        }
      }
    }
    return orphans;
  }

  /** The files that are in no list, and that no opening would delete. */
  private static List<String> oldOrphans(Vfs vfs, String storeName, State state) {
    Set<String> known = known(storeName, state.files.values());
    known.addAll(known(storeName, state.dropped));
    List<String> orphans = new ArrayList<>();
    for (long number = 1; number < state.firstNumber; number++) {
      for (String name : namesOf(storeName, number)) {
        if (!known.contains(name) && vfs.exists(name)) {
          orphans.add(name);
        }
      }
    }
    return orphans;
  }

  private static Set<String> known(String storeName, Collection<FileEntry> entries) {
    Set<String> known = new HashSet<>();
    for (FileEntry entry : entries) {
      known.add(fileName(storeName, entry));
      known.add(hintName(storeName, entry.number()));
      known.add(hintName(storeName, entry.number()) + "-new");
    }
    return known;
  }

  private static List<String> namesOf(String storeName, long number) {
    return List.of(
        fileName(storeName, number, LOG),
        fileName(storeName, number, RUN),
        hintName(storeName, number),
        hintName(storeName, number) + "-new");
  }

  private static String name(EngineContext context) {
    return context.name() + "-manifest";
  }

  private static State read(RecordFile file) {
    State state = new State();
    int[] count = {0};
    file.replay(
        RecordFile.HEADER_SIZE,
        RecordFile.HEADER_SIZE,
        false,
        (position, number, bytes, from, length) -> {
          readEdit(state, count[0] == 0, new Fields(bytes, from));
          count[0]++;
        });
    if (count[0] == 0) {
      throw new CorruptionException(file.place() + " is damaged: it holds no list of files");
    }
    return state;
  }

  private static Manifest rewrite(Vfs vfs, String storeName, State state) {
    String name = storeName + "-manifest";
    String newName = name + "-new";
    try (RecordFile fresh = RecordFile.create(vfs, newName, KIND, 0)) {
      Edit all = new Edit().durable(state.durableNumber);
      state.files.values().forEach(all::add);
      fresh.append(record(all, state.nextNumber, state.generation), 0);
      fresh.sync();
    }
    vfs.delete(name);
    vfs.syncNames();
    vfs.rename(newName, name);
    vfs.syncName(name);
    RecordFile file = RecordFile.open(vfs, name, KIND, 0);
    try {
      read(file);
      Manifest manifest = new Manifest(vfs, storeName, file, state);
      manifest.file.sync();
      manifest.witness();
      return manifest;
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  // ------------------------------------------------------------------ the list

  /** A number for a file that is to be made. */
  public synchronized long newNumber() {
    return nextNumber++;
  }

  /** The files of a kind and level, oldest first. */
  public synchronized List<FileEntry> files(char kind, int level) {
    return files.values().stream()
        .filter(entry -> entry.kind() == kind && entry.level() == level)
        .sorted(AGE)
        .toList();
  }

  /** The number of the last batch that the files are known to have. */
  public synchronized long durableNumber() {
    return durableNumber;
  }

  /** How many times files were replaced by others. */
  public synchronized long generation() {
    return generation;
  }

  /** Changes the list, durably. If that fails for want of room, nothing has changed. */
  public synchronized void apply(Edit edit) {
    long newGeneration = generation + (edit.isReplacement ? 1 : 0);
    edit.durableNumber = Math.max(durableNumber, edit.durableNumber);
    file.append(record(edit, nextNumber, newGeneration), 0);
    file.sync();
    edit.dropped.forEach(files::remove);
    edit.added.forEach(entry -> files.put(entry.number(), entry));
    durableNumber = edit.durableNumber;
    generation = newGeneration;
    witness();
  }

  /**
   * Appends an edit of nothing, which says that what stands before it was synced: so that damage of
   * the last edit is not taken for a torn one. It is synced too: a file that is compressed or
   * encrypted has in it what was synced, and by its older header what was synced before that.
   */
  private void witness() {
    try {
      file.append(record(new Edit().durable(durableNumber), nextNumber, generation), 0);
      file.sync();
    } catch (StorageException | CommitUnknownException e) {
      return; // Without it, too, the list is right.
    }
  }

  /** The name of a file of a store. */
  public static String fileName(String storeName, FileEntry entry) {
    return fileName(storeName, entry.number(), entry.kind());
  }

  /** The name of a file of a store. */
  public static String fileName(String storeName, long number, char kind) {
    String ending = kind == RUN ? ".run" : ".log";
    return "%s-%06d%s".formatted(storeName, number, ending);
  }

  /** The name of the hint file of a segment. */
  public static String hintName(String storeName, long number) {
    return "%s-%06d.hint".formatted(storeName, number);
  }

  /** Deletes a file that was dropped, with its hint file. */
  public void deleteFile(long number, char kind) {
    vfs.delete(fileName(name, number, kind));
    vfs.delete(hintName(name, number));
    vfs.delete(hintName(name, number) + "-new");
  }

  @Override
  public void close() {
    file.close();
  }

  // ------------------------------------------------------------------ edits as bytes

  /** All numbers are varints, all keys have their lengths before them. */
  private static ByteBuilder record(Edit edit, long nextNumber, long generation) {
    ByteBuilder record = RecordFile.newRecord(256);
    record.putVarint(nextNumber).putVarint(edit.durableNumber).putVarint(generation);
    record.putVarint(edit.dropped.size());
    edit.dropped.forEach(record::putVarint);
    record.putVarint(edit.added.size());
    for (FileEntry entry : edit.added) {
      record.putVarint(entry.number()).putVarint(entry.kind()).putVarint(entry.level());
      record.putVarint(entry.rank()).putVarint(entry.isSealed() ? 1 : 0).putVarint(entry.length());
      record.putVarint(entry.lower().length).put(entry.lower());
      record.putVarint(entry.upper().length).put(entry.upper());
    }
    return record;
  }

  private static void readEdit(State state, boolean isFirst, Fields fields) {
    state.nextNumber = fields.number();
    state.firstNumber = isFirst ? state.nextNumber : state.firstNumber;
    state.durableNumber = fields.number();
    state.generation = fields.number();
    for (long left = fields.number(); left > 0; left--) {
      FileEntry gone = state.files.remove(fields.number());
      if (gone != null) {
        state.dropped.add(gone);
      }
    }
    for (long left = fields.number(); left > 0; left--) {
      FileEntry entry =
          new FileEntry(
              fields.number(),
              (char) fields.number(),
              (int) fields.number(),
              fields.number(),
              fields.number() == 1,
              fields.number(),
              fields.bytes(),
              fields.bytes());
      state.files.put(entry.number(), entry);
    }
  }

  private static final class Fields {
    private final byte[] bytes;
    private int at;

    Fields(byte[] bytes, int from) {
      this.bytes = bytes;
      at = from;
    }

    long number() {
      long value = Varint.getLong(bytes, at);
      at += Varint.length(value);
      return value;
    }

    byte[] bytes() {
      int length = (int) number();
      byte[] copy = Arrays.copyOfRange(bytes, at, at + length);
      at += length;
      return copy;
    }
  }
}
