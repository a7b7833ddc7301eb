package org.pydb.examples.teaching;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.kv.KeyValueOptions;
import org.pydb.engine.kv.KeyValueStore;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.storage.EntryCursor;
import org.pydb.engine.schema.KeyRange;

/**
 * A command line over keys and values in an append-only log:
 *
 * <pre>
 *   kv &gt; set apple red
 *   kv &gt; get apple
 *   kv &gt; delete apple
 *   kv &gt; scan a
 *   kv &gt; .exit
 * </pre>
 *
 * <p>A line that makes no sense is answered by what would, and the next one is read.
 */
public final class KeyValueShell {
  private static final String PROMPT = "kv > ";
  private static final String USAGE =
      "commands are: set KEY VALUE | get KEY | delete KEY | scan [PREFIX] | .exit";

  private final KeyValueStore store;
  private final PrintStream out;

  private KeyValueShell(KeyValueStore store, PrintStream out) {
    this.store = store;
    this.out = out;
  }

  /**
   * Opens a store, or makes it, and reads commands.
   *
   * @param arguments the store, {@code target/words} if none is given
   */
  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments.length == 0 ? "target/words" : arguments[0]).toAbsolutePath();
    Files.createDirectories(path.getParent());
    try (KeyValueStore store =
            KeyValueStore.open(KeyValueOptions.at(path).withEngine(LogEngine.FACTORY));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      run(store, in, new PrintStream(System.out, true, UTF_8));
    }
  }

  /** Answers each line until {@code .exit}, or the end of all lines. */
  static void run(KeyValueStore store, BufferedReader in, PrintStream out) throws IOException {
    KeyValueShell shell = new KeyValueShell(store, out);
    out.print(PROMPT);
    out.flush();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.strip().equals(".exit")) {
        return;
      }
      shell.answer(line.strip());
      out.print(PROMPT);
      out.flush();
    }
    out.println();
  }

  private void answer(String line) {
    String[] words = line.split("\\s+", 3);
    try {
      switch (words[0] + ' ' + words.length) {
        case "set 3" -> set(words[1], words[2]);
        case "get 2" -> get(words[1]);
        case "delete 2" -> delete(words[1]);
        case "scan 1" -> scan("");
        case "scan 2" -> scan(words[1]);
        case " 1" -> {} // an empty line
        default -> out.println("\"" + words[0] + "\" is no command; " + USAGE);
      }
    } catch (EngineException e) {
      out.println("refused: " + e.getMessage());
    }
  }

  private void set(String key, String value) {
    store.set(key.getBytes(UTF_8), value.getBytes(UTF_8));
    out.println("set.");
  }

  private void get(String key) {
    byte[] value = store.get(key.getBytes(UTF_8));
    out.println(value == null ? "there is no \"" + key + "\"" : new String(value, UTF_8));
  }

  private void delete(String key) {
    store.delete(key.getBytes(UTF_8));
    out.println("deleted.");
  }

  private void scan(String prefix) {
    try (EntryCursor entries = store.scan(KeyRange.prefix(prefix.getBytes(UTF_8)), false)) {
      while (entries.next()) {
        out.println(new String(entries.key(), UTF_8) + " = " + new String(entries.value(), UTF_8));
      }
    }
  }
}
