package org.pydb.engine.vfs.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.KeyException;
import org.pydb.engine.testkit.PowerLossVfs;
import org.pydb.engine.testkit.Seeds;
import org.pydb.engine.testkit.WrappingVfs;
import org.pydb.engine.vfs.MemoryVfs;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.Vfs.OpenMode;
import org.pydb.engine.vfs.VfsFile;

/** What is special about files that are compressed or encrypted: size, secrecy, damage, crashes. */
class PlacedVfsTest {
  private static final String NAME = "shop.pydb";
  private static final KeySource KEY = () -> "0011223344556677".repeat(4).toCharArray();
  private static final KeySource ANOTHER = () -> "8899aabbccddeeff".repeat(4).toCharArray();
  private static final int PAGE = 8192;

  private final MemoryVfs base = new MemoryVfs();

  @Test
  void compressedFileIsSmallAndStaysSmallUnderRewriting() {
    Vfs vfs = new PlacedVfs(base, true, KeySource.NONE);
    try (VfsFile file = vfs.open(NAME, OpenMode.CREATE)) {
      long once = 0;
      for (int round = 0; round < 8; round++) {
        for (int page = 0; page < 200; page++) {
          file.write((long) page * PAGE, text(page, round), 0, PAGE);
        }
        file.sync();
        once = round == 0 ? physical().length : once;
      }
      assertThat(file.size()).isEqualTo(200 * PAGE);
      assertThat(once).isLessThan(200 * PAGE / 2);
      assertThat(physical().length)
          .as("two generations, and some room")
          .isLessThan((int) (2.3 * once));
    }
  }

  @Test
  void encryptedFileShowsNothingAndOpensWithItsKeyOnly() {
    byte[] secret = text(1, 1);
    try (VfsFile file = new PlacedVfs(base, false, KEY).open(NAME, OpenMode.CREATE)) {
      file.write(0, secret, 0, PAGE);
    }
    byte[] bytes = physical();
    assertThat(indexOf(bytes, Arrays.copyOf(secret, 16))).isEqualTo(-1);
    assertThatThrownBy(() -> new PlacedVfs(base, false, ANOTHER).open(NAME, OpenMode.READ))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("memory:shop.pydb: the key is not the one");
    assertThatThrownBy(() -> new PlacedVfs(base, false, KeySource.NONE).open(NAME, OpenMode.READ))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("is encrypted");
    try (VfsFile file = new PlacedVfs(base, false, KEY).open(NAME, OpenMode.READ)) {
      byte[] page = new byte[PAGE];
      file.read(0, page, 0, PAGE);
      assertThat(page).isEqualTo(secret);
    }
  }

  /** A flipped bit gives the right bytes, or an error that names the file; the rest stays. */
  @Test
  void damageIsFoundAndNothingElseIsLost() {
    for (KeySource key : new KeySource[] {KeySource.NONE, KEY}) {
      MemoryVfs whole = new MemoryVfs();
      int pages = 690; // Two maps.
      try (VfsFile file = new PlacedVfs(whole, true, key).open(NAME, OpenMode.CREATE)) {
        for (int page = 0; page < pages; page++) {
          file.write((long) page * PAGE, text(page, 0), 0, 100);
        }
      }
      byte[] bytes = physical(whole);
      Random random = Seeds.random("damageIsFoundAndNothingElseIsLost");
      int refused = 0;
      int lost = 0;
      for (int flip = 0; flip < 12; flip++) {
        byte[] damaged = bytes.clone();
        int at = random.nextInt(bytes.length);
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        Vfs vfs = new PlacedVfs(filesOf(damaged), true, key);
        int lostPages = 0;
        try (VfsFile file = vfs.open(NAME, OpenMode.READ)) {
          for (int page = 0; page < pages; page++) {
            byte[] read = new byte[100];
            try {
              file.read((long) page * PAGE, read, 0, 100);
              assertThat(read).isEqualTo(Arrays.copyOf(text(page, 0), 100));
            } catch (CorruptionException e) {
              assertThat(e).hasMessageContaining("memory:shop.pydb, page " + page + ": ");
              lostPages++;
            }
          }
        } catch (CorruptionException e) {
          assertThat(e).hasMessageContaining("memory:shop.pydb");
          refused++;
        }
        assertThat(lostPages).isLessThanOrEqualTo(PageMap.FANOUT);
        lost += Math.min(1, lostPages);
      }
      assertThat(lost).isPositive();
      assertThat(refused).as("only the root and the directory are needed").isLessThan(5);
    }
  }

