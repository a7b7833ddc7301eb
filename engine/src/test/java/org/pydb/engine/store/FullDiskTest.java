package org.pydb.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.inspect.DatabaseVerifier;
import org.pydb.engine.testkit.FaultyVfs;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.txn.TreeTransaction;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;

/**
 * A disk fills up. What frees room goes through, on what is kept for that: deletes, drops,
 * checkpoints, and the recovery that a crash makes necessary. What takes room fails and harms
 * nothing.
 */
class FullDiskTest {
  private static final String NAME = "test.pydb";
  private static final int TREE = 16;
  private static final int ROOM = 10 << 20;
  private static final int VALUE = 500;

  private Vfs disk = new MemoryVfs();
  private FaultyVfs vfs = new FaultyVfs(disk);
  private TreeStore store;
  private int rows;

  /** Deleting everything, in one transaction, makes the file usable again. */
  @Test
  void deletesAll() {
    fill(ROOM);
    int before = rows;
    delete(0, before, 1);
    assertThat(count()).isZero();
    insert(0, 1000);
    assertThat(count()).isEqualTo(1000);
    close();
  }

  /** Deleting here and there replaces many pages for few that become free: the hardest case. */
  @Test
  void deletesScatteredRowsInSmallTransactions() {
    fill(ROOM);
    for (int first = 0; first < 50; first++) {
      for (int from = first; from < rows; from += 2000) {
        delete(from, Math.min(rows, from + 2000), 50);
      }
    }
    assertThat(count()).isZero();
    insert(0, 1000);
    close();
  }

  @Test
  void dropsATree() {
    fill(ROOM);
    try (TreeTransaction transaction = store.begin(false)) {
      transaction.dropTree(TREE);
      transaction.commit();
    }
    insert(TREE + 1, 0, 1000);
    close();
  }

  /** Whatever fails in between, the store goes on once others have made room. */
  @Test
  void goesOnWhenThereIsRoomAgain() {
    fill(ROOM);
    assertThatThrownBy(() -> insert(rows, rows + 20_000)).isInstanceOf(DiskFullException.class);
    assertThat(count()).isEqualTo(rows);
    vfs.heal();
    insert(rows, rows + 20_000);
    assertThat(count()).isEqualTo(rows + 20_000);
    close();
  }

  /** A crash on the full disk, even a second one right behind it, and then somebody deletes. */
  @Test
  void recoversOnTheFullDisk() {
    Random random = Seeds.random("recoversOnTheFullDisk");
    PowerLossVfs left = new PowerLossVfs();
    vfs = new FaultyVfs(left);
    fill(ROOM);
    update(0, 50); // Something to recover, if there is room for it.
    for (int crash = 0; crash < 2; crash++) {
      left = left.afterPowerLoss(random);
      vfs = new FaultyVfs(left);
      vfs.fullAfter(0);
      store = open(vfs);
      assertThat(count()).isEqualTo(rows);
    }
    delete(0, rows, 1);
    assertThat(count()).isZero();
    insert(0, 100);
    disk = left;
    close();
  }

  /** Values in chains of their own take room before the commit: that fails as cleanly. */
  @Test
  void largeValuesLeaveTheReserveAlone() {
    fill(ROOM);
    byte[] key = key(rows);
    assertThatThrownBy(
            () -> {
              try (TreeTransaction transaction = store.begin(false)) {
                byte[] value = new byte[4 << 20];
                transaction.writes().put(TREE, true, key, 0, 4, value, 0, value.length);
                transaction.commit();
              }
            })
        .isInstanceOf(DiskFullException.class);
    delete(0, rows, 1);
    assertThat(count()).isZero();
    close();
  }

  /** Rooms of any size, so that the disk is full at any step. */
  @Test
  void whateverRoomThereIs() {
    Random random = Seeds.random("whateverRoomThereIs");
    for (int i = 0; i < 12; i++) {
      disk = new MemoryVfs();
      vfs = new FaultyVfs(disk);
      rows = 0;
      fill((7 << 20) + random.nextInt(6 << 20));
      for (int from = 0; from < rows; from += 500) {
        delete(from, Math.min(rows, from + 500), 1);
      }
      assertThat(count()).isZero();
      insert(0, 200);
      close();
    }
  }

  // ------------------------------------------------------------------ steps

  /** Inserts until nothing goes in any more. */
  private void fill(int room) {
    vfs.fullAfter(room);
    store = open(vfs);
    try {
      while (true) {
        insert(rows, rows + 100);
        rows += 100;
      }
    } catch (DiskFullException e) {
      assertThat(rows).as("rows before the disk was full").isPositive();
    }
    assertThat(count()).isEqualTo(rows);
  }

  private static TreeStore open(FaultyVfs vfs) {
    return TreeStore.open(
        new StoreOptions(vfs, NAME, StoreOptions.Mode.CREATE, 4 << 20, Runnable::run));
  }

  private void insert(int from, int to) {
    insert(TREE, from, to);
  }

  private void insert(int tree, int from, int to) {
    try (TreeTransaction transaction = store.begin(false)) {
      for (int i = from; i < to; i++) {
        transaction.writes().put(tree, true, key(i), 0, 4, new byte[VALUE], 0, VALUE);
      }
      transaction.commit();
    }
  }

  private void update(int from, int to) {
    try {
      insert(from, to);
    } catch (DiskFullException e) {
      assertThat(count()).isEqualTo(rows);
    }
  }

  private void delete(int from, int to, int step) {
    try (TreeTransaction transaction = store.begin(false)) {
      for (int i = from; i < to; i += step) {
        transaction.writes().delete(TREE, true, key(i), 0, 4);
      }
      transaction.commit();
    }
  }

  private static byte[] key(int number) {
    byte[] key = new byte[4];
    Bytes.putInt(key, 0, number);
    return key;
  }

  private long count() {
    return store.pipeline().current().roots().getOrEmpty(TREE).entries();
  }

  private void close() {
    store.close();
    assertThat(DatabaseVerifier.verifyFile(disk, NAME)).isEmpty();
  }
}
