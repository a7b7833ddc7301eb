package org.pydb.engine.testkit.crash;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.pydb.engine.testkit.crash.FileState.Change;

/**
 * All of a simulated disk at one moment: what is in its files, what of that is synced, and what a
 * crash may lose. Immutable, and cheap to keep. What a crash does is told in {@link SimulatedDisk}.
 */
public final class DiskState {

  /** A disk without files. */
  public static final DiskState EMPTY = new DiskState(Map.of(), Map.of(), Map.of(), List.of());

  private final Map<Integer, FileState> files;

  /** Name → file. */
  private final Map<String, Integer> names;

  private final Map<String, Integer> syncedNames;

  /** The changes of names since they were synced, in order. */
  private final List<NameChange> unsyncedNames;

  /** A name was given to a file, taken from it, or changed. */
  private record NameChange(long number, String name, String newName, int file) {
    static final int GONE = 0;

    /** Does it to a map of names; what it needs may have been lost before. */
    void applyTo(Map<String, Integer> map) {
      if (!newName.isEmpty()) {
        Integer moved = map.remove(name);
        if (moved != null) {
          map.put(newName, moved);
        }
      } else if (file == GONE) {
        map.remove(name);
      } else {
        map.put(name, file);
      }
    }
  }

  private DiskState(
      Map<Integer, FileState> files,
      Map<String, Integer> names,
      Map<String, Integer> syncedNames,
      List<NameChange> unsyncedNames) {
    this.files = files;
    this.names = names;
    this.syncedNames = syncedNames;
    this.unsyncedNames = unsyncedNames;
  }

  /** A disk with these files, all synced. */
  public static DiskState of(Map<String, byte[]> contents) {
    Map<Integer, FileState> files = new HashMap<>();
    Map<String, Integer> names = new TreeMap<>();
    contents.forEach(
        (name, bytes) -> {
          int file = names.size() + 1;
          names.put(name, file);
          files.put(file, FileState.of(Blocks.of(bytes)));
        });
    return new DiskState(files, names, names, List.of());
  }

  /** The bytes of all files, as whoever reads them finds them. */
  public Map<String, byte[]> contents() {
    Map<String, byte[]> contents = new TreeMap<>();
    names.forEach((name, file) -> contents.put(name, file(file).live().toArray()));
    return contents;
  }

  /** Whether a crash now leaves just one thing: all is synced. */
  public boolean isSynced() {
    return unsyncedNames.isEmpty()
        && files.values().stream().allMatch(file -> file.unsynced() == null && !file.forgotten());
  }

  /** The state with one bit of a file flipped, durably. */
  public DiskState withFlippedBit(String name, long bit) {
    int number = names.get(name);
    byte[] bytes = new byte[1];
    Blocks live = file(number).live();
    live.read(bit / 8, bytes, 0, 1);
    bytes[0] ^= (byte) (1 << (bit % 8));
    return with(number, FileState.of(live.write(bit / 8, bytes, 0, 1)));
  }

  // ------------------------------------------------------------------ crashes

  /** What is found when the power is back: all of that is durable. */
  public DiskState afterPowerLoss(Random chance) {
    return afterPowerLoss(PowerLoss.random(chance, candidates()), chance);
  }

  private List<PowerLoss.Candidate> candidates() {
    List<PowerLoss.Candidate> all = new ArrayList<>();
    names.forEach(
        (name, number) -> {
          for (Change change : file(number).changes()) {
            all.add(new PowerLoss.Candidate(name, change.number()));
          }
        });
    for (NameChange change : unsyncedNames) {
      all.add(new PowerLoss.Candidate("", change.number));
    }
    all.sort(Comparator.comparingLong(PowerLoss.Candidate::number));
    return all;
  }

  private DiskState afterPowerLoss(PowerLoss loss, Random chance) {
    Map<String, Integer> left = new TreeMap<>(syncedNames);
    for (NameChange change : unsyncedNames) {
      if (loss.spares("", change.number, 0, 1, chance)) {
        change.applyTo(left);
      }
    }
    Map<Integer, FileState> contents = new HashMap<>();
    left.forEach(
        (name, number) ->
            contents.put(number, FileState.of(file(number).afterPowerLoss(name, loss, chance))));
    return new DiskState(contents, left, left, List.of());
  }

  /** Shows the name of the file and the bytes of each write that a crash may lose. */
  void forEachUnsynced(BiConsumer<String, byte[]> action) {
    names.forEach(
        (name, number) -> file(number).changes().forEach(c -> action.accept(name, c.bytes())));
  }

  /** Whether a crash may lose the making, removal or renaming of a file. */
  boolean hasUnsyncedNames() {
    return !unsyncedNames.isEmpty();
  }

  // ------------------------------------------------------------------ changes

  FileState file(int number) {
    FileState file = files.get(number);
    if (file == null) {
      throw new IllegalStateException("no file " + number);
    }
    return file;
  }

  int highestNumber() {
    return files.keySet().stream().mapToInt(number -> number).max().orElse(0);
  }

  /** The number of the file of this name, or 0. */
  int number(String name) {
    return names.getOrDefault(name, NameChange.GONE);
  }

  DiskState with(int number, FileState file) {
    Map<Integer, FileState> changed = new HashMap<>(files);
    changed.put(number, file);
    return new DiskState(changed, names, syncedNames, unsyncedNames);
  }

  DiskState withName(long change, String name, int file) {
    return with(file, FileState.EMPTY).with(new NameChange(change, name, "", file));
  }

  DiskState withoutName(long change, String name) {
    return with(new NameChange(change, name, "", NameChange.GONE));
  }

  DiskState withNewName(long change, String name, String newName) {
    return with(new NameChange(change, name, newName, NameChange.GONE));
  }

  private DiskState with(NameChange change) {
    Map<String, Integer> changed = new TreeMap<>(names);
    change.applyTo(changed);
    List<NameChange> changes = new ArrayList<>(unsyncedNames);
    changes.add(change);
    return new DiskState(files, changed, syncedNames, changes);
  }

  /** All names are durable; files that have none and that nobody has open are gone. */
  DiskState withNamesSynced(Set<Integer> open) {
    Map<Integer, FileState> kept = new HashMap<>(files);
    kept.keySet().removeIf(file -> !open.contains(file) && !names.containsValue(file));
    return new DiskState(kept, names, names, List.of());
  }
}
