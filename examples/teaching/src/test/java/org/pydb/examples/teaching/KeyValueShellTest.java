package org.pydb.examples.teaching;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.engine.kv.KeyValueOptions;
import org.pydb.engine.kv.KeyValueStore;
import org.pydb.engine.kv.log.LogEngine;

/** Types lines into the command line over keys and values. */
class KeyValueShellTest {

  @TempDir Path directory;

  /** What a session answers; the prompts are taken out. */
  private String session(String... lines) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    KeyValueOptions options =
        KeyValueOptions.at(directory.resolve("words")).withEngine(LogEngine.FACTORY);
    try (KeyValueStore store = KeyValueStore.open(options)) {
      BufferedReader in = new BufferedReader(new StringReader(String.join("\n", lines) + "\n"));
      KeyValueShell.run(store, in, new PrintStream(bytes, true, UTF_8));
    }
    return bytes.toString(UTF_8).replace("\r\n", "\n").replace("kv > ", "").stripTrailing();
  }

  @Test
  void whatIsSetIsThereInTheNextSession() throws Exception {
    assertThat(session("set apple red and round", "set plum blue", "get apple", "delete plum"))
        .isEqualTo("set.\nset.\nred and round\ndeleted.");
    assertThat(session("get plum", "set ananas yellow", "set birch white", "scan a", ".exit"))
        .isEqualTo(
            """
            there is no "plum"
            set.
            set.
            ananas = yellow
            apple = red and round""");
  }

  @Test
  void otherLinesAreAnsweredByWhatWouldMakeSense() throws Exception {
    assertThat(session("", "fetch apple", "set apple"))
        .isEqualTo(
            """
            "fetch" is no command; commands are: set KEY VALUE | get KEY | delete KEY | scan [PREFIX] | .exit
            "set" is no command; commands are: set KEY VALUE | get KEY | delete KEY | scan [PREFIX] | .exit""");
  }
}
