package org.pydb.engine.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pydb.engine.kv.btree.BTreeEngine;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.lsm.LsmEngine;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.kv.storage.Snapshot;
import org.pydb.engine.testkit.crash.DiskState;
import org.pydb.engine.testkit.crash.SimulatedDisk;
import org.pydb.engine.testkit.crash.SimulatedDisk.Kind;
import org.pydb.engine.vfs.Vfs;

/**
 * Stores that a released format has left in the world: this version must read them, and go on with
 * them, for ever. Each stands in {@code golden/kv-N}, once as it was closed, and once as a process
 * that died has left it.
 *
 * <p>On a simulated disk all chance is the same each time. So this version must also write the same
 * bytes. Whoever changes a format on purpose gives it a new number, and adds files to these. If it
 * is only the order in which things are written that has changed, {@code main} writes those of the
 * current format anew: first see that the old ones are opened.
 */
class GoldenStoresTest {
  private static final String CURRENT = "kv-1";
  private static final long SEED = 20_260_101;

  /** An engine, and whether its store was closed. */
  record Golden(String name, EngineFactory engine, boolean isClosed) {
    private KeyValueOptions on(Vfs vfs) {
      return KeyValueOptions.at(Path.of("test"))
          .withVfs(vfs)
          .withEngine(engine)
          .withMemoryBytes(32 << 10)
          .withExecutor(Runnable::run);
    }

    private String file() {
      return name + (isClosed ? "-closed" : "-died") + ".gz";
    }

    @Override
    public String toString() {
      return file();
    }
  }

  static Stream<Golden> all() {
    return Stream.of(true, false)
        .flatMap(
            isClosed ->
                Stream.of(
                    new Golden("btree", BTreeEngine.withLogSegments(16 << 10), isClosed),
                    new Golden(
                        "log", LogEngine.with(IndexFactory.persistent(16 << 10), 4096), isClosed),
                    new Golden("lsm", LsmEngine.FACTORY, isClosed)));
  }

  private static byte[] key(int i) {
    return i == 0 ? new byte[0] : ("key " + i * i % 97).getBytes(UTF_8);
  }

  private static byte[] value(int i) {
    return ("value " + i + ' ').repeat(i % 30).getBytes(UTF_8);
  }

  /** Writes a store; what is there at the end, and what is in the files. */
  private static Map<String, byte[]> write(Golden golden, Map<String, String> entries) {
    SimulatedDisk disk = new SimulatedDisk(SEED);
    Map<String, byte[]> died;
    for (int opening = 0; ; opening++) {
      try (KeyValueStore store = KeyValueStore.open(golden.on(disk))) {
        for (int i = 0; i < 150; i++) {
          store.set(key(i), value(i + opening));
        }
        store.delete(key(5));
        died = new TreeMap<>(disk.state().contents());
        entries.putAll(entries(store));
      }
      if (opening == 1) {
        return golden.isClosed ? new TreeMap<>(disk.state().contents()) : died;
      }
    }
  }

  private static Map<String, String> entries(KeyValueStore store) {
    Map<String, String> entries = new TreeMap<>();
    try (Snapshot snapshot = store.snapshot()) {
      snapshot.forEach(
          (key, value) -> entries.put(new String(key, UTF_8), new String(value, UTF_8)));
    }
    return entries;
  }

  @ParameterizedTest
  @MethodSource("all")
  void storesOfEveryFormatAreOpened(Golden golden) throws IOException {
    Map<String, String> expected = new TreeMap<>();
    Map<String, byte[]> unused = write(golden, expected);
    SimulatedDisk disk = new SimulatedDisk(Kind.POSIX, DiskState.of(read(golden)), 1);
    assertThat(KeyValueStore.verify(golden.on(disk), bytes -> {})).isEmpty();
    try (KeyValueStore store = KeyValueStore.open(golden.on(disk))) {
      assertThat(entries(store)).isEqualTo(expected);
      for (int i = 0; i < 150; i++) {
        store.set(key(i), value(i + 7)); // It goes on.
      }
    }
    assertThat(KeyValueStore.verify(golden.on(disk), bytes -> {})).isEmpty();
  }

  /** A change of a format does not go unnoticed. */
  @ParameterizedTest
  @MethodSource("all")
  void sameBytesAreWritten(Golden golden) throws IOException {
    Map<String, byte[]> expected = read(golden);
    Map<String, byte[]> written = write(golden, new TreeMap<>());
    assertThat(written.keySet()).isEqualTo(expected.keySet());
    for (Map.Entry<String, byte[]> file : expected.entrySet()) {
      if (file.getKey().matches(".*-(tree|index)(-wal)?")) {
        continue; // They have the format of SQL databases, which has golden files of its own.
      }
      assertThat(written.get(file.getKey())).as(file.getKey()).isEqualTo(file.getValue());
    }
  }

  // ------------------------------------------------------------------ files of files

  private static Map<String, byte[]> read(Golden golden) throws IOException {
    String name = "/golden/" + CURRENT + '/' + golden.file();
    try (InputStream in = GoldenStoresTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      DataInputStream data = new DataInputStream(new GZIPInputStream(in));
      Map<String, byte[]> files = new TreeMap<>();
      for (int left = data.readInt(); left > 0; left--) {
        String file = data.readUTF();
        files.put(file, data.readNBytes(data.readInt()));
      }
      return files;
    }
  }

  private static byte[] pack(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(new GZIPOutputStream(bytes))) {
      data.writeInt(files.size());
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        data.writeUTF(file.getKey());
        data.writeInt(file.getValue().length);
        data.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** Writes the stores of the current format into the directory given. */
  public static void main(String[] arguments) throws IOException {
    for (Golden golden : all().toList()) {
      Files.write(Path.of(arguments[0], golden.file()), pack(write(golden, new TreeMap<>())));
    }
  }
}