  /** After a power loss the file is as some sync left it: the last one, or the one under way. */
  @Test
  void powerLossLeavesWhatWasSyncedLast() {
    Random random = Seeds.random("powerLossLeavesWhatWasSyncedLast");
    for (int life = 0; life < 24; life++) {
      PowerLossVfs disk = new PowerLossVfs();
      KeySource key = life % 4 == 0 ? KEY : KeySource.NONE;
      byte[] synced = {};
      for (int crash = 0; crash < 6; crash++) {
        Vfs vfs = new PlacedVfs(disk, life % 2 == 0, key);
        VfsFile file = vfs.open(NAME, OpenMode.CREATE); // Never closed: the process dies.
        assertThat(contents(file)).isEqualTo(synced);
        int steps = random.nextInt(30);
        byte[] model = synced;
        for (int step = 0; step < steps; step++) {
          model = change(file, model, random);
          if (random.nextInt(5) == 0) {
            file.sync();
            synced = model;
          }
        }
        disk = disk.afterPowerLoss(random);
      }
    }
  }

  private static byte[] change(VfsFile file, byte[] model, Random random) {
    int position = random.nextInt(20 * PAGE);
    if (random.nextInt(6) == 0) {
      file.truncate(position);
      return Arrays.copyOf(model, Math.min(model.length, position));
    }
    byte[] bytes = new byte[1 + random.nextInt(3 * PAGE)];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    }
    file.write(position, bytes, 0, bytes.length);
    byte[] changed = Arrays.copyOf(model, Math.max(model.length, position + bytes.length));
    System.arraycopy(bytes, 0, changed, position, bytes.length);
    return changed;
  }

  /** A sync needs no room: what it writes was kept for it when the pages were written. */
  @Test
  void fullDiskFailsWritesAndNeverASync() {
    long[] room = {400_000};
    Vfs full =
        new WrappingVfs(base) {
          @Override
          protected VfsFile wrap(VfsFile inner, OpenMode mode) {
            return new ForwardingFile(inner) {
              @Override
              public void write(long position, byte[] source, int from, int count) {
                if (position + count > room[0] && position + count > size()) {
                  throw new DiskFullException("no room", null);
                }
                super.write(position, source, from, count);
              }
            };
          }
        };
    Random random = new Random(1);
    Map<Integer, byte[]> model = new TreeMap<>();
    int refused = 0;
    try (VfsFile file = new PlacedVfs(full, true, KeySource.NONE).open(NAME, OpenMode.CREATE)) {
      for (int step = 0; step < 300; step++) {
        int page = random.nextInt(40);
        byte[] bytes = new byte[PAGE];
        random.nextBytes(bytes);
        try {
          file.write((long) page * PAGE, bytes, 0, PAGE);
          model.put(page, bytes);
        } catch (DiskFullException e) {
          refused++;
        }
        if (step % 7 == 0) {
          file.sync();
        }
      }
      assertThat(refused).isPositive();
      model.forEach(
          (page, bytes) -> {
            byte[] read = new byte[PAGE];
            file.read((long) page * PAGE, read, 0, PAGE);
            assertThat(read).isEqualTo(bytes);
          });
    }
  }

  private static byte[] text(int page, int round) {
    byte[] bytes = new byte[PAGE];
    byte[] words =
        ("page " + page + " of round " + round + ", which was written once; ").getBytes(UTF_8);
    Random random = new Random(page * 31L + round);
    for (int i = 0; i < PAGE; i++) {
      bytes[i] = i % 8 == 0 ? (byte) random.nextInt() : words[i % words.length];
    }
    return bytes;
  }

  private static byte[] contents(VfsFile file) {
    byte[] bytes = new byte[(int) file.size()];
    file.read(0, bytes, 0, bytes.length);
    return bytes;
  }

  private byte[] physical() {
    return physical(base);
  }

  private static byte[] physical(Vfs vfs) {
    try (VfsFile file = vfs.open(NAME, OpenMode.READ)) {
      return contents(file);
    }
  }

  private static Vfs filesOf(byte[] bytes) {
    MemoryVfs vfs = new MemoryVfs();
    try (VfsFile file = vfs.open(NAME, OpenMode.CREATE)) {
      file.write(0, bytes, 0, bytes.length);
    }
    return vfs;
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
