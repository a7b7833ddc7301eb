package org.pydb.engine.testkit.kv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.pydb.engine.error.CommitUnknownException;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.KeyValueStore;
import org.pydb.engine.kv.storage.Durability;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.kv.storage.WriteBatch;
import org.pydb.engine.testkit.crash.Life;
import org.pydb.engine.testkit.crash.Workload;
import org.pydb.engine.vfs.Vfs;

/**
 * A client that writes to a key–value store, synced or relaxed, opens it anew now and then, and
 * knows what a crash must leave: every synced write, and of the relaxed ones a beginning.
 *
 * @param opens opens the store in a place
 * @param verifies checks the files of a store that is closed
 * @param isOrdered whether it can be scanned
 * @param keepsUnsynced whether what was not synced outlives the end of the process
 * @param steps how many writes there are in the first life
 * @param mayFail whether the disk has faults, so that writes may be refused
 */
public record KeyValueWorkload(
    Function<Vfs, KeyValueStore> opens,
    Consumer<Vfs> verifies,
    boolean isOrdered,
    boolean keepsUnsynced,
    int steps,
    boolean mayFail)
    implements Workload<KeyValueWorkload.Promise> {

  private static final int KEYS = 24;
  private static final int STEPS_OF_A_STORE = 20;
  private static final int STEPS_AFTER_CRASH = 6;

  /**
   * What may be found.
   *
   * @param states one after each write since the last one that was synced, that one included
   * @param written how many of them are acknowledged: the last of these is there at least, if the
   *     power has not failed
   */
  public record Promise(List<Map<String, String>> states, int written) {
    static final Promise NOTHING = new Promise(List.of(Map.of()), 1);

    private Promise begun(Map<String, String> next) {
      List<Map<String, String>> all = new ArrayList<>(states);
      all.add(next);
      return new Promise(List.copyOf(all), written);
    }

    private Promise acknowledged(Durability durability) {
      return durability == Durability.SYNCED
          ? new Promise(List.of(states.get(states.size() - 1)), 1)
          : new Promise(states, states.size());
    }

    private Map<String, String> last() {
      return states.get(states.size() - 1);
    }
  }

  @Override
  public void live(Life<Promise> life) {
    life.promise(Promise.NOTHING);
    Client client = new Client(life, Promise.NOTHING);
    for (int done = 0; done < steps; done += STEPS_OF_A_STORE) {
      client.work(Math.min(STEPS_OF_A_STORE, steps - done));
    }
  }

  @Override
  public void recover(Life<Promise> life, Promise promised) {
    Client client = new Client(life, promised);
    client.work(STEPS_AFTER_CRASH);
    client.work(0);
  }

  /** Who writes in one life. */
  private final class Client {
    private final Life<Promise> life;
    private final Random random;
    private Promise promise;

    /** Whether what was not synced may be gone. */
    private boolean powerWasLost;

    Client(Life<Promise> life, Promise promise) {
      this.life = life;
      this.promise = promise;
      random = life.random();
      powerWasLost = life.powerWasLost();
    }

    /** Opens the store, looks what is there, writes and closes it. */
    void work(int count) {
      life.begin("opening");
      try (KeyValueStore store = opens.apply(life.disk())) {
        check(store);
        for (int i = 0; i < count; i++) {
          write(store);
        }
        life.begin("close");
      } catch (StorageException | CommitUnknownException | DatabaseFailedException e) {
        if (!mayFail) {
          throw e;
        }
      }
      verify();
    }

    /** Also after a failure there is nothing in the files that an opening could not put right. */
    private void verify() {
      try {
        verifies.accept(life.disk());
      } catch (StorageException e) {
        if (!mayFail) {
          throw e;
        }
      }
    }

    private void promise(Promise next) {
      promise = next;
      life.promise(next);
    }

    private void check(KeyValueStore store) {
      Map<String, String> found = read(store);
      if (isOrdered && !found.equals(scan(store))) {
        throw new AssertionError("single reads find " + found + ", a scan finds " + scan(store));
      }
      List<Map<String, String>> states = promise.states;
      List<Map<String, String>> allowed =
          powerWasLost || mayFail || !keepsUnsynced
              ? states
              : states.subList(promise.written - 1, states.size());
      if (!allowed.contains(found)) {
        throw new AssertionError("found " + found + ", promised one of " + allowed);
      }
      powerWasLost = false;
      life.disk().lossIsSeen();
      promise(new Promise(List.of(found), 1));
    }

    private void write(KeyValueStore store) {
      Map<String, String> next = new TreeMap<>(promise.last());
      WriteBatch batch = batch(next);
      Durability durability = random.nextInt(3) == 0 ? Durability.RELAXED : Durability.SYNCED;
      life.begin(durability == Durability.SYNCED ? "synced write" : "relaxed write");
      Promise before = promise;
      promise(before.begun(next));
      try {
        store.write(batch, durability);
        promise(promise.acknowledged(durability));
      } catch (StorageException e) {
        if (!mayFail) {
          throw e;
        }
        promise(before); // It was refused, and has had no effect.
      }
    }

    private WriteBatch batch(Map<String, String> next) {
      WriteBatch batch = new WriteBatch();
      for (int i = random.nextInt(4) == 0 ? random.nextInt(8) : 0; i >= 0; i--) {
        String key = "key " + random.nextInt(KEYS);
        if (random.nextInt(3) == 0) {
          batch.delete(key.getBytes(UTF_8));
          next.remove(key);
        } else {
          String value = Integer.toHexString(random.nextInt()).repeat(random.nextInt(60));
          batch.set(key.getBytes(UTF_8), value.getBytes(UTF_8));
          next.put(key, value);
        }
      }
      return batch;
    }
  }

  private static Map<String, String> read(KeyValueStore store) {
    NavigableMap<String, String> found = new TreeMap<>();
    for (int i = 0; i < KEYS; i++) {
      String key = "key " + i;
      byte[] value = store.get(key.getBytes(UTF_8));
      if (value != null) {
        found.put(key, new String(value, UTF_8));
      }
    }
    return found;
  }

  private static Map<String, String> scan(KeyValueStore store) {
    NavigableMap<String, String> found = new TreeMap<>();
    try (EntryCursor cursor = store.scan()) {
      while (cursor.next()) {
        found.put(new String(cursor.key(), UTF_8), new String(cursor.value(), UTF_8));
      }
    }
    return found;
  }
}
